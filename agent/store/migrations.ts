import type Database from 'better-sqlite3';
import { StoreError } from './store-error.ts';

/**
 * One step of the schema; forward only. `PRAGMA user_version` counts the steps taken.
 * From `FIRST_UPDATED_SCHEMA` on a step only adds: a program that was rolled back runs on the schema
 * of the one after it. What nobody needs any more may go one release after it was last written; that
 * step then says so by raising `readable_from`. `expansion.test.ts` lets nothing else through.
 */
export interface Migration {
  readonly sql: string;
}

/** The first schema that a program before it can run on. */
export const FIRST_UPDATED_SCHEMA = 6;

export const MIGRATIONS: readonly Migration[] = [
  {
    sql: `
      CREATE TABLE journal (
        seq       INTEGER PRIMARY KEY,
        at_ms     INTEGER NOT NULL,
        kind      TEXT NOT NULL,
        body      TEXT NOT NULL,
        prev_hash TEXT NOT NULL,
        hash      TEXT NOT NULL
      ) STRICT;
      CREATE TRIGGER journal_is_not_changed BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'a journal line is never changed'); END;
      CREATE TRIGGER journal_is_not_shortened BEFORE DELETE ON journal
        BEGIN SELECT RAISE(ABORT, 'a journal line is never removed'); END;
      CREATE TABLE till_part (
        part  TEXT PRIMARY KEY,
        state TEXT NOT NULL
      ) STRICT;
      CREATE TABLE sale (
        sale_id         TEXT PRIMARY KEY,
        client          TEXT NOT NULL,
        idempotency_key TEXT NOT NULL,
        started_at_ms   INTEGER NOT NULL,
        is_acknowledged INTEGER NOT NULL,
        state           TEXT NOT NULL,
        UNIQUE (client, idempotency_key)
      ) STRICT;
      CREATE INDEX sale_unacknowledged ON sale (is_acknowledged) WHERE is_acknowledged = 0;
    `,
  },
  {
    sql: `
      CREATE TABLE command (
        position     INTEGER PRIMARY KEY,
        station      TEXT NOT NULL,
        hub_epoch    TEXT NOT NULL,
        seq          INTEGER NOT NULL,
        kind         TEXT NOT NULL,
        body         TEXT NOT NULL,
        not_after_ms INTEGER,
        is_settled   INTEGER NOT NULL,
        UNIQUE (station, hub_epoch, seq)
      ) STRICT;
      CREATE INDEX command_open ON command (position) WHERE is_settled = 0;
    `,
  },
  {
    sql: `
      CREATE TABLE operation (
        position        INTEGER PRIMARY KEY,
        client          TEXT NOT NULL,
        idempotency_key TEXT NOT NULL,
        terms           TEXT NOT NULL,
        UNIQUE (client, idempotency_key)
      ) STRICT;
      CREATE INDEX journal_shift ON journal (seq) WHERE kind = 'shift-closed';
    `,
  },
  {
    sql: `
      CREATE TABLE cash_operation (
        operation_id    TEXT PRIMARY KEY,
        client          TEXT NOT NULL,
        idempotency_key TEXT NOT NULL,
        is_acknowledged INTEGER NOT NULL,
        state           TEXT NOT NULL,
        UNIQUE (client, idempotency_key)
      ) STRICT;
      CREATE INDEX cash_operation_unacknowledged ON cash_operation (client)
        WHERE is_acknowledged = 0;
    `,
  },
  {
    // A payout had one leg under way, as its phase; now it has several.
    sql: `
      UPDATE till_part SET state = (
        SELECT json_group_object(key, json_remove(json_set(
          value,
          '$.legs', json_array(json_extract(value, '$.phase')),
          '$.lastLeg', json_extract(value, '$.phase.leg.leg')
        ), '$.phase'))
        FROM json_each(till_part.state)
      ) WHERE part = 'payouts';
    `,
  },
  {
    // The oldest schema whose program can work with what is here.
    sql: `
      CREATE TABLE schema_reach (readable_from INTEGER NOT NULL) STRICT;
      INSERT INTO schema_reach (readable_from) VALUES (${FIRST_UPDATED_SCHEMA});
    `,
  },
];

/** Where a power cut can fall while a schema is brought up to date. */
export type MigrationPoint =
  | 'migration-begun'
  /** After each step, before it is committed. */
  | 'migration-step-taken'
  | 'migration-step-committed'
  | 'migrated';

/**
 * Takes the steps a database lacks, each in its own transaction. A schema of a later release is used
 * as it is, where that says it can be. Throws `StoreError` `too-new` where it does not.
 */
export function migrate(
  database: Database.Database,
  steps: readonly Migration[] = MIGRATIONS,
  onPoint: (point: MigrationPoint) => void = () => undefined,
): void {
  const version = Number(database.pragma('user_version', { simple: true }));
  if (version > steps.length && readableFrom(database) > steps.length) {
    throw new StoreError(
      'too-new',
      `the store is at version ${version}, this release knows ${steps.length}`,
    );
  }
  if (version >= steps.length) return;
  onPoint('migration-begun');
  steps.slice(version).forEach(({ sql }, index) => {
    database.transaction(() => {
      database.exec(sql);
      database.pragma(`user_version = ${version + index + 1}`);
      onPoint('migration-step-taken');
    })();
    onPoint('migration-step-committed');
  });
  onPoint('migrated');
}

function readableFrom(database: Database.Database): number {
  const row = database
    .prepare<[], { readable_from: number }>('SELECT readable_from FROM schema_reach')
    .get();
  return row?.readable_from ?? Infinity;
}
