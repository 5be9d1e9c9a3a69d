/**
 * More of the same never takes a right away: more stations, a longer contract, a larger pool or
 * wallet, a later notice. And sums are sums: what is charged in parts is what is charged at once.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, instantIn } from '../core/calendar.ts';
import { decide } from '../core/contract/decide.ts';
import type { Decision } from '../core/contract/decision.ts';
import { cheapestPacks } from '../core/contract/packs.ts';
import { parametersOf } from '../core/contract/parameters.ts';
import type { ContractFacts } from '../core/contract/request.ts';
import { blocksCharged, hourlyMinor, stationsYearMinor } from '../core/contract/tariff.ts';
import { noticeVerdict } from '../core/contract/term.ts';
import { innPlan } from './inn.ts';
import { omnPlan } from './omn.ts';
import { sdsPlan } from './sds.ts';

const START = '2026-01-01';
const TILLS = ['till-1', 'till-2', 'till-3', 'till-4', 'till-5', 'till-6'];

const day = fc.integer({ min: -30, max: 1_500 }).map((days) => addDays(START, days));
const atMs = day.map((date) => instantIn(`${date}T10:00`, sdsPlan.zone) ?? 0);
const amount = fc.integer({ min: 0, max: 100_000 });
const variant = fc.constantFrom('flat', 'second-level');
const mode = fc.constantFrom('remote', 'on-site');

/** The better an answer, the higher. */
function rank({ outcome }: Decision): number {
  const worstFirst = ['REFUSE', 'MANUAL', 'NEEDS', 'CHARGEABLE', 'SCHEDULE', 'COVERED'];
  return worstFirst.indexOf(outcome);
}

describe('a right', () => {
  it('is not lost with more stations', () => {
    const stations = fc.subarray(TILLS, { minLength: 1 });
    const cases = fc.record({ some: stations, more: stations, bought: variant, at: atMs });
    fc.assert(
      fc.property(cases, ({ some, more, bought, at }) => {
        const [station = ''] = some;
        const before = { start: START, variant: bought, stations: some };
        const after = { ...before, stations: [...new Set([...some, ...more])] };
        expect(contact(after, at, station)).toEqual(contact(before, at, station));
      }),
    );
  });

  it('is not lost with a longer contract', () => {
    const cases = fc.record({ endsOn: day, longer: fc.nat(900), bought: variant, at: atMs });
    fc.assert(
      fc.property(cases, ({ endsOn, longer, bought, at }) => {
        const short: ContractFacts = { start: START, endsOn, variant: bought, stations: TILLS };
        const long = { ...short, endsOn: addDays(endsOn, longer) };
        const before = contact(short, at, 'till-1');
        const after = contact(long, at, 'till-1');
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
        expect(before.row === 'contact 1' ? before.row : after.row).toBe(before.row);
      }),
    );
  });

  it('is not lost with more in the pools or the wallet', () => {
    fc.assert(
      fc.property(fc.array(amount, { minLength: 6, maxLength: 6 }), mode, (amounts, asked) => {
        const [remote = 0, onSite = 0, wallet = 0, ...more] = amounts;
        const before = pooled({ remote, onSite, wallet }, asked);
        const [a = 0, b = 0, c = 0] = more;
        const after = pooled({ remote: remote + a, onSite: onSite + b, wallet: wallet + c }, asked);
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
      }),
    );
  });

  it('to end the contract comes no earlier for a later notice, and always within two terms', () => {
    const { noticeDays, firstNotice } = parametersOf(sdsPlan.parameters);
    const months = fc.integer({ min: 1, max: 24 });
    const roll = fc.constantFrom(undefined, (date: string) => !/-(?:24|25|26|31|01)$/.test(date));
    const cases = fc.record({ first: day, later: fc.nat(400), termMonths: months, roll });
    fc.assert(
      fc.property(cases, ({ first, later, termMonths, roll: isWorkingDay }) => {
        const rule = { start: START, months: termMonths, noticeDays, isWorkingDay };
        const early = noticeVerdict(rule, first, firstNotice);
        const late = noticeVerdict(rule, addDays(first, later), firstNotice);
        expect(late.lastCoveredDay >= early.lastCoveredDay).toBe(true);
        expect(early.lastCoveredDay <= addDays(first, 31 * 2 * termMonths + 31)).toBe(true);
      }),
    );
  });
});

