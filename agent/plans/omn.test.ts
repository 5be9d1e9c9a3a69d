import { describe, expect, it } from 'vitest';
import { instantIn } from '../core/calendar.ts';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import type { PlanParameters } from '../core/contract/parameters.ts';
import type {
  AccountFacts,
  ContractFacts,
  DecisionFacts,
  DecisionRequest,
} from '../core/contract/request.ts';
import { omnPlan } from './omn.ts';

const NOW = rome('2026-11-20T10:00:00');
const SLOTS = ['2026-11-21T09:00:00', '2026-11-23T09:00:00', '2026-11-24T09:00:00'].map(rome);
const [, MONDAY = 0, TUESDAY = 0] = SLOTS;
const RATES = { 'hour-remote': 6_000, 'hour-on-site': 9_000 };

const presidio: ContractFacts = { start: '2026-01-01', variant: 'presidio', stations: [] };
const plafond: ContractFacts = { ...presidio, variant: 'plafond' };

function rome(local: string): number {
  return instantIn(local, 'Europe/Rome') ?? Number.NaN;
}

function contact(more: Partial<DecisionRequest> = {}): DecisionRequest {
  return { kind: 'contact', atMs: NOW, ...more };
}

/** What is free in each account. */
function holding(free: Readonly<Record<string, number>>): Record<string, AccountFacts> {
  return Object.fromEntries(Object.entries(free).map(([name, available]) => [name, { available }]));
}

function minuteLine(code: string, quantity: number, totalMinor: number) {
  const line = { code, quantity, unit: 'minute', totalMinor, currency: 'EUR' } as const;
  return { ...line, payer: 'customer' } as const;
}

interface RowCase {
  readonly row: string;
  readonly says: string;
  readonly asks: DecisionRequest;
  readonly of?: ContractFacts;
  readonly free?: Readonly<Record<string, number>>;
  readonly facts?: Partial<DecisionFacts>;
  readonly parameters?: Partial<PlanParameters>;
  readonly then: Partial<Decision>;
}

const UPDATES: readonly RowCase[] = [
  {
    row: 'update',
    says: 'without any plan',
    asks: { kind: 'update', atMs: NOW, releasedMs: NOW },
    then: { outcome: 'COVERED', costLines: [] },
  },
  {
    row: 'update',
    says: 'after a plan has ended',
    asks: { kind: 'update', atMs: NOW, releasedMs: NOW },
    of: { ...presidio, endsOn: '2026-06-30' },
    then: { outcome: 'COVERED', costLines: [] },
  },
  {
    row: 'none',
    says: 'near miss: updates=by-maintenance, and there is no maintenance',
    asks: { kind: 'update', atMs: NOW, releasedMs: NOW },
    parameters: { updates: 'by-maintenance' },
    then: { outcome: 'MANUAL' },
  },
];

