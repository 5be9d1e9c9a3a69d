import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Books of dated entries, balances and leases; what is written in them is never changed. */
export async function createBusinessTables(database: Kysely<HubTables>): Promise<void> {
  await createBooks(database);
  await createLedger(database);
  for (const table of ['book_entries', 'ledger_entries', 'leases']) {
    await addOnly(database, table);
  }
}

async function createBooks({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('book_entries')
    .addColumn('book', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('recorded_by', 'text', (column) => column.notNull())
    .addColumn('body', 'text')
    .addPrimaryKeyConstraint('book_entries_key', ['book', 'entry', 'version'])
    .execute();
}

async function createLedger({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('ledger_entries')
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('position', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ledger_entries_key', ['customer', 'account', 'entry'])
    .addUniqueConstraint('ledger_entries_order', ['customer', 'account', 'position'])
    .execute();
  await schema
    .createTable('leases')
    .addColumn('lease', 'text', (column) => column.primaryKey())
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('amount', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('issued_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** Lets rows be added to a table, and nothing else. */
export async function addOnly(database: Kysely<HubTables>, table: string): Promise<void> {
  for (const what of ['UPDATE', 'DELETE']) {
    await sql`
      CREATE TRIGGER ${sql.ref(`${table}_no_${what.toLowerCase()}`)}
      BEFORE ${sql.raw(what)} ON ${sql.table(table)}
      BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END`.execute(database);
  }
}
