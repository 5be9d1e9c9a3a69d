/** A judge who never objects is worth nothing: each planted bug has to be found out. */
import { describe, expect, it } from 'vitest';
import { liveCash } from './life.ts';
import { SABOTAGES } from './sabotage.ts';

/** Lives with much to pay out and many notes: a bug has its chance in the first of them or the next. */
const SEEDS = [1_002, 1_007, 1_012];

describe('a till that', () => {
  it.each(Object.entries(SABOTAGES))('%s is found out', async (_, sabotage) => {
    const found: string[] = [];
    for (const seed of SEEDS) {
      const { problems } = await liveCash(seed, sabotage());
      found.push(...problems);
      if (found.length > 0) break;
    }
    expect(found).not.toEqual([]);
  });

  it('does nothing of the kind is not accused', async () => {
    for (const seed of SEEDS) expect((await liveCash(seed)).problems).toEqual([]);
  });
});