function contact(contract: ContractFacts, at: number, station: string): Decision {
  const request = { kind: 'contact', atMs: at, caller: 'admin', station } as const;
  return decide(request, { contract }, sdsPlan);
}

interface Pools {
  readonly remote: number;
  readonly onSite: number;
  readonly wallet: number;
}

function pooled({ remote, onSite, wallet }: Pools, asked: 'remote' | 'on-site'): Decision {
  const accounts = {
    'pool-remote': { available: remote },
    'pool-on-site': { available: onSite },
    wallet: { available: wallet },
  };
  const contract = { start: START, variant: 'presidio', stations: [] };
  const prices = { 'hour-remote': 6_000, 'hour-on-site': 9_000 };
  const at = instantIn(`${START}T10:00`, omnPlan.zone) ?? 0;
  const request = { kind: 'contact', atMs: at, mode: asked, minutes: 60 } as const;
  return decide(request, { contract, accounts, prices }, omnPlan);
}

describe('a sum', () => {
  it('of stations is that of its parts, Flat, and no more than it, Second Level', () => {
    const few = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(few, few, (a, b) => {
        expect(yearMinor('flat', a + b)).toBe(yearMinor('flat', a) + yearMinor('flat', b));
        const together = yearMinor('second-level', a + b);
        expect(together).toBeLessThanOrEqual(
          yearMinor('second-level', a) + yearMinor('second-level', b),
        );
        expect(together).toBeGreaterThanOrEqual(yearMinor('second-level', a));
      }),
    );
  });

  it('of credits grows by a block for every block beyond the minimum', () => {
    const used = fc.integer({ min: 0, max: 5_000 });
    fc.assert(
      fc.property(used, fc.constantFrom(15, 60), (credits, minimum) => {
        const charged = blocksCharged({ minimum, block: 15 }, credits);
        const next = blocksCharged({ minimum, block: 15 }, credits + 15);
        expect(charged).toBeGreaterThanOrEqual(Math.max(minimum, credits));
        expect(charged - Math.max(minimum, credits)).toBeLessThan(15);
        expect(next - charged).toBe(credits >= minimum ? 15 : next - minimum);
      }),
    );
  });

  it('of packs bought at once is no more than that of two purchases', () => {
    const need = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(need, need, (a, b) => {
        expect(packsMinor(a + b)).toBeLessThanOrEqual(packsMinor(a) + packsMinor(b));
        expect(packsMinor(a + b)).toBeGreaterThanOrEqual(packsMinor(a));
      }),
      { numRuns: 30 },
    );
  });

  it('of minutes from pool and wallet is what was worked, and the money no part of a cent off', () => {
    const minutes = fc.integer({ min: 0, max: 3_000 });
    fc.assert(
      fc.property(minutes, minutes, minutes, (pool, held, used) => {
        const accounts = { 'pool-remote': { available: pool, held } };
        const facts = { accounts, prices: { 'hour-remote': 6_001 } };
        const { holds, costLines } = decide({ kind: 'settle', atMs: 0, used }, facts, omnPlan);
        const taken = holds.find(({ account }) => account === 'pool-remote')?.amount ?? 0;
        expect(taken).toBe(Math.min(used, pool + held));
        const rest = costLines.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(taken + rest).toBe(used);
        const parts = hourlyMinor(taken, 6_001) + hourlyMinor(rest, 6_001);
        expect(Math.abs(parts - hourlyMinor(used, 6_001))).toBeLessThanOrEqual(1);
      }),
    );
  });
});

function yearMinor(id: string, stations: number): number {
  const { pricing = 'per-station', yearPrice = '' } =
    sdsPlan.variants.find((each) => each.id === id) ?? {};
  const priceMinor = sdsPlan.prices[yearPrice] ?? Number.NaN;
  const band = { pricing, yearMinor: priceMinor, stationsMax: 5 };
  const year = stationsYearMinor(band, stations, 'second-block');
  return year === 'quote' ? Number.NaN : year;
}

function packsMinor(need: number): number {
  return cheapestPacks(innPlan.packs, need)?.priceMinor ?? Number.NaN;
}
