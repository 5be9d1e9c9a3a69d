/** What is kept is the newest, whole, and within both limits, whatever comes in. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BoundedRing } from './bounded-ring.ts';

it('keeps the newest, within both limits, and as many as they allow', () => {
  const size = fc.integer({ min: 0, max: 12 });
  fc.assert(
    fc.property(fc.array(size, { maxLength: 60 }), (sizes) => {
      const ring = new BoundedRing<number>({ countMax: 5, sizeMax: 10 });
      sizes.forEach((one, nth) => ring.put(nth, one));
      const expected = newest(sizes);
      expect([...ring.items()]).toEqual(expected);
      expect(ring.isCut).toBe(expected.length < sizes.length);
    }),
  );
});

/** The same said plainly; what is too long by itself takes the place of all before it. */
function newest(sizes: readonly number[]): readonly number[] {
  let kept: number[] = [];
  sizes.forEach((_, nth) => {
    kept.push(nth);
    const sum = (): number => kept.reduce((total, at) => total + (sizes[at] ?? 0), 0);
    while (kept.length > 5 || sum() > 10) kept = kept.slice(1);
  });
  return kept;
}
