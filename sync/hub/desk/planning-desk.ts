/** Where the week is planned: a time is given to one ticket, and taken from what is offered to others. */
import { graphAt } from '../books/graph-at.ts';
import { schedulesAt } from '../contracts/books.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import {
  addPlanEntry,
  planEntry,
  plannedFor,
  plannedIn,
  type Span,
} from '../store/plan-entries.ts';
import { addTicketEvent, eventsOf, keepTicket, ticketById } from '../store/tickets.ts';
import { keepPlanned } from '../store/work-orders.ts';
import { checkTime, type TimeAnswer, type TimeRefusal } from './check-time.ts';
import { caseOfTicket, type TicketCase } from './decide-ticket.ts';
import { tellTill } from './desk-news.ts';
import { freeVisits } from './free-visits.ts';
import { asFreed, takerOf } from './handling.ts';
import type { PlanEntry } from './plan-entry.ts';
import { setAsideFor, vendorNameOf } from './take-up.ts';
import { isOpen, type Ticket } from './ticket.ts';

export interface Placing {
  /** Made by whoever plans it, and kept on a retry. */
  readonly entry: string;
  readonly ticket: string;
  readonly technician: { readonly user: string; readonly name: string };
  readonly fromMs: number;
  readonly minutes?: number | undefined;
}

export type PlaceRefusal =
  | TimeRefusal
  | { readonly code: 'ticket-unknown' | 'ticket-ended' | 'planned-already' | 'id-taken' };

export type PlaceAnswer =
  | { readonly kind: 'planned'; readonly entry: PlanEntry; readonly station?: string | undefined }
  | { readonly kind: 'refused'; readonly refusal: PlaceRefusal };

export type FreeAnswer =
  | { readonly kind: 'freed'; readonly station?: string | undefined }
  | { readonly kind: 'refused'; readonly code: 'ticket-ended' | 'not-found' };

export interface Week {
  readonly entries: readonly PlanEntry[];
  /** Published times that nobody has, by plan. */
  readonly free: Readonly<Record<string, readonly number[]>>;
}

