/** Times that are given back: others can have them, and no work order says any more that somebody comes. */
import { partyOf } from '../../../agent/core/contract/parties.ts';
import { graphAt } from '../books/graph-at.ts';
import type { Desk } from '../contracts/desk.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { freePlanEntry, plannedFor } from '../store/plan-entries.ts';
import { addTicketEvent } from '../store/tickets.ts';
import { keepWorkOrder, openOrdersOf } from '../store/work-orders.ts';
import type { PlanEntry } from './plan-entry.ts';

export interface AheadOf {
  readonly ticket: string;
  readonly atMs: number;
}

/** What is still to come for a ticket: what has begun is no longer anybody else's to have. */
export async function visitsAhead(
  database: HubDatabase,
  { ticket, atMs }: AheadOf,
): Promise<readonly PlanEntry[]> {
  return (await plannedFor(database, ticket)).filter(({ fromMs }) => fromMs > atMs);
}

/** In the caller's transaction, who says of the ticket how it stands then. */
export async function freeVisits(
  database: HubDatabase,
  { nowMs, doer: by, note }: Pick<Desk, 'nowMs' | 'doer' | 'note'>,
  visits: readonly PlanEntry[],
): Promise<void> {
  const atMs = nowMs();
  for (const visit of visits) {
    const { entry, ticket, fromMs } = visit;
    await freePlanEntry(database, entry, atMs);
    await releaseOrders(database, visit, atMs);
    const event = { event: `${entry}/freed`, atMs, kind: 'freed', by, body: { atMs: fromMs } };
    await addTicketEvent(database, ticket, event);
    await note(database, { act: 'visit-freed', subject: ticket, details: { entry } });
  }
}

/** Whoever would have come has them no more; a company that they were given to still has them. */
async function releaseOrders(
  database: HubDatabase,
  { ticket, user }: PlanEntry,
  atMs: number,
): Promise<void> {
  const graph = await graphAt(database, { atMs });
  for (const order of await openOrdersOf(database, ticket)) {
    const { company } = order;
    const assignedName = company && (partyOf(graph, company)?.name ?? company);
    const released = order.user === user ? { user: undefined, assignedName } : {};
    const unplanned = { state: 'open', plannedAtMs: undefined } as const;
    await keepWorkOrder(database, { ...order, ...released, ...unplanned });
  }
}
