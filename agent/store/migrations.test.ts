/** What an earlier release has written is read by this one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { FIRST_UPDATED_SCHEMA, migrate, MIGRATIONS, type Migration } from './migrations.ts';
import { StoreError } from './store-error.ts';
import { TillStore } from './till-store.ts';

/** The last version in which a payout had one leg at a time. */
const ONE_LEG_VERSION = 4;

const PAYOUT = {
  payoutId: 's/payout',
  purpose: 'change',
  ownerId: 's',
  amountMinor: 260,
  paidMinor: 200,
  startedAtMs: 7,
  attempts: { 'hopper-50': 1 },
  isParked: false,
};
const LEG = { leg: 2, device: 'hopper-50', valueMinor: 50, count: 1 };
const PREPARING = { kind: 'preparing', leg: { ...LEG, leg: 1 } };
const UNRESOLVED = {
  kind: 'unresolved',
  leg: LEG,
  evidence: '{"serial":1,"paid":4}',
  reason: 'offline',
  isAsking: true,
};

/** A store whose payouts are as that release has written them. */
function payoutsAfterUpgrade(path: string, written: object): object {
  const database = new Database(path);
  migrate(database, MIGRATIONS.slice(0, ONE_LEG_VERSION));
  database
    .prepare('INSERT INTO till_part (part, state) VALUES (?, ?)')
    .run('payouts', JSON.stringify(written));
  database.close();
  using store = new TillStore(openDatabase(path));
  return store.load().payouts;
}

it('a payout with one leg under way is one with one of several', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tillwarden-migrations-'));
  try {
    const written = {
      's/payout': { ...PAYOUT, phase: UNRESOLVED },
      'd/payout-1': { ...PAYOUT, phase: PREPARING },
    };
    expect(payoutsAfterUpgrade(join(folder, 'till.db'), written)).toEqual({
      's/payout': { ...PAYOUT, legs: [UNRESOLVED], lastLeg: 2 },
      'd/payout-1': { ...PAYOUT, legs: [PREPARING], lastLeg: 1 },
    });
    expect(payoutsAfterUpgrade(join(folder, 'other.db'), {})).toEqual({});
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

/** What the release after this one might do. */
const EXPANDING: Migration = {
  sql: `
    ALTER TABLE sale ADD COLUMN cashier TEXT;
    CREATE TABLE loyalty (card TEXT PRIMARY KEY) STRICT;
  `,
};
const CONTRACTING: Migration = {
  sql: `UPDATE schema_reach SET readable_from = ${MIGRATIONS.length + 1}`,
};

interface Column {
  readonly cid: number;
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
}

interface Schema {
  readonly columns: ReadonlyMap<string, readonly Column[]>;
  /** All that can refuse what a program writes. */
  readonly guards: readonly string[];
}

function schemaAfter(steps: readonly Migration[]): Schema {
  const database = new Database(':memory:');
  migrate(database, steps);
  const names = database
    .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => name);
  const guards = database
    .prepare<[], { sql: string }>(
      `SELECT sql FROM sqlite_schema
       WHERE type = 'trigger' OR (type = 'index' AND sql LIKE 'CREATE UNIQUE%')`,
    )
    .all()
    .map(({ sql }) => sql);
  const columns = names.map(
    (name) => [name, database.pragma(`table_info(${name})`) as Column[]] as const,
  );
  database.close();
  return { columns: new Map(columns), guards };
}

/** Why a program of the schema before could not work on the one after it. */
function breaks(before: Schema, after: Schema): readonly string[] {
  const lost = [...before.columns].flatMap(([table, columns]) => {
    const now = after.columns.get(table) ?? [];
    const gone = columns.filter(
      (column) =>
        !now.some((one) => JSON.stringify(one) === JSON.stringify({ ...column, cid: one.cid })),
    );
    const demanded = now.filter(
      ({ name, notnull, dflt_value: byDefault }) =>
        !columns.some((column) => column.name === name) && notnull === 1 && byDefault === null,
    );
    return [...gone, ...demanded].map(({ name }) => `${table}.${name}`);
  });
  return [...lost, ...after.guards.filter((guard) => !before.guards.includes(guard))];
}

describe('a program that was rolled back', () => {
  it.each(MIGRATIONS.map((_, at) => at + 1).filter((version) => version > FIRST_UPDATED_SCHEMA))(
    'works on schema %i, which only adds to the one before it',
    (version) => {
      const [before, after] = [version - 1, version].map((upTo) =>
        schemaAfter(MIGRATIONS.slice(0, upTo)),
      );
      expect(before === undefined || after === undefined ? ['?'] : breaks(before, after)).toEqual(
        [],
      );
    },
  );

  it('works on a schema that only adds, and one that does not is found out', () => {
    const now = schemaAfter(MIGRATIONS);
    expect(breaks(now, schemaAfter([...MIGRATIONS, EXPANDING]))).toEqual([]);
    const demanding = { sql: 'CREATE UNIQUE INDEX one_client ON sale (client)' };
    expect(breaks(now, schemaAfter([...MIGRATIONS, demanding]))).toEqual([demanding.sql]);
    const dropping = { sql: 'ALTER TABLE command DROP COLUMN not_after_ms' };
    expect(breaks(now, schemaAfter([...MIGRATIONS, dropping]))).toEqual(['command.not_after_ms']);
  });

  it('reads and writes what the release after it has left', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tillwarden-rolled-back-'));
    const path = join(folder, 'till.db');
    try {
      const database = openDatabase(path);
      migrate(database, [...MIGRATIONS, EXPANDING]);
      database.close();
      using store = new TillStore(openDatabase(path));
      const before = store.load();
      const line = { kind: 'agent-started', body: { version: '1.0.0' } } as const;
      const none = { sales: [], operations: [], cashOperations: [] };
      store.commit({ before, after: before, lines: [line], atMs: 1, ...none });
      expect(store.head.seq).toBe(1);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('does not touch what a release has made unreadable for it', () => {
    const database = new Database(':memory:');
    migrate(database, [...MIGRATIONS, EXPANDING, CONTRACTING]);
    expect(() => migrate(database)).toThrow(StoreError);
    expect(() => migrate(database, [...MIGRATIONS, EXPANDING])).not.toThrow();
    database.close();
  });
});
