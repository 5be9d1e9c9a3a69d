import { invariant } from '../invariant.ts';

/** Pieces of one value; `valueMinor` is what one piece is worth, in minor units. */
export interface CashCount {
  readonly valueMinor: number;
  readonly count: number;
}

/** Ascending by value, one entry a value, no zero counts (UnifiedPOS CashCounts). */
export type CashCounts = readonly CashCount[];

/** Brings entries in any order, with repeats and zeros, into the one form of `CashCounts`. */
export function cashCounts(entries: readonly CashCount[]): CashCounts {
  const byValue = new Map<number, number>();
  for (const { valueMinor, count } of entries) {
    byValue.set(valueMinor, (byValue.get(valueMinor) ?? 0) + count);
  }
  return [...byValue]
    .filter(([, count]) => count !== 0)
    .toSorted(([a], [b]) => a - b)
    .map(([valueMinor, count]) => ({ valueMinor, count }));
}

/** What the pieces are worth together, in minor units. */
export function totalMinor(counts: CashCounts): number {
  return counts.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
}

/** How many pieces of one value there are; 0 when there are none. */
export function countOf(counts: CashCounts, valueMinor: number): number {
  return counts.find((entry) => entry.valueMinor === valueMinor)?.count ?? 0;
}

export function addCounts(a: CashCounts, b: CashCounts): CashCounts {
  return cashCounts([...a, ...b]);
}

/** `a` without `b`. Taking out what is not there is our own bug. */
export function subtractCounts(a: CashCounts, b: CashCounts): CashCounts {
  const rest = difference(a, b);
  invariant(
    rest.every(({ count }) => count > 0),
    'cash cannot be taken from where it is not',
  );
  return rest;
}

/** `a` minus `b`, value by value; negative where `b` has more. */
export function difference(a: CashCounts, b: CashCounts): CashCounts {
  return cashCounts([...a, ...b.map(({ valueMinor, count }) => ({ valueMinor, count: -count }))]);
}
