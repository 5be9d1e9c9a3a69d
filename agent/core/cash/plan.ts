/**
 * Change over what the dispensers really hold. Greedy change fails as soon as a hopper runs low
 * (60 out of one 50 and three 20s), so every amount is worked out as a bounded knapsack: exact
 * where any combination is, with the fewest pieces.
 */
import { invariant } from '../invariant.ts';

/**
 * The most that is worked out at a time, in units of the greatest common divisor of the values: a
 * larger payout is planned piece by piece, a larger coin's change counts as one that cannot be paid.
 */
const PLAN_UNITS_MAX = 2_000_000;

/** A dispenser that is ready, with what it really holds. */
export interface DispenseSource {
  readonly device: string;
  readonly valueMinor: number;
  readonly available: number;
}

export interface PlannedDispense {
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
}

export type DispensePlan =
  | { readonly kind: 'exact'; readonly dispenses: readonly PlannedDispense[] }
  /** The most that can be paid without paying too much; `shortMinor` stays to be paid. */
  | {
      readonly kind: 'short';
      readonly dispenses: readonly PlannedDispense[];
      readonly shortMinor: number;
    };

/**
 * The fewest pieces that make `amountMinor`, or the most where they are to be small; where it cannot
 * be made, as much of it as can. Largest first.
 */
export function planDispense(
  amountMinor: number,
  sources: readonly DispenseSource[],
  pieces: 'fewest' | 'most' = 'fewest',
): DispensePlan {
  const table = tabulate(amountMinor, sources, pieces);
  const reached = highestReachable(table);
  const dispenses = trace(table, reached);
  const shortMinor = amountMinor - reached * table.unitMinor;
  return shortMinor === 0 ? { kind: 'exact', dispenses } : { kind: 'short', dispenses, shortMinor };
}

/** A test for every amount from 0 to `limitMinor`: can it be paid exactly from these sources? */
export function payableUpTo(
  limitMinor: number,
  sources: readonly DispenseSource[],
): (amountMinor: number) => boolean {
  const { unitMinor, best } = tabulate(limitMinor, sources, 'fewest');
  return (amountMinor) =>
    amountMinor % unitMinor === 0 && (best[amountMinor / unitMinor] ?? UNREACHABLE) < UNREACHABLE;
}

export function greatestCommonDivisor(values: readonly number[]): number {
  return values.reduce((a, b) => {
    let [x, y] = [a, b];
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  }, 0);
}

const UNREACHABLE = 0x7fff_ffff;

/** A bundle of pieces that is taken whole: counts are split in powers of two, as a knapsack likes. */
interface Bundle {
  readonly source: DispenseSource;
  readonly pieces: number;
  readonly units: number;
  /** Its pieces, below nothing where more of them are better. */
  readonly cost: number;
}

interface Table {
  readonly unitMinor: number;
  readonly bundles: readonly Bundle[];
  /** Lowest cost of each amount in units. */
  readonly best: Int32Array;
  /** For each bundle, the amounts at which taking it was an improvement. */
  readonly taken: readonly Uint8Array[];
}

function tabulate(
  limitMinor: number,
  sources: readonly DispenseSource[],
  pieces: 'fewest' | 'most',
): Table {
  invariant(Number.isSafeInteger(limitMinor) && limitMinor >= 0, 'an amount is a whole number');
  const useful = sources.filter(({ available }) => available > 0);
  const unitMinor = greatestCommonDivisor(useful.map(({ valueMinor }) => valueMinor)) || 1;
  const wanted = useful.length === 0 ? 0 : Math.floor(limitMinor / unitMinor);
  const limit = Math.min(wanted, PLAN_UNITS_MAX);
  const best = new Int32Array(limit + 1).fill(UNREACHABLE);
  best[0] = 0;
  const costEach = pieces === 'fewest' ? 1 : -1;
  const bundles = useful
    .toSorted((a, b) => b.valueMinor - a.valueMinor || (a.device < b.device ? -1 : 1))
    .flatMap((source) => bundlesOf(source, unitMinor, limit))
    .map((bundle) => ({ ...bundle, cost: bundle.pieces * costEach }));
  return { unitMinor, bundles, best, taken: bundles.map((bundle) => take(bundle, best)) };
}

function bundlesOf(
  source: DispenseSource,
  unitMinor: number,
  limit: number,
): Omit<Bundle, 'cost'>[] {
  const unitsEach = source.valueMinor / unitMinor;
  let left = Math.min(source.available, Math.floor(limit / unitsEach));
  const bundles: Omit<Bundle, 'cost'>[] = [];
  for (let size = 1; left > 0; size *= 2) {
    const pieces = Math.min(size, left);
    bundles.push({ source, pieces, units: pieces * unitsEach });
    left -= pieces;
  }
  return bundles;
}

function take({ cost, units }: Bundle, best: Int32Array): Uint8Array {
  const taken = new Uint8Array(best.length);
  for (let amount = best.length - 1; amount >= units; amount -= 1) {
    const before = best[amount - units] ?? UNREACHABLE;
    if (before < UNREACHABLE && before + cost < (best[amount] ?? 0)) {
      best[amount] = before + cost;
      taken[amount] = 1;
    }
  }
  return taken;
}

function highestReachable({ best }: Table): number {
  let amount = best.length - 1;
  while (amount > 0 && best[amount] === UNREACHABLE) amount -= 1;
  return amount;
}

function trace({ bundles, taken }: Table, reached: number): PlannedDispense[] {
  const counts = new Map<DispenseSource, number>();
  let amount = reached;
  for (let index = bundles.length - 1; index >= 0; index -= 1) {
    const bundle = bundles[index];
    if (bundle === undefined || taken[index]?.[amount] !== 1) continue;
    counts.set(bundle.source, (counts.get(bundle.source) ?? 0) + bundle.pieces);
    amount -= bundle.units;
  }
  invariant(amount === 0, 'a reachable amount is made of whole bundles');
  return [...counts]
    .map(([{ device, valueMinor }, count]) => ({ device, valueMinor, count }))
    .toSorted((a, b) => b.valueMinor - a.valueMinor || (a.device < b.device ? -1 : 1));
}
