/** Orders that are out side by side are no way around what a payout is for. */
import { describe, expect, it } from 'vitest';
import type { LineDraft } from '../journal-line.ts';
import { auditJournal } from './audit.ts';

const FILLED: readonly LineDraft[] = [100, 50].map((valueMinor) => ({
  kind: 'cash-filled',
  body: { place: `hopper-${valueMinor}`, added: [{ valueMinor, count: 9 }], client: 'pos' },
}));
const STARTED: LineDraft = {
  kind: 'payout-started',
  body: { payoutId: 'p', purpose: 'change', ownerId: 's', amountMinor: 300 },
};

interface Told {
  readonly leg: number;
  readonly valueMinor: number;
  readonly count: number;
}

function order({ leg, valueMinor, count }: Told): LineDraft {
  const device = `hopper-${valueMinor}`;
  return {
    kind: 'dispense-started',
    body: { payoutId: 'p', leg, device, valueMinor, count, evidence: '' },
  };
}

function settlement({ leg, valueMinor, count }: Told): LineDraft {
  const device = `hopper-${valueMinor}`;
  return {
    kind: 'dispense-settled',
    body: { payoutId: 'p', leg, device, valueMinor, count, paid: count, end: 'complete' },
  };
}

/** What the books have against these orders; that no sale is due the payout is left out. */
function problemsOf(...lines: readonly LineDraft[]): readonly string[] {
  const [, ...problems] = auditJournal([...FILLED, STARTED, ...lines]).problems;
  return problems;
}

const TWO = { leg: 1, valueMinor: 100, count: 2 };
const ONE = { leg: 2, valueMinor: 50, count: 2 };

describe('orders side by side', () => {
  it('are settled in any order', () => {
    expect(problemsOf(order(TWO), order(ONE), settlement(ONE), settlement(TWO))).toEqual([]);
  });

  it('are together for no more than the payout', () => {
    expect(problemsOf(order(TWO), order({ ...ONE, count: 3 }))).toEqual([
      'line 5: payout p orders more than it is for',
    ]);
  });

  it('are one at a time for each dispenser', () => {
    const small = { ...TWO, count: 1 };
    expect(problemsOf(order(small), order({ ...small, leg: 2 }))).toEqual([
      'line 5: hopper-100 has an order already',
    ]);
  });

  it('are settled as they were given', () => {
    const wrong = settlement({ ...TWO, leg: 7 });
    expect(problemsOf(order(TWO), wrong)).toContain(
      'line 5: hopper-100 settles what it was not told',
    );
  });

  it('have all ended when their payout has', () => {
    const body = { payoutId: 'p', paidMinor: 100, shortMinor: 200, excessMinor: 0 };
    const finished: LineDraft = { kind: 'payout-finished', body };
    expect(problemsOf(order(TWO), order(ONE), settlement(ONE), finished)).toEqual([
      'line 7: payout p does not add up',
    ]);
  });
});