const PRESIDIO: readonly RowCase[] = [
  {
    row: 'contact 1',
    says: 'no plan',
    asks: contact(),
    free: { wallet: 100_000 },
    then: { outcome: 'REFUSE', reasons: ['NO_PLAN'] },
  },
  {
    row: 'contact 1',
    says: 'the year is over, and it does not renew itself',
    asks: contact({ atMs: rome('2027-01-01T00:00:00') }),
    of: presidio,
    free: { 'pool-remote': 900 },
    then: { outcome: 'REFUSE', reasons: ['NO_PLAN'] },
  },
  {
    row: 'contact 2',
    says: 'near miss: the last second of the year',
    asks: contact({ atMs: rome('2026-12-31T23:59:59'), minutes: 60 }),
    of: presidio,
    free: { 'pool-remote': 900 },
    then: { outcome: 'COVERED', holds: [{ account: 'pool-remote', amount: 60 }], costLines: [] },
  },
  {
    row: 'contact 2',
    says: 'nobody says how long: two hours of the pool are set aside, not all of it',
    asks: contact(),
    of: presidio,
    free: { 'pool-remote': 900 },
    then: { outcome: 'COVERED', holds: [{ account: 'pool-remote', amount: 120 }] },
  },
  {
    row: 'contact 2',
    says: 'a minute is left: the rest from the wallet at the rate of the mode',
    asks: contact({ mode: 'on-site', minutes: 61 }),
    of: presidio,
    free: { 'pool-on-site': 1, 'pool-remote': 900, wallet: 9_000 },
    then: {
      outcome: 'COVERED',
      holds: [
        { account: 'pool-on-site', amount: 1 },
        { account: 'wallet', amount: 9_000 },
      ],
      costLines: [minuteLine('hour-on-site', 60, 9_000)],
    },
  },
  {
    row: 'contact 2',
    says: 'the wallet cannot bear the rest: the pool still helps, and the exact sum is asked for',
    asks: contact({ minutes: 60 }),
    of: presidio,
    free: { 'pool-remote': 30, wallet: 2_999 },
    then: {
      outcome: 'COVERED',
      holds: [{ account: 'pool-remote', amount: 30 }],
      needs: { what: 'recharge', missing: 1 },
    },
  },
  {
    row: 'contact 2',
    says: 'nobody has set a rate for the rest: the pool still helps',
    asks: contact({ minutes: 60 }),
    of: presidio,
    free: { 'pool-remote': 30 },
    facts: { prices: {} },
    then: {
      outcome: 'COVERED',
      reasons: ['PRICE_NOT_SET'],
      holds: [{ account: 'pool-remote', amount: 30 }],
      options: [{ code: 'hour-remote' }],
    },
  },
  {
    row: 'contact 3',
    says: 'the remote pool is empty, the one on site is not, and the wallet covers two hours',
    asks: contact(),
    of: presidio,
    free: { 'pool-remote': 0, 'pool-on-site': 600, wallet: 12_000 },
    then: { outcome: 'CHARGEABLE', holds: [{ account: 'wallet', amount: 12_000 }] },
  },
  {
    row: 'contact 4',
    says: 'a cent is missing',
    asks: contact(),
    of: presidio,
    free: { 'pool-on-site': 600, wallet: 11_999 },
    then: { outcome: 'NEEDS', needs: { what: 'recharge', missing: 1 } },
  },
  {
    row: 'contact 4',
    says: 'on site, where the remote pool is of no use',
    asks: contact({ mode: 'on-site' }),
    of: presidio,
    free: { 'pool-remote': 900, wallet: 12_000 },
    then: { outcome: 'NEEDS', needs: { what: 'recharge', missing: 6_000 } },
  },
  {
    row: 'contact no rate',
    says: 'the pool is empty and nobody has set a rate: a quote, never 0',
    asks: contact(),
    of: presidio,
    free: { wallet: 12_000 },
    facts: { prices: {} },
    then: { outcome: 'QUOTE', reasons: ['PRICE_NOT_SET'], holds: [] },
  },
];

const PLAFOND: readonly RowCase[] = [
  {
    row: 'contact 5',
    says: 'the wallet is empty: refused, with the exact shortfall',
    asks: contact({ slotMs: TUESDAY }),
    of: plafond,
    then: {
      outcome: 'REFUSE',
      reasons: ['WALLET_BELOW_TWO_HOURS'],
      needs: { what: 'recharge', missing: 12_000 },
    },
  },
  {
    row: 'contact 7',
    says: 'near miss: walletGateHours=1, and one hour is there',
    asks: contact({ slotMs: TUESDAY }),
    of: plafond,
    free: { wallet: 6_000 },
    parameters: { walletGateHours: 1 },
    then: { outcome: 'SCHEDULE', holds: [{ account: 'wallet', amount: 6_000 }] },
  },
  {
    row: 'contact 6',
    says: 'tomorrow: the first weekly slot that is 48 hours away',
    asks: contact({ slotMs: SLOTS[0] }),
    of: plafond,
    free: { wallet: 12_000 },
    then: {
      outcome: 'SCHEDULE',
      reasons: ['LEAD_TIME_48H'],
      scheduledAtMs: MONDAY,
      holds: [],
    },
  },
  {
    row: 'contact 6',
    says: 'a single tap, without a slot',
    asks: contact(),
    of: plafond,
    free: { wallet: 12_000 },
    then: { outcome: 'SCHEDULE', scheduledAtMs: MONDAY },
  },
  {
    row: 'contact 6',
    says: 'the weekly plan has nothing left: a person must see to it',
    asks: contact({ slotMs: SLOTS[0] }),
    of: plafond,
    free: { wallet: 12_000 },
    facts: { slots: SLOTS.slice(0, 1) },
    then: { outcome: 'MANUAL', reasons: ['LEAD_TIME_48H'] },
  },
  {
    row: 'contact 7',
    says: 'near miss: leadHours=0',
    asks: contact({ slotMs: SLOTS[0] }),
    of: plafond,
    free: { wallet: 12_000 },
    parameters: { leadHours: 0 },
    then: { outcome: 'SCHEDULE', scheduledAtMs: SLOTS[0], reasons: [] },
  },
  {
    row: 'contact 7',
    says: 'the slot, with two hours set aside',
    asks: contact({ slotMs: TUESDAY }),
    of: plafond,
    free: { wallet: 12_000 },
    then: {
      outcome: 'SCHEDULE',
      scheduledAtMs: TUESDAY,
      holds: [{ account: 'wallet', amount: 12_000 }],
    },
  },
  {
    row: 'contact 7',
    says: 'a time that is not in the weekly plan: the next one that is',
    asks: contact({ slotMs: MONDAY + 60_000 }),
    of: plafond,
    free: { wallet: 12_000 },
    then: { outcome: 'SCHEDULE', scheduledAtMs: TUESDAY },
  },
  {
    row: 'contact no rate',
    says: 'nobody has set the rate',
    asks: contact({ slotMs: TUESDAY }),
    of: plafond,
    free: { wallet: 12_000 },
    facts: { prices: {} },
    then: { outcome: 'QUOTE', scheduledAtMs: undefined },
  },
];

