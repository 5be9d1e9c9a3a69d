import type { Kysely } from 'kysely';
import type { HubTables } from './tables.ts';

/** Tickets, who has them, what was said and done, and how long it took. */
export async function createDeskTables(database: Kysely<HubTables>): Promise<void> {
  const { schema } = database;
  await createTickets(database);
  await schema
    .createTable('ticket_handlings')
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('company', 'text')
    .addColumn('since_ms', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('ticket_handlings_key', ['ticket', 'place'])
    .execute();
  await schema
    .createTable('ticket_messages')
    .addColumn('message', 'text', (column) => column.primaryKey())
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('side', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('company', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('ticket_messages_of')
    .on('ticket_messages')
    .columns(['ticket', 'at_ms'])
    .execute();
  await createHistory(database);
}

async function createTickets({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('tickets')
    .addColumn('ticket', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('station_id', 'text')
    .addColumn('site', 'text')
    .addColumn('customer', 'text')
    .addColumn('distributor', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('request', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('asked_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('decision', 'text')
    .addColumn('promised', 'text', (column) => column.notNull())
    .addColumn('handler_company', 'text')
    .addColumn('handler_user', 'text')
    .addColumn('handler_name', 'text')
    .addColumn('scheduled_at_ms', 'bigint')
    .addColumn('first_line_note', 'text')
    .addColumn('settlement', 'text')
    .addColumn('resolved_at_ms', 'bigint')
    .addColumn('is_taken_up', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('tickets_of_state').on('tickets').columns(['state']).execute();
}

async function createHistory({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('ticket_events')
    .addColumn('event', 'text', (column) => column.primaryKey())
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createTable('time_entries')
    .addColumn('entry', 'text', (column) => column.primaryKey())
    .addColumn('ticket', 'text', (column) => column.notNull().references('tickets.ticket'))
    .addColumn('mode', 'text', (column) => column.notNull())
    .addColumn('minutes', 'integer', (column) => column.notNull())
    .addColumn('from_ms', 'bigint', (column) => column.notNull())
    .addColumn('by_name', 'text', (column) => column.notNull())
    .addColumn('session', 'text')
    .execute();
}

/** Where a till has told its cashier something else than the hub says. */
export async function createToldDifferences({ schema }: Kysely<HubTables>): Promise<void> {
  await schema
    .createTable('told_differences')
    .addColumn('ticket', 'text', (column) => column.primaryKey().references('tickets.ticket'))
    .addColumn('told', 'text', (column) => column.notNull())
    .addColumn('known', 'text')
    .addColumn('parts', 'text', (column) => column.notNull())
    .addColumn('causes', 'text', (column) => column.notNull())
    .execute();
}
