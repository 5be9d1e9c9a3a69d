/** A judge who never objects is worth nothing: each planted bug has to be found out. */
import { describe, expect, it } from 'vitest';
import { liveCash } from './life.ts';
import { CURRENCY_SABOTAGES, DEED_SABOTAGES, WHOLE_SABOTAGES } from './sabotage-deeds.ts';
import { PIECE_SABOTAGES, type Sabotages } from './sabotage.ts';

/** Lives with much to pay out and many notes: a bug has its chance in the first of them or the next. */
const SEEDS = [1_002, 1_007, 1_012];
/** Lives in which much is put in, collected and entered by hand. */
const DEED_SEEDS = [1_002, 1_003, 1_022, 1_024, 1_007, 1_012, 1_001, 1_025, 1_010, 1_038];
/** Lives of tills with a second currency, and with one whole machine. */
const CURRENCY_SEEDS = [1_015, 1_016, 1_020];
const WHOLE_SEEDS = [1_068, 1_075];

const PLANTED: readonly (readonly [sabotages: Sabotages, seeds: readonly number[]])[] = [
  [PIECE_SABOTAGES, SEEDS],
  [DEED_SABOTAGES, DEED_SEEDS],
  [CURRENCY_SABOTAGES, CURRENCY_SEEDS],
  [WHOLE_SABOTAGES, WHOLE_SEEDS],
];

const CASES = PLANTED.flatMap(([sabotages, seeds]) =>
  Object.entries(sabotages).map(([name, sabotage]) => [name, sabotage, seeds] as const),
);

describe('a till that', () => {
  it.each(CASES)('%s is found out', async (_, sabotage, seeds) => {
    const found: string[] = [];
    for (const seed of seeds) {
      const { problems } = await liveCash(seed, sabotage());
      found.push(...problems);
      if (found.length > 0) break;
    }
    expect(found).not.toEqual([]);
  });

  it('does nothing of the kind is not accused', async () => {
    for (const seed of [...SEEDS, 1_015, 1_075]) {
      expect((await liveCash(seed)).problems).toEqual([]);
    }
  });
});
