/** The cheapest packs of credits that cover a need. Packs are bought whole, any number of each. */

export interface CreditPack {
  readonly credits: number;
  /** Before tax. Held by the pack: a single credit has no price in whole cents. */
  readonly priceMinor: number;
}

export interface PackChoice {
  readonly packs: readonly CreditPack[];
  readonly credits: number;
  readonly priceMinor: number;
}

/** More is not bought in one go; it bounds the work too. */
export const NEED_MAX = 100_000;

/**
 * The cheapest choice with at least `need` credits; of equals the one with fewer packs. Undefined:
 * there are no packs, or the need is above `NEED_MAX`.
 */
export function cheapestPacks(packs: readonly CreditPack[], need: number): PackChoice | undefined {
  const usable = packs.filter(({ credits }) => credits > 0);
  if (usable.length === 0 || need > NEED_MAX) return undefined;
  const best: Best[] = [{ priceMinor: 0, count: 0 }];
  for (let credits = 1; credits <= need; credits += 1) best.push(cheapest(usable, best, credits));
  return choiceOf(best, need);
}

interface Best {
  readonly priceMinor: number;
  readonly count: number;
  readonly last?: CreditPack;
}

function cheapest(packs: readonly CreditPack[], best: readonly Best[], credits: number): Best {
  const choices = packs.map((last): Best => {
    const rest = best[Math.max(0, credits - last.credits)] ?? { priceMinor: 0, count: 0 };
    return { priceMinor: rest.priceMinor + last.priceMinor, count: rest.count + 1, last };
  });
  return choices.reduce((a, b) => (isBetter(b, a) ? b : a));
}

function isBetter(a: Best, b: Best): boolean {
  return a.priceMinor < b.priceMinor || (a.priceMinor === b.priceMinor && a.count < b.count);
}

function choiceOf(best: readonly Best[], need: number): PackChoice {
  const packs: CreditPack[] = [];
  for (let left = need; left > 0;) {
    const last = best[left]?.last;
    if (last === undefined) break;
    packs.push(last);
    left -= last.credits;
  }
  return {
    packs: packs.toSorted((a, b) => b.credits - a.credits),
    credits: packs.reduce((sum, { credits }) => sum + credits, 0),
    priceMinor: packs.reduce((sum, { priceMinor }) => sum + priceMinor, 0),
  };
}