export class PlanningDesk {
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  async week(span: Span): Promise<Week> {
    const { database } = this.#desk;
    const { free } = await schedulesAt(database, { atMs: this.#desk.nowMs() });
    const isIn = (slotMs: number): boolean => span.fromMs <= slotMs && slotMs < span.toMs;
    return {
      entries: await plannedIn(database, span),
      free: Object.fromEntries(
        Object.entries(free).map(([plan, slots]) => [plan, slots.filter(isIn)]),
      ),
    };
  }

  entry(id: string): Promise<PlanEntry | undefined> {
    return planEntry(this.#desk.database, id);
  }

  /** Gives a ticket a time, once: of two who want the same, the other is told so. */
  async place(placing: Placing): Promise<PlaceAnswer> {
    const { database, onMail } = this.#desk;
    const answer = await database
      .transaction()
      .execute((transaction) => this.#place(transaction, placing));
    if (answer.kind === 'planned' && answer.station !== undefined) onMail(answer.station);
    return answer;
  }

  /** The time is there for others again; the ticket waits for another. */
  async free(id: string): Promise<FreeAnswer> {
    const { database, onMail } = this.#desk;
    const answer = await database
      .transaction()
      .execute(async (transaction): Promise<FreeAnswer> => {
        const entry = await planEntry(transaction, id);
        if (entry === undefined) return { kind: 'refused', code: 'not-found' };
        if (entry.freedAtMs !== undefined) return { kind: 'freed' };
        const ticket = await ticketById(transaction, entry.ticket);
        if (ticket === undefined || !isOpen(ticket)) {
          return { kind: 'refused', code: 'ticket-ended' };
        }
        await this.#free(transaction, entry, ticket);
        return { kind: 'freed', station: ticket.station };
      });
    if (answer.kind === 'freed' && answer.station !== undefined) onMail(answer.station);
    return answer;
  }

  async #place(database: HubDatabase, placing: Placing): Promise<PlaceAnswer> {
    const ticket = await ticketById(database, placing.ticket);
    if (ticket === undefined) return refused({ code: 'ticket-unknown' });
    const before = await planEntry(database, placing.entry);
    if (before !== undefined) {
      const isSame = before.ticket === placing.ticket && before.fromMs === placing.fromMs;
      return isSame ? { kind: 'planned', entry: before } : refused({ code: 'id-taken' });
    }
    if (!isOpen(ticket)) return refused({ code: 'ticket-ended' });
    if ((await plannedFor(database, ticket.id)).length > 0) {
      return refused({ code: 'planned-already' });
    }
    const nowMs = this.#desk.nowMs();
    const known = await caseOfTicket(database, ticket, nowMs);
    const time = await timeFor(database, { placing, ticket, known, nowMs });
    if (time.kind === 'refused') return time;
    const entry = await this.#keep(database, { placing, ticket, known, time });
    return { kind: 'planned', entry, station: ticket.station };
  }

  async #keep(
    database: HubDatabase,
    { placing, ticket, known, time }: Keeping,
  ): Promise<PlanEntry> {
    const { nowMs, doer, note } = this.#desk;
    const atMs = nowMs();
    const { fromMs, technician } = placing;
    const { minutes, plan, decision } = time;
    const made = { madeBy: doer, madeAtMs: atMs };
    const { entry: id, ticket: of } = placing;
    const entry = { entry: id, ticket: of, ...technician, fromMs, minutes, plan, ...made };
    await addPlanEntry(database, entry);
    // What the contract says of this time is what it is charged by; otherwise the first word stands.
    const isSaid = decision !== undefined && decision.outcome !== 'REFUSE';
    const isNew = isSaid && (ticket.kind === 'work' || decision.scheduledAtMs === fromMs);
    const planned: Ticket = {
      ...ticket,
      decision: isNew ? decision : ticket.decision,
      state: 'scheduled',
      scheduledAtMs: fromMs,
      handlerUser: technician.user,
      handlerName: technician.name,
    };
    const holds = planned.decision?.holds ?? [];
    await setAsideFor(database, { ticket, customer: known.customer, holds, atMs });
    await keepTicket(database, planned);
    await keepPlanned(database, { ticket: of, atMs: fromMs, technician });
    const body = { atMs: fromMs, minutes, by: technician.name };
    const event = { event: `${id}/planned`, atMs, kind: 'planned', by: doer, body };
    await addTicketEvent(database, of, event);
    await tellTill(database, planned, { nowMs: atMs, vendorName: vendorNameOf(known) });
    const details = { entry: id, at: new Date(fromMs).toISOString(), technician: technician.name };
    await note(database, { act: 'visit-planned', subject: of, details });
    return entry;
  }

  async #free(database: HubDatabase, entry: PlanEntry, ticket: Ticket): Promise<void> {
    const nowMs = this.#desk.nowMs();
    await freeVisits(database, this.#desk, [entry]);
    const graph = await graphAt(database, { atMs: nowMs });
    const freed = asFreed(ticket, takerOf(await eventsOf(database, ticket.id)), graph);
    await keepTicket(database, freed);
    await tellTill(database, freed, { nowMs, vendorName: vendorNameOf({ graph }) });
  }
}

interface Keeping {
  readonly placing: Placing;
  readonly ticket: Ticket;
  readonly known: TicketCase;
  readonly time: Extract<TimeAnswer, { readonly kind: 'fits' }>;
}

interface Asking extends Omit<Keeping, 'time'> {
  readonly nowMs: number;
}

async function timeFor(
  database: HubDatabase,
  { placing, ticket, known, nowMs }: Asking,
): Promise<TimeAnswer> {
  const { fromMs, minutes, technician } = placing;
  const { offered } = await schedulesAt(database, { atMs: nowMs });
  const dayMs = 24 * 60 * 60_000;
  const around = await plannedIn(database, { fromMs, toMs: fromMs + dayMs });
  const busy = around.filter(({ user }) => user === technician.user);
  return checkTime({ ticket, known, nowMs, fromMs, minutes, offered, busy });
}

function refused(refusal: PlaceRefusal): PlaceAnswer {
  return { kind: 'refused', refusal };
}
