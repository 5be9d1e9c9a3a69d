/** Pieces of a value, and how many. */
export type Pieces = readonly [valueMinor: number, count: number];

/**
 * Which of the pieces make up a sum; of those that do not come out even, as much as goes. More may
 * have come in by the time they are counted than the sum speaks of.
 */
export function chooseCoins(pieces: readonly Pieces[], sumMinor: number): readonly Pieces[] {
  const ways = waysUpTo(pieces, sumMinor);
  const reached = [...ways.keys()].reduce((best, one) => Math.max(best, one), 0);
  return ways.get(reached) ?? [];
}

/** Every sum that can be made of the pieces, and one way to make it. */
function waysUpTo(
  pieces: readonly Pieces[],
  sumMaxMinor: number,
): ReadonlyMap<number, readonly Pieces[]> {
  const ways = new Map<number, readonly Pieces[]>([[0, []]]);
  for (const [valueMinor, count] of pieces) {
    for (const [sum, way] of ways.entries().toArray()) {
      for (let taken = 1; taken <= count; taken += 1) {
        const next = sum + taken * valueMinor;
        if (next > sumMaxMinor) break;
        if (!ways.has(next)) ways.set(next, [...way, [valueMinor, taken]]);
      }
    }
  }
  return ways;
}
