/** Where people work on tickets. Every act is written down, and the till hears of what concerns it. */
import { randomUUID } from 'node:crypto';
import { InvariantError } from '../../../agent/core/invariant.ts';
import type { Acceptable, CallerRole } from '../../../agent/core/contract/request.ts';
import type { TicketState } from '../../../agent/core/support/help.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addTicketEvent,
  addTimeEntry,
  eventById,
  eventsOf,
  keepHistory,
  keepTicket,
  listTickets,
  messageById,
  messagesOf,
  ticketById,
  timeEntriesOf,
  type TicketFilter,
} from '../store/tickets.ts';
import { toldDifferenceOf } from '../store/told-differences.ts';
import { tellTill } from './desk-news.ts';
import { enteredBefore } from './entered-before.ts';
import { freeVisits, visitsAhead } from './free-visits.ts';
import { asFreed, withVisit } from './handling.ts';
import {
  addOpened,
  addWriting,
  isSameWriting,
  type NewTicket,
  type Writing,
} from './open-ticket.ts';
import { resolveTicket, type Resolution, type ResolveAnswer } from './resolve-ticket.ts';
import { takeUp, vendorNameOf } from './take-up.ts';
import type { ToldDifference } from './told-difference.ts';
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
  /** Where the till has told its cashier something else than the hub says. */
  readonly difference: ToldDifference | undefined;
}

/** Undefined: the vendor's own desk. */
export interface Passing {
  readonly company?: string | undefined;
  readonly name?: string | undefined;
}

export type TicketAnswer =
  | { readonly kind: 'done'; readonly ticket: Ticket }
  | { readonly kind: 'refused'; readonly code: TicketRefusal };

/** `id-taken`: something else was sent under its id before. */
export type TicketRefusal = 'ticket-unknown' | 'ticket-ended' | 'id-taken';

