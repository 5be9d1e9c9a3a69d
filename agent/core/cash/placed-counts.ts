import type { PlacedCount } from '../changer-line.ts';
import { cashCounts, type CashCounts } from './counts.ts';

/** Brings entries into one form: by place and value, one entry each, no zero counts. */
export function placedCounts(entries: readonly PlacedCount[]): readonly PlacedCount[] {
  return placesIn(entries).flatMap((place) =>
    countsAt(entries, place).map(({ valueMinor, count }) => ({ place, valueMinor, count })),
  );
}

/** The places named, each once, in their alphabetical order. */
export function placesIn(entries: readonly PlacedCount[]): readonly string[] {
  return [...new Set(entries.map(({ place }) => place))].toSorted();
}

export function countsAt(entries: readonly PlacedCount[], place: string): CashCounts {
  return cashCounts(entries.filter((entry) => entry.place === place).map(unplaced));
}

/** All pieces together, wherever they are. */
export function everywhere(entries: readonly PlacedCount[]): CashCounts {
  return cashCounts(entries.map(unplaced));
}

export function placedMinor(entries: readonly PlacedCount[]): number {
  return entries.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
}

/** `a` minus `b`, place by place; negative where `b` has more. */
export function placedDifference(
  a: readonly PlacedCount[],
  b: readonly PlacedCount[],
): readonly PlacedCount[] {
  return placedCounts([...a, ...b.map((entry) => ({ ...entry, count: -entry.count }))]);
}

/** The place a machine pays change from; all its places begin with its name. */
export function recyclerOf(device: string): string {
  return `${device}/recycler`;
}

/** What the journal expects in the places of a machine: those that begin with its name. */
export function placedIn(
  holdings: Readonly<Record<string, CashCounts>>,
  device: string,
): readonly PlacedCount[] {
  return Object.entries(holdings)
    .filter(([place]) => place.startsWith(`${device}/`))
    .flatMap(([place, counts]) => counts.map((entry) => ({ place, ...entry })));
}

function unplaced({ valueMinor, count }: PlacedCount): {
  readonly valueMinor: number;
  readonly count: number;
} {
  return { valueMinor, count };
}
