/** How many coins of each value, by value in minor units; values without coins are left out. */
export type CoinCounts = Readonly<Record<string, number>>;

/** Where every coin physically is, whatever any device or journal says. */
export interface SimTruth {
  readonly tubes: Readonly<Record<string, CoinCounts>>;
  readonly cashbox: CoinCounts;
  /** Credited by the acceptor. */
  readonly accepted: CoinCounts;
  /** In the cash box, and never to be credited. */
  readonly swallowed: CoinCounts;
  /** Given back to the customer by the acceptor. */
  readonly rejected: CoinCounts;
  /** In the customer's hand from the hoppers. */
  readonly paidOut: CoinCounts;
  /** Put in and taken out by a person with the key. */
  readonly filled: CoinCounts;
  readonly emptied: CoinCounts;
  /** Only where there is a bill validator. */
  readonly notes?: NoteTruth;
}

/** Where every note physically is; what was inserted is the sum of all the rest. */
export interface NoteTruth {
  readonly inserted: CoinCounts;
  /** Between the customer's hand and the stacker. */
  readonly path: CoinCounts;
  readonly stacker: CoinCounts;
  readonly returned: CoinCounts;
  /** Out of the stacker, by a person with the key. */
  readonly emptied: CoinCounts;
  /** Out of a jammed path, by a person with the key. */
  readonly removed: CoinCounts;
  /** Of those that went into the stacker: credited, and never to be credited. */
  readonly credited: CoinCounts;
  readonly swallowed: CoinCounts;
}

/** A heap of coins that is counted as it grows. */
export class CoinTally {
  readonly #counts = new Map<number, number>();

  add(valueMinor: number): void {
    this.#counts.set(valueMinor, (this.#counts.get(valueMinor) ?? 0) + 1);
  }

  get counts(): CoinCounts {
    const ordered = [...this.#counts].toSorted(([left], [right]) => left - right);
    return Object.fromEntries(ordered);
  }
}

export function countCoins(valuesMinor: readonly number[]): CoinCounts {
  const tally = new CoinTally();
  for (const valueMinor of valuesMinor) tally.add(valueMinor);
  return tally.counts;
}

/** What a heap is worth, in minor units. */
export function worthMinor(counts: CoinCounts): number {
  return Object.entries(counts).reduce((sum, [value, count]) => sum + Number(value) * count, 0);
}
