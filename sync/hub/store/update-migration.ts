import type { Kysely } from 'kysely';
import type { HubTables } from './tables.ts';
import { rebuildUpdateStandings } from './update-standings.ts';

/** Rollouts, what stations were told, and where they stand by the lines the hub has already. */
export async function createUpdateTables(database: Kysely<HubTables>): Promise<void> {
  const { schema } = database;
  await schema.alterTable('stations').addColumn('platform', 'text').execute();
  await createRollouts(database);
  await createOrders(database);
  await schema
    .createTable('director_counters')
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('key_epoch', 'integer', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('seen_n', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('director_counters_key', ['station_id', 'key_epoch'])
    .execute();
  await schema
    .createTable('station_tags')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('tag', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('station_tags_key', ['station_id', 'tag'])
    .execute();
  await schema
    .createTable('yanked_releases')
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('yanked_at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('yanked_releases_key', ['channel', 'version'])
    .execute();
  await createStandings(database);
}

async function createRollouts({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('rollouts')
    .addColumn('rollout', 'text', (column) => column.primaryKey())
    .addColumn('plan', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('open_groups', 'integer', (column) => column.notNull())
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_by_user', 'text', (column) => column.notNull())
    .addColumn('approved_by', 'text')
    .addColumn('halt', 'text')
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

async function createOrders({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('rollout_orders')
    .addColumn('station_id', 'text', (column) => column.notNull().references('stations.station_id'))
    .addColumn('key_epoch', 'integer', (column) => column.notNull())
    .addColumn('n', 'bigint', (column) => column.notNull())
    .addColumn('rollout', 'text', (column) => column.notNull().references('rollouts.rollout'))
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('group_place', 'integer', (column) => column.notNull())
    .addColumn('document', 'text', (column) => column.notNull())
    .addColumn('told_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('after_epoch', 'integer')
    .addColumn('after_seq', 'bigint')
    .addColumn('is_withdrawn', 'integer', (column) => column.notNull())
    .addColumn('is_stranded', 'integer', (column) => column.notNull())
    .addColumn('pardon', 'text')
    .addPrimaryKeyConstraint('rollout_orders_key', ['station_id', 'key_epoch', 'n'])
    .execute();
}

/** What the hub held before it understood these lines counts as well. */
async function createStandings(database: Kysely<HubTables>): Promise<void> {
  await database.schema
    .createTable('update_standings')
    .addColumn('station_id', 'text', (column) => column.primaryKey())
    .addColumn('standing', 'text', (column) => column.notNull())
    .execute();
  await rebuildUpdateStandings(database);
}
