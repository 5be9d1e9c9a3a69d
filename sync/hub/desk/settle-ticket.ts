/** What a solved ticket costs, and from which account: by the contract, in the words of `decide`. */
import type { CostLine, Decision, Hold } from '../../../agent/core/contract/decision.ts';
import { HELP_MODES, type ServiceClass } from '../../../agent/core/contract/request.ts';
import { decideTicket, type TicketCase } from './decide-ticket.ts';
import type { SettledAccount, Ticket, TimeEntry } from './ticket.ts';

export interface Work {
  readonly atMs: number;
  readonly entries: readonly TimeEntry[];
  /** In credits, where the contract counts them; the minutes of the entries unless it is said. */
  readonly used?: number | undefined;
  /** The class that the work turned out to be of. */
  readonly serviceClass?: ServiceClass | undefined;
}

export interface TicketCost {
  readonly accounts: readonly SettledAccount[];
  /** Agreed before the work, and charged with it. */
  readonly costLines: readonly CostLine[];
  readonly decisions: readonly Decision[];
}

export function costOf(known: TicketCase, ticket: Ticket, work: Work): TicketCost {
  const decisions = settlements(known, ticket, work);
  const totals = decisions.flatMap(({ holds }) => holds).reduce(addHold, new Map());
  const accounts = new Set([...totals.keys(), ...ticket.promised.map(({ account }) => account)]);
  return {
    accounts: [...accounts].map((account) => {
      const amount = totals.get(account) ?? 0;
      const promised = ticket.promised.find((one) => one.account === account)?.amount ?? 0;
      return { account, amount, fromTill: Math.min(amount, promised) };
    }),
    costLines: ticket.decision?.needs === undefined ? agreedLines(ticket.decision) : [],
    decisions,
  };
}

/**
 * A chat, a training or what no plan settles costs nothing here. The plan counts in the version that
 * was decided by: nobody has agreed to what a later one asks.
 */
function settlements(now: TicketCase, ticket: Ticket, work: Work): readonly Decision[] {
  const plan = now.decidedBy ?? now.plan;
  const known = { ...now, plan };
  const by = plan?.rows.map(({ then }) => then).find(({ outcome }) => outcome === 'SETTLE');
  if (by?.outcome !== 'SETTLE') return [];
  const { atMs, used, serviceClass = ticket.request.serviceClass } = work;
  const openedAs = ticket.request.serviceClass;
  const asked = { kind: 'settle', atMs, serviceClass, openedAs } as const;
  if (by.by === 'credits') {
    return settledOnly([decideTicket(known, ticket, { ...asked, used: used ?? minutesOf(work) })]);
  }
  return settledOnly(
    HELP_MODES.map((mode) => {
      const minutes = minutesOf(work, mode);
      return minutes === 0
        ? undefined
        : decideTicket(known, ticket, { ...asked, mode, used: minutes });
    }),
  );
}

function settledOnly(decisions: readonly (Decision | undefined)[]): readonly Decision[] {
  return decisions.flatMap((decision) => decision ?? []);
}

function minutesOf({ entries }: Work, mode?: TimeEntry['mode']): number {
  return entries
    .filter((entry) => mode === undefined || entry.mode === mode)
    .reduce((sum, { minutes }) => sum + minutes, 0);
}

function addHold(totals: Map<string, number>, { account, amount }: Hold): Map<string, number> {
  return totals.set(account, (totals.get(account) ?? 0) + amount);
}

/** What comes out of a balance is charged when the balance is bought. */
function agreedLines(decision: Decision | undefined): readonly CostLine[] {
  return decision?.outcome === 'CHARGEABLE' && decision.holds.length === 0
    ? decision.costLines
    : [];
}
