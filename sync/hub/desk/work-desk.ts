/** Where work is ordered, ticked off and closed. Its time settles as that of any ticket does. */
import { randomUUID } from 'node:crypto';
import type { Technician } from '../../../agent/core/support/remote-session.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addTicketEvent,
  addTimeEntry,
  keepTicket,
  ticketById,
  timeEntriesOf,
} from '../store/tickets.ts';
import {
  addWorkOrder,
  keepWorkOrder,
  listWorkOrders,
  workOrderById,
} from '../store/work-orders.ts';
import { caseOfTicket } from './decide-ticket.ts';
import { enteredBefore } from './entered-before.ts';
import { freeVisits, visitsAhead } from './free-visits.ts';
import { releaseHolds } from './holds.ts';
import { addOpened } from './open-ticket.ts';
import { resolveOpen, type ResolveAnswer, type Resolution } from './resolve-ticket.ts';
import { takeUp } from './take-up.ts';
import { isOpen, type MessageSide, type Ticket, type TimeEntry } from './ticket.ts';
import {
  isWorkOpen,
  itemsOf,
  ticked,
  type Tick,
  type WorkItem,
  type WorkOrder,
} from './work-order.ts';

export type NewWork = Pick<
  WorkOrder,
  'id' | 'kind' | 'customer' | 'site' | 'station' | 'title' | 'details' | 'madeParty'
> & {
  /** The ticket that it is done for; undefined: it gets one of its own. */
  readonly ticket?: string | undefined;
  readonly items: readonly Pick<WorkItem, 'text' | 'isAfterPrevious'>[];
  readonly distributor?: string | undefined;
  readonly from: Technician;
  readonly side: MessageSide;
};

export const WORK_REFUSALS = [
  'not-found',
  'id-taken',
  'ticket-unknown',
  'ticket-ended',
  /** It is done or cancelled. */
  'work-ended',
  /** Time was worked on it: it is closed as done, so that it is charged. */
  'work-begun',
  /** Something on its list is not done yet. */
  'checklist-open',
  /** Something above it on the list comes first. */
  'checklist-order',
] as const;
export type WorkRefusal = (typeof WORK_REFUSALS)[number];

type Refused = { readonly kind: 'refused'; readonly code: WorkRefusal };

export type WorkAnswer = { readonly kind: 'done'; readonly order: WorkOrder } | Refused;

export type CloseAnswer =
  | {
      readonly kind: 'closed';
      readonly order: WorkOrder;
      /** Undefined: it is done for a ticket that goes on. */
      readonly settled?: Extract<ResolveAnswer, { readonly kind: 'resolved' }> | undefined;
    }
  | Refused;

export interface Closing extends Pick<Resolution, 'used' | 'serviceClass'> {
  readonly note: string;
}

export class WorkDesk {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  order(id: string): Promise<WorkOrder | undefined> {
    return workOrderById(this.#desk.database, id);
  }

  list(filter: { readonly isOpen?: boolean | undefined }): Promise<readonly WorkOrder[]> {
    return listWorkOrders(this.#desk.database, filter);
  }

  /** Orders it, once; with a ticket of its own where it is for none. */
  async add(wish: NewWork): Promise<WorkAnswer> {
    const { database } = this.#desk;
    const answer = await database
      .transaction()
      .execute((transaction) => this.#add(transaction, wish));
    if (answer.kind === 'done') await takeUp(this.#desk, answer.order.ticket);
    return answer;
  }

  assign(
    id: string,
    to: Pick<WorkOrder, 'company' | 'user' | 'assignedName'>,
  ): Promise<WorkAnswer> {
    return this.#onOpen(id, 'work-assigned', async (_, order) => {
      const { company, user, assignedName } = to;
      return { ...order, company, user, assignedName };
    });
  }

  /** Ticks an item of its list off, or takes the tick back. */
  tick(id: string, { place, isDone }: Pick<Tick, 'place' | 'isDone'>): Promise<WorkAnswer> {
    const { doer: by, nowMs } = this.#desk;
    return this.#onOpen(id, 'work-ticked', async (_, order) => {
      const answer = ticked(order.items, { place, isDone, by, atMs: nowMs() });
      return answer.kind === 'refused' ? answer.code : { ...order, items: answer.items };
    });
  }

  /** Work that was done for it, counted once on its ticket. */
  addTime(id: string, entry: TimeEntry): Promise<WorkAnswer> {
    const { database, note } = this.#desk;
    return database.transaction().execute(async (transaction): Promise<WorkAnswer> => {
      const order = await workOrderById(transaction, id);
      if (order === undefined) return refused('not-found');
      const before = await enteredBefore(transaction, order.ticket, entry);
      if (before === 'repeated') return { kind: 'done', order };
      if (before !== undefined) return refused(before);
      if (!isWorkOpen(order)) return refused('work-ended');
      const ticket = await ticketById(transaction, order.ticket);
      if (ticket === undefined || !isOpen(ticket)) return refused('ticket-ended');
      await addTimeEntry(transaction, ticket.id, entry);
      const body = { ...entry, order: id };
      await this.#event(transaction, ticket.id, { kind: 'time', body });
      const details = { number: order.number };
      await note(transaction, { act: 'work-timed', subject: id, details });
      return { kind: 'done', order };
    });
  }

