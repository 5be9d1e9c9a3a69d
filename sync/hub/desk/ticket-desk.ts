/** Where people work on tickets. Every act is written down, and the till hears of what concerns it. */
import { randomUUID } from 'node:crypto';
import { InvariantError } from '../../../agent/core/invariant.ts';
import type { Acceptable } from '../../../agent/core/contract/request.ts';
import type { TicketState } from '../../../agent/core/support/help.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addTicketEvent,
  addTimeEntry,
  eventsOf,
  keepTicket,
  listTickets,
  messagesOf,
  ticketById,
  timeEntriesOf,
  type TicketFilter,
} from '../store/tickets.ts';
import { tellTill } from './desk-news.ts';
import { addOpened, addWriting, type NewTicket, type Writing } from './open-ticket.ts';
import { resolveTicket, type Resolution, type ResolveAnswer } from './resolve-ticket.ts';
import { takeUp, vendorNameOf } from './take-up.ts';
import {
  isOpen,
  type Ticket,
  type TicketEvent,
  type TicketMessage,
  type TimeEntry,
} from './ticket.ts';

export interface TicketFile {
  readonly ticket: Ticket;
  readonly messages: readonly TicketMessage[];
  readonly events: readonly TicketEvent[];
  readonly entries: readonly TimeEntry[];
}

export type TicketAnswer =
  | { readonly kind: 'done'; readonly ticket: Ticket }
  | { readonly kind: 'refused'; readonly code: 'ticket-unknown' | 'ticket-ended' };

export class TicketDesk {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  ticket(id: string): Promise<Ticket | undefined> {
    return ticketById(this.#desk.database, id);
  }

  list(filter: TicketFilter): Promise<readonly Ticket[]> {
    return listTickets(this.#desk.database, filter);
  }

  async file(id: string): Promise<TicketFile | undefined> {
    const { database } = this.#desk;
    const ticket = await ticketById(database, id);
    if (ticket === undefined) return undefined;
    const messages = await messagesOf(database, id);
    const events = await eventsOf(database, id);
    return { ticket, messages, events, entries: await timeEntriesOf(database, id) };
  }

  /** Opens it once, decided and with somebody who has it; a repetition gives what is there. */
  async open(order: NewTicket): Promise<Ticket> {
    const { database, nowMs, doer } = this.#desk;
    const { id } = order;
    const atMs = nowMs();
    await database
      .transaction()
      .execute((transaction) => addOpened(transaction, order, { atMs, doer }));
    await takeUp(this.#desk, id);
    const opened = await ticketById(database, id);
    if (opened === undefined) throw new InvariantError('a ticket that was added is there');
    return opened;
  }

  /** Adds to the conversation, once; to the till too where one asked. */
  write(id: string, writing: Writing): Promise<TicketAnswer> {
    return this.#onTicket(id, async (database, ticket) => {
      await addWriting(database, ticket, { ...writing, atMs: this.#desk.nowMs() });
      return ticket;
    });
  }

  /** What the first line has tried: the ticket is decided again with it (IMA-14). */
  note(id: string, text: string): Promise<TicketAnswer> {
    return this.#decideAgain(id, 'noted', { firstLineNote: text });
  }

  /** Somebody entitled agrees to what it costs: decided again with that. */
  async accept(id: string, accepted: readonly Acceptable[]): Promise<TicketAnswer> {
    const ticket = await this.ticket(id);
    const before = ticket?.request.accepted ?? [];
    const all = [...new Set([...before, ...accepted])];
    return this.#decideAgain(id, 'accepted', { accepted: all });
  }

  /** Work that was done on it; counted once under the entry's id. */
  addTime(id: string, entry: TimeEntry): Promise<TicketAnswer> {
    return this.#onTicket(id, async (database, ticket) => {
      const isNew = await addTimeEntry(database, id, entry);
      if (isNew) await this.#event(database, id, { kind: 'time', body: { ...entry } });
      return ticket;
    });
  }

