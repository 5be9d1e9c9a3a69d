/** A store as text, and what it comes to: what a release has written is kept for those after it. */
import type Database from 'better-sqlite3';
import { auditJournal } from '../../agent/core/cash/audit.ts';
import type { TillStore } from '../../agent/store/till-store.ts';
import { commandsOf } from './kept-life.ts';

/** The same store, the same text: schema, then every row in its order, then the triggers. */
export function storeText(database: Database.Database): string {
  const parts = database
    .prepare<[], { type: string; name: string; sql: string }>(
      'SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid',
    )
    .all();
  const sqlOf = (...types: readonly string[]) =>
    parts.filter(({ type }) => types.includes(type)).map(({ sql }) => `${sql};`);
  const tables = parts.filter(({ type }) => type === 'table').map(({ name }) => name);
  const version = Number(database.pragma('user_version', { simple: true }));
  return [
    `PRAGMA user_version = ${version};`,
    ...sqlOf('table'),
    ...tables.flatMap((table) => rowsOf(database, table)),
    ...sqlOf('index', 'trigger'),
    '',
  ].join('\n');
}

function rowsOf(database: Database.Database, table: string): readonly string[] {
  const columns = database
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
  const quoted = columns.map((name) => `quote(${name})`).join(" || ', ' || ");
  return database
    .prepare<[], { row: string }>(`SELECT ${quoted} AS row FROM ${table} ORDER BY rowid`)
    .all()
    .map(({ row }) => `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${row});`);
}

/** What a store comes to, as JSON has it: its state, and what its lines add up to. */
export function storeState(store: TillStore): KeptState {
  const { balances, currencies, debts, unknownKinds, ...sums } = auditJournal(store.linesAfter(0));
  const state = {
    till: store.load(),
    audit: {
      ...sums,
      balances: Object.fromEntries(balances),
      currencies: Object.fromEntries(currencies),
      debts: Object.fromEntries(debts),
      unknownKinds: Object.fromEntries(unknownKinds),
    },
    rest: {
      head: store.head,
      sales: store.sales('all'),
      operations: store.cashOperations.unacknowledged('pos'),
      shifts: store.shiftReports(),
      commands: commandsOf(store, { nowMs: 0 }).pending(),
    },
  };
  return JSON.parse(JSON.stringify(state)) as KeptState;
}

export type KeptState = Readonly<
  Record<'till' | 'audit' | 'rest', Readonly<Record<string, unknown>>>
>;
