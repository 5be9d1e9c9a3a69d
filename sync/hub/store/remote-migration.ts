import type { Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Sessions at tills, and the logs that tills have sent. */
export async function createRemoteTables({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('remote_sessions')
    .addColumn('session', 'text', (column) => column.primaryKey())
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('company', 'text', (column) => column.notNull())
    .addColumn('streams', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('control', 'text', (column) => column.notNull())
    .addColumn('tries_left', 'integer', (column) => column.notNull())
    .addColumn('asked_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('live_at_ms', 'bigint')
    .addColumn('ended_at_ms', 'bigint')
    .addColumn('end', 'text')
    .addColumn('duration_ms', 'bigint', (column) => column.notNull())
    .addColumn('bytes_in', 'bigint', (column) => column.notNull())
    .addColumn('bytes_out', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('remote_sessions_of')
    .on('remote_sessions')
    .columns(['station_id', 'state'])
    .execute();
  await schema
    .createTable('log_bundles')
    .addColumn('bundle', 'text', (column) => column.primaryKey())
    .addColumn('station_id', 'text', (column) => column.notNull())
    .addColumn('ticket', 'text')
    .addColumn('asked_by', 'text', (column) => column.notNull())
    .addColumn('asked_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint')
    .addColumn('sha256', 'text')
    .addColumn('reason', 'text')
    .addColumn('content', 'blob')
    .execute();
}
