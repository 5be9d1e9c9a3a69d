/** Pieces that are counted one by one, by value in minor units. */
import type { PieceCounts } from './cash-machine.ts';

export type Heap = Map<number, number>;

export function addPiece(heap: Heap, valueMinor: number): void {
  heap.set(valueMinor, pieceCount(heap, valueMinor) + 1);
}

export function pieceCount(heap: ReadonlyMap<number, number>, valueMinor: number): number {
  return heap.get(valueMinor) ?? 0;
}

/** How many there are of all values together. */
export function pieceTotal(counts: ReadonlyMap<number, number> | PieceCounts): number {
  const each = counts instanceof Map ? [...counts.values()] : Object.values(counts);
  return each.reduce((sum: number, count: number) => sum + count, 0);
}

export function worthOf(heap: ReadonlyMap<number, number>): number {
  return [...heap].reduce((sum, [valueMinor, count]) => sum + valueMinor * count, 0);
}
