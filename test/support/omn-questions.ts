/** What the dated examples ask of assistance by pool or wallet, with both through the ledger. */
import { instantIn } from '../../agent/core/calendar.ts';
import { decide } from '../../agent/core/contract/decide.ts';
import type { Decision } from '../../agent/core/contract/decision.ts';
import { poolGrants } from '../../agent/core/contract/grants.ts';
import type { LedgerEntry } from '../../agent/core/contract/ledger-entry.ts';
import { available, replay } from '../../agent/core/contract/ledger.ts';
import { parametersOf, type PlanParameters } from '../../agent/core/contract/parameters.ts';
import type { ContractFacts, DecisionFacts } from '../../agent/core/contract/request.ts';
import { termOf } from '../../agent/core/contract/term.ts';
import { omnPlan } from '../../agent/plans/omn.ts';

type Parameters = Partial<PlanParameters>;

const RATES = { 'hour-remote': 6_000, 'hour-on-site': 9_000 };
const OMN = parametersOf(omnPlan.parameters);
const PLAFOND: ContractFacts = { start: '2026-01-01', variant: 'plafond', stations: [] };
const WEEKDAYS = [{ days: [1, 2, 3, 4, 5], fromMinute: 540, toMinute: 1_080 }];

function rome(local: string): number {
  return instantIn(local, omnPlan.zone) ?? Number.NaN;
}

function omnFacts(accounts: Readonly<Record<string, number>>, more: DecisionFacts = {}) {
  const entries = Object.entries(accounts).map(([name, free]) => [name, { available: free }]);
  return { prices: RATES, contract: PLAFOND, accounts: Object.fromEntries(entries), ...more };
}

export function visit({
  minor,
  mode,
}: {
  readonly minor: number;
  readonly mode?: 'remote' | 'on-site';
}) {
  const slotMs = rome('2026-11-25T09:00');
  const request = { kind: 'contact', atMs: rome('2026-11-20T09:00'), slotMs, mode } as const;
  const { outcome, needs } = decide(request, omnFacts({ wallet: minor }), omnPlan);
  return outcome === 'SCHEDULE' ? 'ok' : `${outcome}, missing ${needs?.missing}`;
}

/** A wallet of 120.00, two hours held before the work, and what the work took settled after it. */
export function leftAfter(used: number): number {
  const facts = omnFacts({ wallet: 12_000 });
  const atMs = rome('2026-11-25T09:00');
  const [amount = 0] = takenFrom(decide({ kind: 'settle', atMs, used }, facts, omnPlan), 'wallet');
  const entries: readonly LedgerEntry[] = [
    { kind: 'grant', id: 'recharge', atMs: 0, amount: 12_000, source: 'recharge' },
    { kind: 'hold', id: 'hold', atMs: 1, ticket: 'job', amount: 12_000 },
    { kind: 'settle', id: 'settle', atMs, ticket: 'job', amount },
  ];
  return available(replay(entries, OMN).ledger, atMs);
}

function takenFrom({ holds }: Decision, account: string): readonly number[] {
  return holds.filter((hold) => hold.account === account).map(({ amount }) => amount);
}

export function presidioHour() {
  const contract = { ...PLAFOND, variant: 'presidio' };
  const term = termOf({ start: contract.start, months: OMN.termMonths, noticeDays: 0 }, 1);
  const atMs = rome('2026-11-20T09:00');
  const used = { kind: 'settle', id: 'used', atMs, ticket: 'before', amount: 870 } as const;
  const pools = poolGrants(omnPlan, OMN, { id: 'term-1', term }).map(({ account, entry }) => {
    const entries = account === 'pool-remote' ? [entry, used] : [entry];
    return [account, available(replay(entries, OMN).ledger, atMs)] as const;
  });
  const facts = omnFacts({ ...Object.fromEntries(pools), wallet: 12_000 }, { contract });
  const { row, holds } = decide({ kind: 'contact', atMs, minutes: 60 }, facts, omnPlan);
  return { row, ...Object.fromEntries(holds.map(({ account, amount }) => [account, amount])) };
}

/** Whether the time that was asked for is kept, or moved to the next of the weekly plan. */
export function lead([at, slot]: readonly [string, string], parameters: Parameters): string {
  const slotMs = rome(slot);
  const later = slotMs + 14 * 86_400_000;
  const contract = { ...PLAFOND, start: '2026-10-01', parameters };
  const slots = [slotMs, later];
  const facts = omnFacts({ wallet: 12_000 }, { contract, slots, hours: WEEKDAYS });
  const request = { kind: 'contact', atMs: rome(at), slotMs } as const;
  const { scheduledAtMs, reasons } = decide(request, facts, omnPlan);
  if (scheduledAtMs === slotMs && reasons.length === 0) return 'ok';
  return scheduledAtMs === later ? reasons.join() : `neither ${scheduledAtMs}`;
}
