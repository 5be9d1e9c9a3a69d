/** Who takes care of a ticket, and how it stands once it is decided. Pure. */
import type { Decision } from '../../../agent/core/contract/decision.ts';
import { partyOf, type PartyGraph } from '../../../agent/core/contract/parties.ts';
import type { RouteTarget } from '../../../agent/core/contract/plan.ts';
import type { TicketState } from '../../../agent/core/support/help.ts';
import type { PlanEntry } from './plan-entry.ts';
import type { Ticket, TicketEvent } from './ticket.ts';

export interface Handler {
  /** Undefined: the vendor's own desk, or a person of the customer. */
  readonly company?: string | undefined;
  /** As people are told. */
  readonly name?: string | undefined;
}

/** Of a route, the company that is responsible; the admin of a site is no company. */
const COMPANY_TARGETS: readonly RouteTarget[] = [
  'distributor',
  'implementer',
  'replacement',
  'chosen',
  'preferred',
  'managing-implementer',
];

export function handlerOf(decision: Decision | undefined, graph: PartyGraph): Handler {
  const { to, party } = decision?.routeTo ?? {};
  if (to === undefined || party === undefined) return {};
  const name = partyOf(graph, party)?.name ?? party;
  return COMPANY_TARGETS.includes(to) ? { company: party, name } : { name };
}

/** How a ticket stands by what was decided of it. */
export function stateOf(decision: Decision | undefined): TicketState {
  if (decision === undefined) return 'open';
  if (decision.needs !== undefined && decision.outcome !== 'REFUSE') return 'waiting';
  if (decision.scheduledAtMs !== undefined) return 'scheduled';
  switch (decision.outcome) {
    case 'NEEDS':
      return 'waiting';
    case 'SCHEDULE':
      return 'scheduled';
    // Whoever it goes to has not taken it yet.
    case 'ROUTE':
    case 'COVERED':
    case 'CHARGEABLE':
    case 'QUOTE':
    case 'REFUSE':
    case 'MANUAL':
    case 'SETTLE':
    case 'FLAG':
    case 'END':
    case 'RENEWED':
    case 'EXPIRE':
      return 'open';
  }
}

/** The ticket as it is with this decision. */
export function asDecided(
  ticket: Ticket,
  decision: Decision | undefined,
  graph: PartyGraph,
): Ticket {
  const { company, name } = handlerOf(decision, graph);
  // Who has it already keeps it: only a revocation or a person passes it on.
  const isNew = ticket.history.length === 0;
  const since = { sinceMs: ticket.askedAtMs, reason: 'opened' } as const;
  const stands = stateOf(decision);
  return {
    ...ticket,
    decision,
    state: stands === 'open' ? standsOf(ticket) : stands,
    scheduledAtMs: decision?.scheduledAtMs ?? ticket.scheduledAtMs,
    ...(isNew
      ? { handlerCompany: company, handlerName: name, history: [{ company, ...since }] }
      : {}),
  };
}

/** Who took it by their own act, and has neither let it go nor handed it on since. */
export function takerOf(events: readonly TicketEvent[]): Pick<Ticket, Hand> {
  const last = events.findLast(({ kind }) => kind === 'assigned' || kind === 'passed-on');
  const { user, name } = last?.kind === 'assigned' ? last.body : {};
  if (typeof user !== 'string') return {};
  return { handlerUser: user, handlerName: typeof name === 'string' ? name : undefined };
}

type Hand = 'handlerUser' | 'handlerName';

/** The ticket once nobody comes any more: who took it still has it, and else it waits for somebody. */
export function asFreed(
  ticket: Ticket,
  { handlerUser, handlerName }: Pick<Ticket, Hand>,
  graph: PartyGraph,
): Ticket {
  const stands = handlerUser === undefined ? 'open' : 'assigned';
  return {
    ...ticket,
    state: stateOf(ticket.decision) === 'waiting' ? 'waiting' : stands,
    scheduledAtMs: undefined,
    handlerUser,
    handlerName: handlerUser === undefined ? companyNameOf(ticket, graph) : handlerName,
  };
}

/** Whose it is while nobody of them has it in particular. */
function companyNameOf(
  { handlerCompany: company, decision, history }: Ticket,
  graph: PartyGraph,
): string | undefined {
  if (company !== undefined) return partyOf(graph, company)?.name ?? company;
  return history.length > 1 ? undefined : handlerOf(decision, graph).name;
}

/** The ticket with a visit that is planned: somebody comes then, in whosever hands it is. */
export function withVisit(ticket: Ticket, visit: PlanEntry | undefined): Ticket {
  if (visit === undefined) return ticket;
  const { user: handlerUser, name: handlerName } = visit;
  return {
    ...ticket,
    ...(ticket.handlerUser === undefined ? { handlerUser, handlerName } : {}),
    state: ticket.state === 'waiting' ? 'waiting' : 'scheduled',
    scheduledAtMs: visit.fromMs,
  };
}

/** What people have agreed stands: a time, or in whose hands it is. */
function standsOf({ handlerUser, scheduledAtMs, state }: Ticket): TicketState {
  if (scheduledAtMs !== undefined) return 'scheduled';
  return handlerUser !== undefined || state === 'assigned' ? 'assigned' : 'open';
}
