import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cheapestPacks, NEED_MAX } from './packs.ts';

const PACKS = [
  { credits: 15, priceMinor: 1_000 },
  { credits: 60, priceMinor: 3_600 },
  { credits: 480, priceMinor: 25_600 },
];

describe('packs', () => {
  it('there are none of cover nothing', () => {
    expect(cheapestPacks([], 1)).toBeUndefined();
    expect(cheapestPacks([{ credits: 0, priceMinor: 0 }], 1)).toBeUndefined();
    expect(cheapestPacks(PACKS, NEED_MAX + 1)).toBeUndefined();
  });

  it('of no need are none', () => {
    expect(cheapestPacks(PACKS, 0)).toEqual({ packs: [], credits: 0, priceMinor: 0 });
  });

  it('are cheaper than any other choice that covers the need', () => {
    const pack = fc.record({
      credits: fc.integer({ min: 1, max: 60 }),
      priceMinor: fc.integer({ min: 1, max: 5_000 }),
    });
    const choice = fc.array(fc.nat(4), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(pack, { minLength: 1, maxLength: 4 }), choice, (packs, counts) => {
        const other = packs.map((each, index) => ({ each, count: counts[index] ?? 0 }));
        const credits = other.reduce((sum, { each, count }) => sum + each.credits * count, 0);
        const price = other.reduce((sum, { each, count }) => sum + each.priceMinor * count, 0);
        const best = cheapestPacks(packs, credits);
        expect(best?.priceMinor).toBeLessThanOrEqual(price);
        expect(best?.credits).toBeGreaterThanOrEqual(credits);
      }),
    );
  });
});
