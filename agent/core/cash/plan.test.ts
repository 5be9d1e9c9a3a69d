import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { payableUpTo, planDispense, type DispensePlan, type DispenseSource } from './plan.ts';

function tubes(...held: readonly (readonly [valueMinor: number, available: number])[]) {
  return held.map(([valueMinor, available]) => ({
    device: `hopper-${valueMinor}`,
    valueMinor,
    available,
  }));
}

function paidBy(plan: DispensePlan): number {
  return plan.dispenses.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
}

/** The same question answered by trying every combination. */
function everyPayable(sources: readonly DispenseSource[]): Map<number, number> {
  return sources.reduce(
    (payable, { valueMinor, available }) => {
      const next = new Map(payable);
      for (const [amount, pieces] of payable) {
        for (let count = 1; count <= available; count += 1) {
          const key = amount + count * valueMinor;
          next.set(key, Math.min(next.get(key) ?? Infinity, pieces + count));
        }
      }
      return next;
    },
    new Map([[0, 0]]),
  );
}

const sourcesArbitrary = fc
  .uniqueArray(
    fc.record({
      valueMinor: fc.constantFrom(1, 2, 5, 10, 20, 50, 100, 200),
      available: fc.integer({ min: 0, max: 5 }),
    }),
    { selector: ({ valueMinor }) => valueMinor, maxLength: 4 },
  )
  .map((held) =>
    tubes(...held.map(({ valueMinor, available }) => [valueMinor, available] as const)),
  );

describe('planDispense', () => {
  it('pays 60 out of one 50 and three 20s, where greedy change fails', () => {
    expect(planDispense(60, tubes([50, 1], [20, 3]))).toEqual({
      kind: 'exact',
      dispenses: [{ device: 'hopper-20', valueMinor: 20, count: 3 }],
    });
  });

  it('says how much is short when nothing is there', () => {
    expect(planDispense(120, [])).toEqual({ kind: 'short', dispenses: [], shortMinor: 120 });
    expect(planDispense(120, tubes([50, 0]))).toEqual({
      kind: 'short',
      dispenses: [],
      shortMinor: 120,
    });
  });

  it('never takes more than a tube holds, nor more than asked', () => {
    expect(planDispense(500, tubes([200, 1], [5, 2]))).toEqual({
      kind: 'short',
      dispenses: [
        { device: 'hopper-200', valueMinor: 200, count: 1 },
        { device: 'hopper-5', valueMinor: 5, count: 2 },
      ],
      shortMinor: 290,
    });
  });

  it('keeps what lies below the smallest coin as short', () => {
    expect(planDispense(43, tubes([20, 5]))).toEqual({
      kind: 'short',
      dispenses: [{ device: 'hopper-20', valueMinor: 20, count: 2 }],
      shortMinor: 3,
    });
  });

  it('plans two tubes of the same value', () => {
    const sources = [
      { device: 'a', valueMinor: 100, available: 1 },
      { device: 'b', valueMinor: 100, available: 1 },
    ];
    expect(paidBy(planDispense(200, sources))).toBe(200);
  });

  it('agrees with trying every combination', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), sourcesArbitrary, (amountMinor, sources) => {
        const payable = everyPayable(sources);
        const best = Math.max(...[...payable.keys()].filter((amount) => amount <= amountMinor));
        const plan = planDispense(amountMinor, sources);
        const pieces = plan.dispenses.reduce((sum, { count }) => sum + count, 0);
        expect(paidBy(plan)).toBe(best);
        expect(pieces).toBe(payable.get(best));
        expect(plan.kind === 'exact' ? 0 : plan.shortMinor).toBe(amountMinor - best);
      }),
    );
  });

  it('knows every payable amount at once', () => {
    fc.assert(
      fc.property(sourcesArbitrary, (sources) => {
        const payable = everyPayable(sources);
        const isPayable = payableUpTo(300, sources);
        for (let amount = 0; amount <= 300; amount += 1) {
          expect(isPayable(amount)).toBe(payable.has(amount));
        }
      }),
    );
  });
});