export interface Note {
  /** Made by whoever notes it, and kept on a retry. */
  readonly note: string;
  readonly text: string;
}

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
    const entries = await timeEntriesOf(database, id);
    const difference = await toldDifferenceOf(database, id);
    return { ticket, messages, events, entries, difference };
  }

  /** Opens it once, decided and with somebody who has it; a repetition gives what is there. */
  async open(order: NewTicket): Promise<Ticket> {
    const { database, nowMs, doer, user } = this.#desk;
    const { id } = order;
    const doing = { atMs: nowMs(), doer, user };
    await database.transaction().execute((transaction) => addOpened(transaction, order, doing));
    await takeUp(this.#desk, id);
    const opened = await ticketById(database, id);
    if (opened === undefined) throw new InvariantError('a ticket that was added is there');
    return opened;
  }

  /** Adds to the conversation, once; to the till too where one asked. */
  write(id: string, writing: Writing): Promise<TicketAnswer> {
    return this.#onTicket(id, async (database, ticket) => {
      const { nowMs, user } = this.#desk;
      const before = await messageById(database, writing.message);
      if (before !== undefined) return isSameWriting(before, id, writing) ? ticket : 'id-taken';
      await addWriting(database, ticket, { ...writing, atMs: nowMs(), user });
      return ticket;
    });
  }

  /** What the first line has tried: the ticket is decided again with it (IMA-14), once. */
  note(id: string, { note, text }: Note): Promise<TicketAnswer> {
    const body = { firstLineNote: text };
    const event = { event: note, kind: 'noted', body };
    return this.#decideAgain(id, event, (ticket) => ({ ...ticket, ...body }));
  }

  /** Somebody entitled agrees to what it costs: decided again with that. */
  accept(id: string, accepted: readonly Acceptable[]): Promise<TicketAnswer> {
    return this.#decideAgain(id, { kind: 'accepted', body: { accepted } }, (ticket) => {
      const all = [...new Set([...(ticket.request.accepted ?? []), ...accepted])];
      return { ...ticket, request: { ...ticket.request, accepted: all } };
    });
  }

  /** Work that was done on it; counted once under the entry's id. */
  addTime(id: string, entry: TimeEntry): Promise<TicketAnswer> {
    return this.#onTicket(id, async (database, ticket) => {
      const before = await enteredBefore(database, id, entry);
      if (before !== undefined) return before === 'repeated' ? ticket : before;
      // What is settled already is not settled again: this would be work that nobody pays for.
      if (!isOpen(ticket)) return 'ticket-ended';
      await addTimeEntry(database, id, entry);
      await this.#event(database, id, { kind: 'time', body: { ...entry } });
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
      if (to.user === undefined) return this.#letGo(database, ticket);
      const state: TicketState = ticket.state === 'open' ? 'assigned' : ticket.state;
      return { ...ticket, state, handlerUser: to.user, handlerName: to.name ?? ticket.handlerName };
    });
  }

  /** Passes it on along the chain: to a company, or to the vendor's own desk. */
  passTo(id: string, to: Passing): Promise<TicketAnswer> {
    return this.#onOpen(id, async (database, ticket) => {
      const body = { from: ticket.handlerCompany, to: to.company };
      await this.#event(database, id, { kind: 'passed-on', body });
      const passed = await this.#handed(database, ticket, to);
      await keepHistory(database, id, passed.history);
      return passed;
    });
  }

  /**
   * Whoever had it asks the vendor in turn: decided again with them as the caller, as the contract
   * says of a distributor (IMA-14) or of the customer's admin (SDS-16).
   */
  passUp(id: string, caller: CallerRole): Promise<TicketAnswer> {
    return this.#decideAgain(id, { kind: 'passed-on', body: { caller } }, (ticket) => {
      const handling = {
        handlerCompany: undefined,
        handlerUser: undefined,
        handlerName: undefined,
      };
      const since = { sinceMs: this.#desk.nowMs(), reason: 'passed-on' } as const;
      const history = ticket.history.length === 0 ? [] : [...ticket.history, since];
      const request = { ...ticket.request, caller };
      return { ...ticket, ...handling, history, state: 'open', request };
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

  /** The company that has it still has it, and nobody of it in particular: nor does that one come. */
  async #letGo(database: HubDatabase, ticket: Ticket): Promise<Ticket> {
    const atMs = this.#desk.nowMs();
    const ahead = await visitsAhead(database, { ticket: ticket.id, atMs });
    const own = ahead.filter(({ user }) => user === ticket.handlerUser);
    await freeVisits(database, this.#desk, own);
    const graph = await graphAt(database, { atMs });
    const freed = asFreed(ticket, {}, graph);
    if (own.length > 0) return freed;
    // A call that was promised is no visit: somebody still makes it.
    const state: TicketState = ticket.state === 'assigned' ? 'open' : ticket.state;
    return { ...freed, state, scheduledAtMs: ticket.scheduledAtMs };
  }

  /** At the vendor's own desk a planned visit stands; for another company nobody of the vendor comes. */
  async #handed(database: HubDatabase, ticket: Ticket, to: Passing): Promise<Ticket> {
    const atMs = this.#desk.nowMs();
    const passed = passedTo(ticket, to, atMs);
    const ahead = await visitsAhead(database, { ticket: ticket.id, atMs });
    if (to.company === undefined) {
      const state: TicketState = passed.scheduledAtMs === undefined ? 'open' : 'scheduled';
      return withVisit({ ...passed, state }, ahead[0]);
    }
    await freeVisits(database, this.#desk, ahead);
    const scheduledAtMs = ahead.length > 0 ? undefined : passed.scheduledAtMs;
    return { ...passed, state: 'assigned', scheduledAtMs };
  }

  async #decideAgain(
    id: string,
    event: Happening,
    change: (ticket: Ticket) => Ticket,
  ): Promise<TicketAnswer> {
    const answer = await this.#onTicket(id, async (database, ticket) => {
      const before = await eventById(database, eventId(id, event));
      if (before !== undefined) return isSameEvent(before, event) ? ticket : 'id-taken';
      if (!isOpen(ticket)) return 'ticket-ended';
      await this.#event(database, id, event);
      // A time that the decision gave goes with it; one that people have agreed stays.
      const isAgreed = ticket.scheduledAtMs !== ticket.decision?.scheduledAtMs;
      const scheduledAtMs = isAgreed ? ticket.scheduledAtMs : undefined;
      const changed = { ...change(ticket), scheduledAtMs };
      const again = { ...changed, decision: undefined, isTakenUp: false };
      await keepTicket(database, again);
      await keepHistory(database, id, again.history);
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
      if (!isOpen(ticket)) return 'ticket-ended';
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
    act: (database: HubDatabase, ticket: Ticket) => Promise<Ticket | TicketRefusal>,
  ): Promise<TicketAnswer> {
    const { database, onMail } = this.#desk;
    const ticket = await database.transaction().execute(async (transaction) => {
      const found = await ticketById(transaction, id);
      return found === undefined ? undefined : act(transaction, found);
    });
    if (ticket === undefined) return { kind: 'refused', code: 'ticket-unknown' };
    if (typeof ticket === 'string') return { kind: 'refused', code: ticket };
    if (ticket.station !== undefined) onMail(ticket.station);
    return { kind: 'done', ticket };
  }

  async #event(database: HubDatabase, id: string, happening: Happening): Promise<void> {
    const { nowMs, doer: by } = this.#desk;
    const { kind, body } = happening;
    const event = eventId(id, happening);
    await addTicketEvent(database, id, { event, atMs: nowMs(), kind, by, body });
    await this.#desk.note(database, { act: 'ticket-changed', subject: id, details: { kind } });
  }
}

interface Happening extends Pick<TicketEvent, 'kind' | 'body'> {
  /** Of what counts once, the id that whoever did it has made. */
  readonly event?: string | undefined;
}

function eventId(ticket: string, { event = randomUUID(), kind }: Happening): string {
  return `${ticket}/${kind}/${event}`;
}

function isSameEvent(before: TicketEvent, { body }: Happening): boolean {
  return JSON.stringify(before.body) === JSON.stringify(body);
}

/** Who had it stays known: a revocation looks at who has it now. */
function passedTo(ticket: Ticket, { company, name }: Passing, sinceMs: number): Ticket {
  return {
    ...ticket,
    handlerCompany: company,
    handlerName: name,
    handlerUser: undefined,
    history: [...ticket.history, { company, sinceMs, reason: 'passed-on' }],
  };
}
