import { sql, type Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Work orders, the weekly plan, and what people have read. */
export async function createFieldTables(database: Kysely<HubTables>): Promise<void> {
  await createPlan(database);
  await createWorkOrders(database);
  await database.schema
    .createTable('ticket_reads')
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('messages', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_reads_key', ['ticket', 'user_id'])
    .execute();
}

async function createPlan({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('plan_entries')
    .addColumn('entry', 'text', (column) => column.primaryKey())
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('minutes', 'integer', (column) => column.notNull())
    .addColumn('plan', 'text')
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('freed_at_ms', 'bigint')
    .execute();
  // A published time is given away once.
  await schema
    .createIndex('plan_entries_of_plan')
    .unique()
    .on('plan_entries')
    .columns(['plan', 'from_ms'])
    .where(sql.ref('freed_at_ms'), 'is', null)
    .execute();
  await schema.createIndex('plan_entries_at').on('plan_entries').columns(['from_ms']).execute();
  await schema.createIndex('plan_entries_for').on('plan_entries').columns(['ticket']).execute();
}

async function createWorkOrders({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('work_orders')
    .addColumn('work_order', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull().unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('customer', 'text', (column) => column.notNull())
    .addColumn('site', 'text')
    .addColumn('station_id', 'text')
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('company', 'text')
    .addColumn('user_id', 'text')
    .addColumn('assigned_name', 'text')
    .addColumn('planned_at_ms', 'bigint')
    .addColumn('done_note', 'text')
    .addColumn('made_by', 'text', (column) => column.notNull())
    .addColumn('made_party', 'text')
    .addColumn('made_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('closed_at_ms', 'bigint')
    .execute();
  await schema.createIndex('work_orders_of').on('work_orders').columns(['ticket']).execute();
  await schema
    .createTable('work_items')
    .addColumn('work_order', 'text', (column) =>
      column.notNull().references('work_orders.work_order'),
    )
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('code', 'text')
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('is_after_previous', 'integer', (column) => column.notNull())
    .addColumn('done_by', 'text')
    .addColumn('done_at_ms', 'bigint')
    .addPrimaryKeyConstraint('work_items_key', ['work_order', 'place'])
    .execute();
}
