import type { Kysely } from 'kysely';
import { addOnly } from './business-migration.ts';
import type { HubTables } from './tables.ts';

/** What is charged, and which line went out with which export. Nothing of it is ever changed. */
export async function createCostTables(database: Kysely<HubTables>): Promise<void> {
  await createLines(database);
  await createExports(database);
  for (const table of ['cost_lines', 'cost_exports', 'cost_export_lines']) {
    await addOnly(database, table);
  }
}

async function createLines({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('cost_lines')
    .addColumn('position', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('line', 'text', (column) => column.notNull().unique())
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('cost_lines_by_time')
    .on('cost_lines')
    .columns(['at_ms', 'position'])
    .execute();
}

async function createExports({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('cost_exports')
    .addColumn('number', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('request', 'text', (column) => column.notNull().unique())
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('to_ms', 'bigint', (column) => column.notNull())
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('lines', 'integer', (column) => column.notNull())
    .addColumn('csv', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('cost_export_lines')
    .addColumn('line', 'text', (column) => column.primaryKey().references('cost_lines.line'))
    .addColumn('export', 'integer', (column) => column.notNull().references('cost_exports.number'))
    .execute();
}
