/** Tickets and all that belongs to them, each written once under an id that its maker gave it. */
import { sql } from 'kysely';
import type { HelpMode } from '../../../agent/core/contract/request.ts';
import { HANDLING_REASONS, type Handling } from '../../../agent/core/contract/rerouting.ts';
import { TICKET_STATES } from '../../../agent/core/support/help.ts';
import {
  isOpen,
  MESSAGE_SIDES,
  TICKET_KINDS,
  TICKET_SOURCES,
  type Ticket,
  type TicketEvent,
  type TicketMessage,
  type TimeEntry,
} from '../desk/ticket.ts';
import type { TicketEventRow, TicketMessageRow, TicketRow, TimeEntryRow } from './desk-tables.ts';
import type { HubDatabase } from './hub-database.ts';

/** Of one list. */
export const TICKETS_MAX = 500;

/** Whether it is new; one under the same id stays what it was. */
export async function addTicket(
  database: HubDatabase,
  ticket: Omit<Ticket, 'history'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('tickets')
    .values(rowOf(ticket))
    .onConflict((conflict) => conflict.column('ticket').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Writes what has changed of it. */
export async function keepTicket(
  database: HubDatabase,
  ticket: Omit<Ticket, 'history'>,
): Promise<void> {
  const { ticket: id, ...changed } = rowOf(ticket);
  await database.updateTable('tickets').set(changed).where('ticket', '=', id).execute();
}

export async function ticketById(database: HubDatabase, id: string): Promise<Ticket | undefined> {
  const row = await database
    .selectFrom('tickets')
    .selectAll()
    .where('ticket', '=', id)
    .executeTakeFirst();
  return row === undefined ? undefined : ticketOf(row, await historyOf(database, id));
}

/** What a list says of a ticket beside its link. */
export interface TicketMention {
  readonly number: number;
  readonly kind: Ticket['kind'];
  readonly isOpen: boolean;
  readonly customer?: string | undefined;
}

/** Of those that are there, by their ids. */
export async function ticketsMentioned(
  database: HubDatabase,
  ids: readonly string[],
): Promise<ReadonlyMap<string, TicketMention>> {
  const rows = await database
    .selectFrom('tickets')
    .select(['ticket', 'number', 'kind', 'state', 'customer'])
    .where('ticket', 'in', [...new Set(ids)])
    .execute();
  const found = rows.map(({ ticket, number, kind: named, state, customer }) => {
    const kind = TICKET_KINDS.find((one) => one === named) ?? 'contact';
    const standing = { state: TICKET_STATES.find((one) => one === state) ?? 'open' };
    const whose = { customer: customer ?? undefined };
    return [ticket, { number, kind, isOpen: isOpen(standing), ...whose }] as const;
  });
  return new Map(found);
}

export interface TicketFilter {
  /** Those that nothing more is done about are left out. */
  readonly isOpen?: boolean | undefined;
  readonly station?: string | undefined;
}

/** The newest first. */
export async function listTickets(
  database: HubDatabase,
  { isOpen, station }: TicketFilter,
): Promise<readonly Ticket[]> {
  let query = database.selectFrom('tickets').selectAll();
  if (isOpen !== undefined) {
    query = query.where('state', isOpen ? 'not in' : 'in', ['resolved', 'withdrawn']);
  }
  if (station !== undefined) query = query.where('station_id', '=', station);
  const rows = await query
    .orderBy('asked_at_ms', 'desc')
    .orderBy('ticket')
    .limit(TICKETS_MAX)
    .execute();
  return withHistories(database, rows);
}

/** Those that the desk has not looked at yet, the oldest first. */
export async function ticketsToTakeUp(database: HubDatabase): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('tickets')
    .select('ticket')
    .where('is_taken_up', '=', 0)
    .orderBy('asked_at_ms')
    .execute();
  return rows.map(({ ticket }) => ticket);
}

/** What a distributor still waits to be taught. */
export async function openTrainings(
  database: HubDatabase,
  distributor: string,
): Promise<readonly Ticket[]> {
  const rows = await database
    .selectFrom('tickets')
    .selectAll()
    .where('kind', '=', 'training')
    .where('distributor', '=', distributor)
    .where('state', 'not in', ['resolved', 'withdrawn'])
    .execute();
  return withHistories(database, rows);
}

/** Whether it is new. */
export async function addMessage(
  database: HubDatabase,
  ticket: string,
  { message, atMs, side, name, company, text }: TicketMessage,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('ticket_messages')
    .values({ message, ticket, at_ms: atMs, side, name, company, text })
    .onConflict((conflict) => conflict.column('message').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** With the ticket that it is of. */
export async function messageById(
  database: HubDatabase,
  message: string,
): Promise<(TicketMessage & { readonly ticket: string }) | undefined> {
  const row = await database
    .selectFrom('ticket_messages')
    .selectAll()
    .where('message', '=', message)
    .executeTakeFirst();
  return row && { ...messageOf(row), ticket: row.ticket };
}

export async function messagesOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly TicketMessage[]> {
  const rows = await database
    .selectFrom('ticket_messages')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('at_ms')
    // Of one millisecond in the order in which they came, which is the mailbox's too.
    .orderBy(sql`rowid`)
    .execute();
  return rows.map(messageOf);
}

/** Once under its id. */
export async function addTicketEvent(
  database: HubDatabase,
  ticket: string,
  { event, atMs, kind, by, body }: TicketEvent,
): Promise<void> {
  await database
    .insertInto('ticket_events')
    .values({ event, ticket, at_ms: atMs, kind, by_name: by, body: JSON.stringify(body) })
    .onConflict((conflict) => conflict.column('event').doNothing())
    .execute();
}

export async function eventsOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly TicketEvent[]> {
  const rows = await database
    .selectFrom('ticket_events')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('at_ms')
    // Of one millisecond in the order in which they happened.
    .orderBy(sql`rowid`)
    .execute();
  return rows.map(eventOf);
}

export async function eventById(
  database: HubDatabase,
  event: string,
): Promise<TicketEvent | undefined> {
  const row = await database
    .selectFrom('ticket_events')
    .selectAll()
    .where('event', '=', event)
    .executeTakeFirst();
  return row && eventOf(row);
}

/** Whether it is new. */
export async function addTimeEntry(
  database: HubDatabase,
  ticket: string,
  { entry, mode, minutes, fromMs, by, session }: TimeEntry,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('time_entries')
    .values({
      entry,
      ticket,
      mode,
      minutes,
      from_ms: fromMs,
      by_name: by,
      session: session ?? null,
    })
    .onConflict((conflict) => conflict.column('entry').doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** With the ticket that it is of. */
export async function timeEntryById(
  database: HubDatabase,
  entry: string,
): Promise<(TimeEntry & { readonly ticket: string }) | undefined> {
  const row = await database
    .selectFrom('time_entries')
    .selectAll()
    .where('entry', '=', entry)
    .executeTakeFirst();
  return row && { ...timeEntryOf(row), ticket: row.ticket };
}

export async function timeEntriesOf(
  database: HubDatabase,
  ticket: string,
): Promise<readonly TimeEntry[]> {
  const rows = await database
    .selectFrom('time_entries')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('from_ms')
    .execute();
  return rows.map(timeEntryOf);
}

/** Who has it from now on, in place of whoever had it. */
export async function keepHistory(
  database: HubDatabase,
  ticket: string,
  history: readonly Handling[],
): Promise<void> {
  for (const [place, { company, sinceMs, reason }] of history.entries()) {
    await database
      .insertInto('ticket_handlings')
      .values({ ticket, place, company: company ?? null, since_ms: sinceMs, reason })
      .onConflict((conflict) => conflict.columns(['ticket', 'place']).doNothing())
      .execute();
  }
}

/** All that have a number, which each till counts for itself. */
export async function ticketIdsNumbered(
  database: HubDatabase,
  number: number,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('tickets')
    .select('ticket')
    .where('number', '=', number)
    .execute();
  return rows.map(({ ticket }) => ticket);
}

/** The next number of tickets that no till has counted. */
export async function nextTicketNumber(database: HubDatabase): Promise<number> {
  const row = await database
    .selectFrom('tickets')
    .select(({ fn }) => fn.max('number').as('last'))
    .where('source', '!=', 'till')
    .executeTakeFirst();
  return (row?.last ?? 0) + 1;
}

async function withHistories(
  database: HubDatabase,
  rows: readonly TicketRow[],
): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  for (const row of rows) tickets.push(ticketOf(row, await historyOf(database, row.ticket)));
  return tickets;
}

async function historyOf(database: HubDatabase, ticket: string): Promise<readonly Handling[]> {
  const rows = await database
    .selectFrom('ticket_handlings')
    .selectAll()
    .where('ticket', '=', ticket)
    .orderBy('place')
    .execute();
  return rows.map(({ company, since_ms: sinceMs, reason }) => {
    const why = HANDLING_REASONS.find((one) => one === reason) ?? 'opened';
    return { company: company ?? undefined, sinceMs, reason: why };
  });
}

function rowOf(ticket: Omit<Ticket, 'history'>): TicketRow {
  return {
    ticket: ticket.id,
    number: ticket.number,
    source: ticket.source,
    station_id: ticket.station ?? null,
    site: ticket.site ?? null,
    customer: ticket.customer ?? null,
    distributor: ticket.distributor ?? null,
    kind: ticket.kind,
    title: ticket.title,
    request: JSON.stringify(ticket.request),
    state: ticket.state,
    asked_at_ms: ticket.askedAtMs,
    decision: jsonOrNull(ticket.decision),
    promised: JSON.stringify(ticket.promised),
    handler_company: ticket.handlerCompany ?? null,
    handler_user: ticket.handlerUser ?? null,
    handler_name: ticket.handlerName ?? null,
    scheduled_at_ms: ticket.scheduledAtMs ?? null,
    first_line_note: ticket.firstLineNote ?? null,
    settlement: jsonOrNull(ticket.settlement),
    resolved_at_ms: ticket.resolvedAtMs ?? null,
    is_taken_up: ticket.isTakenUp ? 1 : 0,
  };
}

function jsonOrNull(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

/** Only this file writes these columns. */
function ticketOf(row: TicketRow, history: readonly Handling[]): Ticket {
  return {
    id: row.ticket,
    source: TICKET_SOURCES.find((one) => one === row.source) ?? 'hub',
    kind: TICKET_KINDS.find((one) => one === row.kind) ?? 'contact',
    state: TICKET_STATES.find((one) => one === row.state) ?? 'open',
    request: JSON.parse(row.request),
    promised: JSON.parse(row.promised),
    number: row.number,
    station: row.station_id ?? undefined,
    site: row.site ?? undefined,
    customer: row.customer ?? undefined,
    distributor: row.distributor ?? undefined,
    title: row.title,
    askedAtMs: row.asked_at_ms,
    decision: row.decision === null ? undefined : JSON.parse(row.decision),
    handlerCompany: row.handler_company ?? undefined,
    handlerUser: row.handler_user ?? undefined,
    handlerName: row.handler_name ?? undefined,
    scheduledAtMs: row.scheduled_at_ms ?? undefined,
    firstLineNote: row.first_line_note ?? undefined,
    settlement: row.settlement === null ? undefined : JSON.parse(row.settlement),
    resolvedAtMs: row.resolved_at_ms ?? undefined,
    isTakenUp: row.is_taken_up === 1,
    history,
  };
}

function eventOf({ event, at_ms: atMs, kind, by_name: by, body }: TicketEventRow): TicketEvent {
  return { event, atMs, kind, by, body: JSON.parse(body) };
}

function timeEntryOf({ entry, mode, minutes, from_ms, by_name: by, session }: TimeEntryRow) {
  const how: HelpMode = mode === 'on-site' ? 'on-site' : 'remote';
  return { entry, mode: how, minutes, fromMs: from_ms, by, session: session ?? undefined };
}

function messageOf({ message, at_ms: atMs, side, name, company, text }: TicketMessageRow) {
  const known = MESSAGE_SIDES.find((one) => one === side);
  return { message, atMs, side: known ?? 'desk', name, company, text };
}
