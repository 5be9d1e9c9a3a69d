/** Whether a ticket may have a time: by the same `decide` that the till would ask. Pure but for its facts. */
import type { Decision } from '../../../agent/core/contract/decision.ts';
import { ownOf } from '../../../agent/core/till/till.ts';
import { decideTicket, type TicketCase } from './decide-ticket.ts';
import { endOf, type PlanEntry } from './plan-entry.ts';
import type { Ticket } from './ticket.ts';

/** How long a visit or a call is planned for where nobody says. */
const USUAL_MINUTES = 60;

export type TimeRefusal =
  | { readonly code: 'slot-past' | 'slot-taken' | 'technician-busy' }
  /** The lead time is too short; `earliestMs` is the first free time that keeps it, if there is one. */
  | { readonly code: 'too-soon'; readonly earliestMs: number | undefined }
  | { readonly code: 'plan-refuses'; readonly decision: Decision };

export type TimeAnswer =
  | {
      readonly kind: 'fits';
      readonly minutes: number;
      /** The plan whose published time it is. */
      readonly plan: string | undefined;
      readonly decision: Decision | undefined;
    }
  | { readonly kind: 'refused'; readonly refusal: TimeRefusal };

export interface AskedTime {
  readonly ticket: Ticket;
  readonly known: TicketCase;
  readonly nowMs: number;
  readonly fromMs: number;
  readonly minutes?: number | undefined;
  /** The times that were offered, given away or not. */
  readonly offered: Readonly<Record<string, readonly number[]>>;
  /** What the technician has to do already. */
  readonly busy: readonly PlanEntry[];
}

export function checkTime(asked: AskedTime): TimeAnswer {
  const { known, nowMs, fromMs, busy } = asked;
  if (fromMs < nowMs) return refused({ code: 'slot-past' });
  const decision = decisionAt(asked);
  if (decision?.reasons.includes('LEAD_TIME_48H') === true) {
    return refused({ code: 'too-soon', earliestMs: decision.scheduledAtMs });
  }
  if (decision !== undefined && isAgainst(asked, decision)) {
    return refused({ code: 'plan-refuses', decision });
  }
  const plan = known.plan?.id;
  const isOffered = plan !== undefined && ownOf(asked.offered, plan)?.includes(fromMs) === true;
  const isFree = known.facts.slots?.includes(fromMs) === true;
  if (isOffered ? !isFree : isBySlot(known, decision)) return refused({ code: 'slot-taken' });
  const minutes = asked.minutes ?? decision?.minutes ?? USUAL_MINUTES;
  const isBusy = busy.some(
    (entry) => entry.fromMs < endOf({ fromMs, minutes }) && fromMs < endOf(entry),
  );
  if (isBusy) return refused({ code: 'technician-busy' });
  return { kind: 'fits', minutes, plan: isOffered ? plan : undefined, decision };
}

/** As if it had been asked for when the ticket was: the lead time runs from there (OMN-09). */
function decisionAt({ ticket, known, fromMs }: AskedTime): Decision | undefined {
  if (ticket.kind === 'chat') return undefined;
  const kind = ticket.kind === 'work' ? 'contact' : ticket.kind;
  return decideTicket(known, ticket, { kind, atMs: ticket.askedAtMs, slotMs: fromMs });
}

/**
 * What the vendor has ordered is its own to do: only where the account of it is too low is it not
 * begun. With other tickets, people have looked at what they need.
 */
function isAgainst({ ticket }: AskedTime, { outcome, needs }: Decision): boolean {
  if (ticket.kind !== 'work') return outcome === 'REFUSE';
  return needs?.what === 'top-up' || needs?.what === 'recharge';
}

/** Where the contract gives times out of the weekly plan, there are no others. */
function isBySlot({ facts }: TicketCase, decision: Decision | undefined): boolean {
  return (
    facts.slots !== undefined && decision?.outcome === 'SCHEDULE' && decision.via === undefined
  );
}

function refused(refusal: TimeRefusal): TimeAnswer {
  return { kind: 'refused', refusal };
}
