import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashAmountMinor } from './rounding.ts';

const amounts = fc.integer({ min: 1, max: 2_000_000 });
const steps = fc.integer({ min: 1, max: 100 });

describe('an amount in cash', () => {
  it.each([
    { amountMinor: 1_000, stepMinor: 5, mode: 'half-up', cashMinor: 1_000 },
    { amountMinor: 1_002, stepMinor: 5, mode: 'half-up', cashMinor: 1_000 },
    { amountMinor: 1_003, stepMinor: 5, mode: 'half-up', cashMinor: 1_005 },
    { amountMinor: 1_005, stepMinor: 10, mode: 'half-up', cashMinor: 1_010 },
    { amountMinor: 1_005, stepMinor: 10, mode: 'half-down', cashMinor: 1_000 },
    { amountMinor: 1_006, stepMinor: 10, mode: 'half-down', cashMinor: 1_010 },
    { amountMinor: 1_001, stepMinor: 5, mode: 'up', cashMinor: 1_005 },
    { amountMinor: 1_004, stepMinor: 5, mode: 'down', cashMinor: 1_000 },
    { amountMinor: 2, stepMinor: 5, mode: 'half-up', cashMinor: 0 },
  ] as const)('of $amountMinor is $cashMinor, $mode to $stepMinor', ({ cashMinor, ...given }) => {
    expect(cashAmountMinor(given.amountMinor, given)).toBe(cashMinor);
  });

  it('is what was asked for where there is no rule', () => {
    expect(cashAmountMinor(1_003, undefined)).toBe(1_003);
  });

  it('is a whole number of steps, less than one step away', () => {
    const modes = fc.constantFrom('half-up', 'half-down', 'up', 'down');
    fc.assert(
      fc.property(amounts, steps, modes, (amountMinor, stepMinor, mode) => {
        const cash = cashAmountMinor(amountMinor, { stepMinor, mode });
        expect(cash % stepMinor).toBe(0);
        expect(Math.abs(cash - amountMinor)).toBeLessThan(stepMinor);
      }),
    );
  });

  it('is the nearest there is, where it goes by halves', () => {
    const modes = fc.constantFrom('half-up', 'half-down');
    fc.assert(
      fc.property(amounts, steps, modes, (amountMinor, stepMinor, mode) => {
        const cash = cashAmountMinor(amountMinor, { stepMinor, mode });
        expect(Math.abs(cash - amountMinor) * 2).toBeLessThanOrEqual(stepMinor);
      }),
    );
  });
});
