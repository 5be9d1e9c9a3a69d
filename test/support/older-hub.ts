/** What a test takes away to have the database of an older release. */
import type { HubDatabase } from '../../sync/hub/store/hub-database.ts';

/** In an order that no reference forbids. */
const BUSINESS_TABLES = [
  'cost_export_lines',
  'cost_exports',
  'cost_lines',
  'plans',
  'leases',
  'ledger_entries',
  'book_entries',
] as const;

/** The tables and columns that came after the enrolment branches did. */
export async function dropBusiness(database: HubDatabase): Promise<void> {
  for (const table of BUSINESS_TABLES) await database.schema.dropTable(table).execute();
  await database.schema.alterTable('users').dropColumn('party').execute();
}