  /** Gives it to somebody; undefined: to nobody in particular. */
  assign(
    id: string,
    to: { readonly user?: string | undefined; readonly name?: string | undefined },
  ) {
    return this.#onOpen(id, async (database, ticket) => {
      await this.#event(database, id, { kind: 'assigned', body: { ...to } });
      const state: TicketState = ticket.state === 'open' ? 'assigned' : ticket.state;
      return { ...ticket, state, handlerUser: to.user, handlerName: to.name ?? ticket.handlerName };
    });
  }

  /** Passes it on along the chain: to a company, or to the vendor's own desk. */
  passTo(
    id: string,
    to: { readonly company?: string | undefined; readonly name?: string | undefined },
  ) {
    return this.#onOpen(id, async (database, ticket) => {
      const body = { from: ticket.handlerCompany, to: to.company };
      await this.#event(database, id, { kind: 'passed-on', body });
      return {
        ...ticket,
        state: 'assigned' as const,
        handlerCompany: to.company,
        handlerUser: undefined,
        handlerName: to.name,
      };
    });
  }

  schedule(id: string, atMs: number): Promise<TicketAnswer> {
    return this.#onOpen(id, async (database, ticket) => {
      await this.#event(database, id, { kind: 'scheduled', body: { atMs } });
      return { ...ticket, state: 'scheduled' as const, scheduledAtMs: atMs };
    });
  }

  resolve(order: Resolution): Promise<ResolveAnswer> {
    return resolveTicket(this.#desk, order);
  }

  async #decideAgain(
    id: string,
    kind: string,
    change: { readonly firstLineNote: string } | { readonly accepted: readonly Acceptable[] },
  ): Promise<TicketAnswer> {
    const answer = await this.#onTicket(id, async (database, ticket) => {
      if (!isOpen(ticket)) return 'ended';
      await this.#event(database, id, { kind, body: change });
      const noted =
        'firstLineNote' in change
          ? { ...ticket, ...change }
          : { ...ticket, request: { ...ticket.request, ...change } };
      const again = { ...noted, decision: undefined, isTakenUp: false };
      await keepTicket(database, again);
      return again;
    });
    if (answer.kind === 'refused') return answer;
    await takeUp(this.#desk, id);
    return { kind: 'done', ticket: (await this.ticket(id)) ?? answer.ticket };
  }

  #onOpen(
    id: string,
    act: (database: HubDatabase, ticket: Ticket) => Promise<Ticket>,
  ): Promise<TicketAnswer> {
    return this.#onTicket(id, async (database, ticket) => {
      if (!isOpen(ticket)) return 'ended';
      const changed = await act(database, ticket);
      await keepTicket(database, changed);
      const nowMs = this.#desk.nowMs();
      const graph = await graphAt(database, { atMs: nowMs });
      await tellTill(database, changed, { nowMs, vendorName: vendorNameOf({ graph }) });
      return changed;
    });
  }

  async #onTicket(
    id: string,
    act: (database: HubDatabase, ticket: Ticket) => Promise<Ticket | 'ended'>,
  ): Promise<TicketAnswer> {
    const { database, onMail } = this.#desk;
    const ticket = await database.transaction().execute(async (transaction) => {
      const found = await ticketById(transaction, id);
      return found === undefined ? undefined : act(transaction, found);
    });
    if (ticket === undefined) return { kind: 'refused', code: 'ticket-unknown' };
    if (ticket === 'ended') return { kind: 'refused', code: 'ticket-ended' };
    if (ticket.station !== undefined) onMail(ticket.station);
    return { kind: 'done', ticket };
  }

  async #event(
    database: HubDatabase,
    id: string,
    { kind, body }: Pick<TicketEvent, 'kind' | 'body'>,
  ): Promise<void> {
    const atMs = this.#desk.nowMs();
    const event = `${id}/${kind}/${randomUUID()}`;
    await addTicketEvent(database, id, { event, atMs, kind, by: this.#desk.doer, body });
    await this.#desk.note(database, { act: 'ticket-changed', subject: id, details: { kind } });
  }
}
