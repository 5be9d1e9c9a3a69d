import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { asHubError, HubError } from '../hub-error.ts';
import { createBusinessTables } from './business-migration.ts';
import { createCostTables } from './cost-migration.ts';
import { createDeskTables, createToldDifferences } from './desk-migration.ts';
import { createCurrencyTotals } from './currency-migration.ts';
import { createFieldTables } from './field-migration.ts';
import { addUserParty, createPeople } from './people-step.ts';
import { createHardwareTable } from './hardware.ts';
import { createLicenceTables } from './licence-migration.ts';
import { createMailTables } from './mail-migration.ts';
import { createRemoteTables } from './remote-migration.ts';
import { createPlanTable } from './plans.ts';
import type { HubTables } from './tables.ts';
import { createUpdateTables } from './update-migration.ts';

/** Forward only, in the order of their names; each is one transaction. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '0001-stations-and-lines': { up: createTables },
  '0002-people': { up: createPeople },
  '0003-licences': { up: createLicenceTables },
  '0004-enrolment-branches': { up: noteEnrolmentBranches },
  '0005-business': { up: createBusinessTables },
  '0006-user-party': { up: addUserParty },
  '0007-cost-lines': { up: createCostTables },
  '0008-currency-totals': { up: createCurrencyTotals },
  '0009-plans': { up: createPlanTable },
  '0010-hardware': { up: createHardwareTable },
  '0012-updates': { up: createUpdateTables },
  '0013-desk': { up: createDeskTables },
  '0014-field': { up: createFieldTables },
  '0015-mail': { up: createMailTables },
  '0016-remote': { up: createRemoteTables },
  '0017-told-differences': { up: createToldDifferences },
};

/** Takes the steps a database lacks. Throws `HubError`. */
export async function migrate(database: Kysely<HubTables>): Promise<void> {
  const migrator = new Migrator({
    db: database,
    provider: { getMigrations: async () => ({ ...MIGRATIONS }) },
  });
  const known = new Set(Object.keys(MIGRATIONS));
  const unknown = await appliedNames(database).catch(() => []);
  const newer = unknown.find((name) => !known.has(name));
  if (newer !== undefined) {
    throw new HubError('store-too-new', `the hub’s database has step ${newer}, of a newer release`);
  }
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw asHubError(error);
}

/** Rejects on a database that has taken no step yet: there is no table of them. */
async function appliedNames(database: Kysely<HubTables>): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database);
  return rows.map(({ name }) => name);
}

/** Of a station that was there before, the last enrolment alone is still known. */
async function noteEnrolmentBranches(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .alterTable('branches')
    .addColumn('is_enrolment', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`
    UPDATE branches SET is_enrolment = 1
    WHERE epoch = (SELECT epoch FROM stations WHERE stations.station_id = branches.station_id)
  `.execute(database);
}

async function createTables(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .createTable('hub_meta')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await createStations(database);
  await createBranches(database);
  await createLines(database);
  await createQuarantine(database);
  await createTotals(database);
  await createCommands(database);
  await createEnrolmentCodes(database);
}

async function createStations({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('stations')
    .addColumn('station_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('is_revoked', 'integer', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('enrolled_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('mailbox_to', 'bigint', (column) => column.notNull())
    .addColumn('agent_version', 'text', (column) => column.notNull())
    .addColumn('generation', 'text')
    .addColumn('last_seen_ms', 'bigint')
    .execute();
}

async function createBranches({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('branches')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('parent_epoch', 'integer')
    .addColumn('fork_seq', 'bigint', (column) => column.notNull())
    .addColumn('durable_to', 'bigint', (column) => column.notNull())
    .addColumn('head_hash', 'text', (column) => column.notNull())
    .addColumn('opened_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('explained_at_ms', 'bigint')
    .addPrimaryKeyConstraint('branches_key', ['station_id', 'epoch'])
    .execute();
}

async function createLines({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('lines')
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('prev_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('is_echo', 'integer', (column) => column.notNull())
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('lines_key', ['station_id', 'epoch', 'seq'])
    .addForeignKeyConstraint('lines_of_branch', ['station_id', 'epoch'], 'branches', [
      'station_id',
      'epoch',
    ])
    .execute();
}

async function createQuarantine({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('quarantine')
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('line', 'text', (column) => column.notNull())
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('quarantine_key', ['station_id', 'epoch', 'seq', 'hash'])
    .execute();
}

async function createTotals({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('totals')
    .addColumn('station_id', 'text', (column) => column.primaryKey())
    .addColumn('lines_applied', 'bigint', (column) => column.notNull())
    .addColumn('inserted_minor', 'bigint', (column) => column.notNull())
    .addColumn('dispensed_minor', 'bigint', (column) => column.notNull())
    .addColumn('sales_settled', 'bigint', (column) => column.notNull())
    .execute();
}

async function createCommands({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('commands')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('not_after_ms', 'bigint')
    .addColumn('issued_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('commands_key', ['station_id', 'seq'])
    .execute();
}

async function createEnrolmentCodes({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('enrolment_codes')
    .addColumn('code_sha256_hex', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('station_id', 'text')
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('used_by_key', 'text')
    .execute();
}
