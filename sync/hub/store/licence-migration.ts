import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Codes with a licence's terms, and every entitlement of a station with the numbers it counts in. */
export async function createLicenceTables(database: Kysely<HubTables>): Promise<void> {
  await createCodeTables(database);
  await createEntitlementTables(database);
  await keepHeardGenerations(database);
}

async function createCodeTables({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('code_terms')
    .addColumn('code_sha256_hex', 'text', (column) =>
      column.primaryKey().references('enrolment_codes.code_sha256_hex'),
    )
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('product', 'text', (column) => column.notNull())
    .addColumn('edition', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('code_answers')
    .addColumn('code_sha256_hex', 'text', (column) =>
      column.primaryKey().references('enrolment_codes.code_sha256_hex'),
    )
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('key_epoch', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .execute();
}

async function createEntitlementTables({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('generations')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('key_epoch', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('generations_key', ['station_id', 'key_epoch'])
    .execute();
  await schema
    .createTable('entitlements')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('key_epoch', 'bigint', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('payload', 'text', (column) => column.notNull())
    .addColumn('issued_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('origin', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('entitlements_key', ['station_id', 'key_epoch', 'n'])
    .execute();
}

/** Tills have told of theirs before there was a table to count in. */
async function keepHeardGenerations(database: Kysely<HubTables>): Promise<void> {
  await sql`
    INSERT INTO generations (station_id, key_epoch, n)
    SELECT station_id, json_extract(generation, '$.keyEpoch'), json_extract(generation, '$.n')
    FROM stations WHERE generation IS NOT NULL
  `.execute(database);
}
