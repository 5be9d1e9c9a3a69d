import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planChosen, shortfallOf } from './piece-choice.ts';

const SOURCES = [
  { device: 'a-50', valueMinor: 50, available: 2 },
  { device: 'b-50', valueMinor: 50, available: 3 },
  { device: 'a-20', valueMinor: 20, available: 4 },
];

describe('chosen pieces', () => {
  it('come out of every dispenser of their value, and of no other value', () => {
    const pieces = [{ valueMinor: 50, count: 4 }];
    expect(planChosen(200, { kind: 'these', pieces }, SOURCES)).toEqual({
      kind: 'exact',
      dispenses: [
        { device: 'a-50', valueMinor: 50, count: 2 },
        { device: 'b-50', valueMinor: 50, count: 2 },
      ],
    });
  });

  it('out of a dispenser that is named come out of no other', () => {
    const pieces = [{ device: 'a-50', valueMinor: 50, count: 4 }];
    expect(shortfallOf(200, { kind: 'these', pieces }, SOURCES)).toEqual({
      payableMinor: 100,
      missing: [{ valueMinor: 50, count: 2 }],
    });
  });

  it('may be as many as possible, and are never fewer than the fewest', () => {
    const amount = fc.integer({ min: 0, max: 33 }).map((tens) => tens * 10);
    fc.assert(
      fc.property(amount, (amountMinor) => {
        const most = planChosen(amountMinor, { kind: 'most' }, SOURCES);
        const fewest = planChosen(amountMinor, undefined, SOURCES);
        const [many, few] = [most, fewest].map(({ dispenses }) =>
          dispenses.reduce((sum, { count }) => sum + count, 0),
        );
        expect(many).toBeGreaterThanOrEqual(few ?? 0);
        expect(most.kind).toBe(fewest.kind);
      }),
    );
  });
});
