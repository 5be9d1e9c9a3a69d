/**
 * From the first schema on that a program before it can run on, a step only adds: release N-1 must
 * run on what release N has made of the store.
 */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { objectionsTo } from '../../test/support/sql-expansion.ts';
import { FIRST_UPDATED_SCHEMA, migrate, MIGRATIONS } from './migrations.ts';

/** The steps before it rewrote what was there, and no till has to go back over them any more. */
const FROZEN_SHA256_HEX = '48d559aafb33ec042466d1165033c72b3c1e33e096cae9f8558405d62789ed98';

function tablesAfter(steps: number): ReadonlySet<string> {
  const database = new Database(':memory:');
  migrate(database, MIGRATIONS.slice(0, steps));
  const rows = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all();
  database.close();
  return new Set(rows.map(({ name }) => name));
}

const NOW = tablesAfter(MIGRATIONS.length);

it('the steps that are frozen are what they were', () => {
  const frozen = MIGRATIONS.slice(0, FIRST_UPDATED_SCHEMA).map(({ sql }) => sql);
  const hash = createHash('sha256').update(JSON.stringify(frozen)).digest('hex');
  expect(hash).toBe(FROZEN_SHA256_HEX);
});

const EXPANDING_FROM = FIRST_UPDATED_SCHEMA - 1;

it.each(
  MIGRATIONS.slice(EXPANDING_FROM).map(({ sql }, at) => [at + FIRST_UPDATED_SCHEMA, sql] as const),
)('step %i only adds', (version, sql) => {
  expect(objectionsTo(sql, tablesAfter(version - 1))).toEqual([]);
});

describe('a step is let through that', () => {
  it.each([
    [
      'adds a table with rules of its own',
      'CREATE TABLE card (id TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n > 0), UNIQUE (n)) STRICT;',
    ],
    [
      'adds tables that name each other',
      'CREATE TABLE a (id TEXT PRIMARY KEY); CREATE TABLE b (a TEXT REFERENCES a (id));',
    ],
    [
      'fills a table that it made',
      "CREATE TABLE card (id TEXT); INSERT INTO card (id) VALUES ('x; DROP TABLE sale');",
    ],
    ['adds a column that may be absent', 'ALTER TABLE sale ADD COLUMN cashier TEXT'],
    [
      'adds a column that fills itself',
      'ALTER TABLE "sale" ADD tries INTEGER NOT NULL DEFAULT 0 -- not a DROP',
    ],
    [
      'adds an index',
      'CREATE INDEX sale_client ON sale (client, started_at_ms); /* UPDATE sale; */',
    ],
    [
      'adds an index over some rows',
      'CREATE INDEX open_sale ON sale (client) WHERE is_acknowledged = 0',
    ],
    [
      'adds a unique index to a table that it made',
      'CREATE TABLE card (id TEXT); CREATE UNIQUE INDEX card_id ON card (id)',
    ],
  ])('%s', (_, sql) => expect(objectionsTo(sql, NOW)).toEqual([]));
});

describe('a step is caught that', () => {
  it.each([
    ['drops a table', 'drop table operation'],
    ['drops an index', 'DROP INDEX sale_unacknowledged'],
    ['drops a trigger', 'DROP TRIGGER IF EXISTS journal_is_not_changed'],
    ['drops a column', 'ALTER TABLE command DROP COLUMN not_after_ms'],
    ['renames a table', 'ALTER TABLE sale RENAME TO sales'],
    ['renames a column', 'ALTER TABLE [sale] RENAME COLUMN state TO body'],
    ['rewrites rows', "UPDATE till_part SET state = '{}'"],
    ['rewrites rows behind a name', "WITH x AS (SELECT 1) UPDATE till_part SET state = '{}'"],
    ['removes rows', 'DELETE FROM operation'],
    ['replaces rows', "REPLACE INTO till_part (part, state) VALUES ('jobs', '{}')"],
    [
      'inserts or replaces rows',
      "INSERT OR REPLACE INTO till_part (part, state) VALUES ('jobs', '{}')",
    ],
    ['inserts into an old table', "INSERT INTO till_part (part, state) VALUES ('x', '{}')"],
    ['demands a value', 'ALTER TABLE sale ADD COLUMN cashier TEXT NOT NULL'],
    [
      'demands a value that by default is none',
      'ALTER TABLE sale ADD COLUMN cashier TEXT NOT NULL DEFAULT NULL',
    ],
    [
      'checks a new column',
      'ALTER TABLE sale ADD COLUMN tries INTEGER DEFAULT 0 CHECK (tries < 3)',
    ],
    ['has a new column be one of its kind', 'ALTER TABLE sale ADD COLUMN number INTEGER UNIQUE'],
    [
      'binds a new column to a table',
      'ALTER TABLE sale ADD COLUMN shift TEXT REFERENCES shift (id)',
    ],
    ['makes old rows unique', 'CREATE UNIQUE INDEX IF NOT EXISTS one_client ON sale (client)'],
    ['reckons over old rows', "CREATE INDEX by_shift ON journal (json_extract(body, '$.shift'))"],
    ['reckons by an operator', "CREATE INDEX by_shift ON journal (body ->> 'shift')"],
    ['has a new table hold old rows', 'CREATE TABLE note (sale TEXT REFERENCES sale (sale_id))'],
    [
      'puts a trigger on an old table',
      "CREATE TRIGGER t BEFORE INSERT ON sale BEGIN SELECT RAISE(ABORT, 'no'); END",
    ],
    ['makes a table over again', 'CREATE TABLE IF NOT EXISTS sale (sale_id TEXT)'],
    ['does it after something harmless', 'CREATE TABLE card (id TEXT);\n/* ; */ DELETE FROM sale'],
    ['does what nobody foresaw', 'PRAGMA writable_schema = ON'],
  ])('%s', (_, sql) => expect(objectionsTo(sql, NOW)).not.toEqual([]));
});