const EVENTS: readonly RowCase[] = [
  {
    row: 'settle',
    says: 'Plafond: the minutes worked, and not the two hours of the gate',
    asks: { kind: 'settle', atMs: NOW, used: 10 },
    of: plafond,
    free: { wallet: 12_000 },
    then: { outcome: 'SETTLE', holds: [{ account: 'wallet', amount: 1_000 }] },
  },
  {
    row: 'settle',
    says: 'billingIncrement=15: every begun quarter',
    asks: { kind: 'settle', atMs: NOW, used: 31 },
    of: plafond,
    parameters: { billingIncrement: 15 },
    then: {
      outcome: 'SETTLE',
      holds: [{ account: 'wallet', amount: 4_500 }],
      costLines: [minuteLine('hour-remote', 45, 4_500)],
    },
  },
  {
    row: 'settle',
    says: 'Presidio: what the ticket holds of the pool, then the wallet',
    asks: { kind: 'settle', atMs: NOW, used: 75 },
    of: presidio,
    facts: { accounts: { 'pool-remote': { available: 0, held: 30 } } },
    then: {
      outcome: 'SETTLE',
      holds: [
        { account: 'pool-remote', amount: 30 },
        { account: 'wallet', amount: 4_500 },
      ],
    },
  },
  {
    row: 'timer',
    says: 'the term of Presidio ends: both pools expire',
    asks: { kind: 'timer', timer: 'pool-term-ended', atMs: NOW },
    of: presidio,
    facts: {
      accounts: {
        'pool-remote': { available: 0, expiring: 300 },
        'pool-on-site': { available: 0, expiring: 600 },
      },
    },
    then: {
      outcome: 'EXPIRE',
      count: 900,
      holds: [
        { account: 'pool-remote', amount: 300 },
        { account: 'pool-on-site', amount: 600 },
      ],
    },
  },
  {
    row: 'timer',
    says: 'poolExpires=false: nothing does',
    asks: { kind: 'timer', timer: 'pool-term-ended', atMs: NOW },
    of: presidio,
    facts: { accounts: { 'pool-remote': { available: 300, expiring: 300 } } },
    parameters: { poolExpires: false },
    then: { outcome: 'EXPIRE', count: 0, holds: [] },
  },
];

const CASES = [...UPDATES, ...PRESIDIO, ...PLAFOND, ...EVENTS];

describe('assistance by pool or wallet', () => {
  it.each(CASES)('$row: $says', ({ row, asks, of, free = {}, facts, parameters = {}, then }) => {
    const plan = { ...omnPlan, parameters: { ...omnPlan.parameters, ...parameters } };
    const all = { slots: SLOTS, prices: RATES, accounts: holding(free), contract: of, ...facts };
    const decision = { scheduledAtMs: undefined, ...decide(asks, all, plan) };
    expect(decision).toMatchObject({ ...then, row });
  });

  it('has no row that no case reaches', () => {
    const reached = new Set(CASES.map(({ row }) => row));
    expect(omnPlan.rows.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });
});