  /** It is done: its own ticket is resolved with it, and what it took is booked. */
  async close(id: string, closing: Closing): Promise<CloseAnswer> {
    const { database, onMail } = this.#desk;
    const answer = await database
      .transaction()
      .execute((transaction) => this.#close(transaction, id, closing));
    const station = answer.kind === 'closed' ? answer.order.station : undefined;
    if (station !== undefined) onMail(station);
    return answer;
  }

  /** It will not be done: its times are free again, and nothing is charged. */
  cancel(id: string, reason: string): Promise<WorkAnswer> {
    return this.#onOpen(id, 'work-cancelled', async (database, order) => {
      const ticket = await ticketById(database, order.ticket);
      const atMs = this.#desk.nowMs();
      const cancelled = {
        ...order,
        state: 'cancelled',
        doneNote: reason,
        closedAtMs: atMs,
        plannedAtMs: undefined,
      } as const;
      if (ticket?.kind !== 'work') return cancelled;
      if ((await timeEntriesOf(database, ticket.id)).length > 0) return 'work-begun';
      await this.#withdraw(database, ticket, atMs);
      return cancelled;
    });
  }

  async #add(database: HubDatabase, wish: NewWork): Promise<WorkAnswer> {
    const before = await workOrderById(database, wish.id);
    if (before !== undefined) {
      const isSame = before.customer === wish.customer && before.title === wish.title;
      return isSame ? { kind: 'done', order: before } : refused('id-taken');
    }
    const { doer, nowMs, note } = this.#desk;
    const own = `work-${wish.id}`;
    const ticket = await ticketById(database, wish.ticket ?? own);
    if (wish.ticket === undefined && ticket !== undefined) return refused('id-taken');
    if (wish.ticket !== undefined && ticket === undefined) return refused('ticket-unknown');
    if (ticket !== undefined && !isOpen(ticket)) return refused('ticket-ended');
    if (ticket === undefined) {
      const { nowMs, doer, user } = this.#desk;
      await addOpened(database, ticketOf(wish, own), { atMs: nowMs(), doer, user });
    }
    const { id, kind, customer, site, station, title, details, madeParty } = wish;
    await addWorkOrder(database, {
      id,
      kind,
      customer,
      site,
      station,
      title,
      details,
      madeParty,
      ticket: wish.ticket ?? own,
      state: 'open',
      madeBy: doer,
      madeAtMs: nowMs(),
      items: itemsOf(kind, wish.items),
    });
    await note(database, { act: 'work-ordered', subject: id, details: { kind, customer, title } });
    const order = await workOrderById(database, id);
    return order === undefined ? refused('not-found') : { kind: 'done', order };
  }

  async #close(database: HubDatabase, id: string, closing: Closing): Promise<CloseAnswer> {
    const order = await workOrderById(database, id);
    if (order === undefined) return refused('not-found');
    if (!isWorkOpen(order)) return refused('work-ended');
    if (order.items.some(({ doneAtMs }) => doneAtMs === undefined)) {
      return refused('checklist-open');
    }
    const { nowMs, note } = this.#desk;
    const closedAtMs = nowMs();
    const { note: doneNote, ...work } = closing;
    const closed: WorkOrder = { ...order, state: 'done', doneNote, closedAtMs };
    await keepWorkOrder(database, closed);
    await note(database, { act: 'work-done', subject: id, details: { number: order.number } });
    const ticket = await ticketById(database, order.ticket);
    if (ticket === undefined || ticket.kind !== 'work' || !isOpen(ticket)) {
      return { kind: 'closed', order: closed };
    }
    const resolution = { ticket: ticket.id, text: doneNote, ...work };
    const settled = await resolveOpen(database, { desk: this.#desk, ticket, order: resolution });
    return { kind: 'closed', order: closed, settled };
  }

  async #withdraw(database: HubDatabase, ticket: Ticket, atMs: number): Promise<void> {
    await freeVisits(
      database,
      this.#desk,
      await visitsAhead(database, { ticket: ticket.id, atMs }),
    );
    const { customer } = await caseOfTicket(database, ticket, atMs);
    if (customer !== undefined) {
      await releaseHolds(database, { customer, ticket: ticket.id, nowMs: atMs });
    }
    await keepTicket(database, { ...ticket, state: 'withdrawn', scheduledAtMs: undefined });
    await this.#event(database, ticket.id, { kind: 'withdrawn', body: {} });
  }

  #onOpen(
    id: string,
    act: WorkAct,
    change: (database: HubDatabase, order: WorkOrder) => Promise<WorkOrder | WorkRefusal>,
  ): Promise<WorkAnswer> {
    const { database, note } = this.#desk;
    return database.transaction().execute(async (transaction): Promise<WorkAnswer> => {
      const order = await workOrderById(transaction, id);
      if (order === undefined) return refused('not-found');
      if (!isWorkOpen(order)) return refused('work-ended');
      const changed = await change(transaction, order);
      if (typeof changed === 'string') return refused(changed);
      await keepWorkOrder(transaction, changed);
      await note(transaction, { act, subject: id, details: { number: order.number } });
      return { kind: 'done', order: changed };
    });
  }

  async #event(
    database: HubDatabase,
    ticket: string,
    { kind, body }: { readonly kind: string; readonly body: Readonly<Record<string, unknown>> },
  ): Promise<void> {
    const atMs = this.#desk.nowMs();
    const event = `${ticket}/${kind}/${randomUUID()}`;
    await addTicketEvent(database, ticket, { event, atMs, kind, by: this.#desk.doer, body });
  }
}

type WorkAct = 'work-assigned' | 'work-ticked' | 'work-cancelled';

/** As whoever orders it would have asked for it. */
function ticketOf(wish: NewWork, id: string) {
  const { customer, site, station, title, details: words, distributor, from, side } = wish;
  const caller =
    side === 'desk' ? 'vendor' : distributor === undefined ? 'implementer' : 'distributor';
  return {
    id,
    customer,
    site,
    station,
    title,
    words,
    distributor,
    from,
    side,
    kind: 'work',
    source: side === 'desk' ? 'hub' : 'portal',
    request: { caller, mode: 'on-site', station },
  } as const;
}

function refused(code: WorkRefusal): Refused {
  return { kind: 'refused', code };
}
