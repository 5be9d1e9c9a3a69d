/** What the dated examples ask of support by credits, with its purchases through the ledger. */
import { dateOfInstant, startOfDayMs } from '../../agent/core/calendar.ts';
import { decide } from '../../agent/core/contract/decide.ts';
import { packGrant } from '../../agent/core/contract/grants.ts';
import type { LedgerEntry } from '../../agent/core/contract/ledger-entry.ts';
import { available, post, replay } from '../../agent/core/contract/ledger.ts';
import { parametersOf, type PlanParameters } from '../../agent/core/contract/parameters.ts';
import type { DecisionRequest } from '../../agent/core/contract/request.ts';
import { innPlan } from '../../agent/plans/inn.ts';

type Parameters = Partial<PlanParameters>;

export function madrid(day: string): number {
  return startOfDayMs(day, innPlan.zone);
}

const INN = parametersOf(innPlan.parameters);
const BOUGHT = { atMs: madrid('2025-05-10') + 43_200_000, credits: 60, isRegistration: true };
const TOPPED_UP = { atMs: madrid('2025-06-01'), credits: 120, isRegistration: false };
export const PACKS: readonly LedgerEntry[] = [
  packGrant(innPlan, INN, { ...BOUGHT, id: 'registration' }),
  packGrant(innPlan, INN, { ...TOPPED_UP, id: 'top-up' }),
];
export const HELD_OVER: readonly LedgerEntry[] = [
  ...PACKS,
  { kind: 'hold', id: 'hold', atMs: madrid('2026-05-08'), ticket: 'ticket', amount: 60 },
  settle('2026-05-12', 60),
];
export const REVERSAL = {
  kind: 'reverse',
  id: 'reversal',
  atMs: madrid('2025-07-02'),
  ticket: 'ticket',
} as const;

export function settle(day: string, used: number, ticket = 'ticket') {
  const amount = charge({ serviceClass: 'intervention', used });
  return { kind: 'settle', id: `settle-${ticket}`, atMs: madrid(day), ticket, amount } as const;
}

export function charge(more: Pick<DecisionRequest, 'serviceClass' | 'used'>): number {
  const accounts = { credits: { available: 1_000 } };
  return decide({ kind: 'settle', atMs: 0, ...more }, { accounts }, innPlan).count ?? Number.NaN;
}

/** What the ticket was taken from, and what is free on the last day. */
export function wallet(
  entries: readonly LedgerEntry[],
  parameters: Parameters = {},
  day = dateOfInstant(entries.at(-1)?.atMs ?? 0, innPlan.zone),
) {
  const { holdProtects } = parametersOf(innPlan.parameters, parameters);
  const { ledger } = replay(entries, { holdProtects });
  const from = ledger.tickets.get('ticket')?.settled?.from ?? [];
  const taken = Object.fromEntries(from.map(({ grant, amount }) => [grant, amount]));
  return { taken, left: available(ledger, madrid(day)) };
}

export function topUp(balance: number) {
  const request = { kind: 'contact', atMs: 0, serviceClass: 'intervention' } as const;
  const { needs } = decide(request, { accounts: { credits: { available: balance } } }, innPlan);
  const packs = needs?.packs?.packs.map(({ credits }) => credits);
  return { missing: needs?.missing, packs, priceMinor: needs?.packs?.priceMinor };
}

export function atOnce() {
  const [first, second] = [settle('2025-07-01', 150, 'a'), settle('2025-07-01', 45, 'b')];
  let { ledger } = replay(PACKS, INN);
  const answers = [first, second, first].map((entry) => {
    const posted = post(ledger, entry);
    ({ ledger } = posted);
    return posted.answer.kind;
  });
  return { answers, left: available(ledger, first.atMs) };
}
