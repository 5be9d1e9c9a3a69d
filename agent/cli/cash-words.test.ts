/** What somebody reads who has little time: what moved, what did not, and what to do now. */
import { describe, expect, it } from 'vitest';
import type { DepositView } from '../api/deposit-schema.ts';
import type { OperationView } from '../api/operation-schema.ts';
import type { ShiftReportView } from '../api/shift-schema.ts';
import { foundText, levelsText } from './cash-counts.ts';
import { debtsText } from './cash-debts.ts';
import { exchangeText } from './cash-exchange.ts';
import { operationText } from './cash-operation.ts';
import { shiftReportText } from './cash-shift.ts';
import { unacknowledgedText } from './cash-unacknowledged.ts';

const OPERATION: OperationView = {
  operationId: 'op-1',
  purpose: 'dispense',
  state: 'finished',
  client: 'shell',
  operator: 'ana',
  currency: 'EUR',
  amountMinor: 1_250,
  paidMinor: 1_250,
  shortMinor: 0,
  short: [],
  isAcknowledged: false,
  startedAt: '2026-11-22T08:00:00.000Z',
};

const DEPOSIT: DepositView = {
  depositId: 'dep-1',
  state: 'settled',
  purpose: 'exchange',
  client: 'shell',
  operator: 'ana',
  currency: 'EUR',
  insertedMinor: 2_000,
  inserted: [{ valueMinor: 2_000, count: 1 }],
  end: 'exchange',
  keptMinor: 0,
  paidOutMinor: 2_000,
  owedMinor: 0,
  unresolvedMinor: 0,
  mayEnd: false,
  unanswered: [],
  isAcknowledged: false,
  startedAt: '2026-11-22T08:00:00.000Z',
};

describe('a count', () => {
  const COUNT = { place: 'cashbox', currency: 'EUR', expectedMinor: 500, countedMinor: 600 };

  it('says what is too many and what is missing, and what that comes to', () => {
    const values = [
      { valueMinor: 50, expectedCount: 10, countedCount: 8, differenceCount: -2 },
      { valueMinor: 100, expectedCount: 0, countedCount: 2, differenceCount: 2 },
    ];
    const text = foundText({ ...COUNT, values, differenceMinor: 100 });
    expect(text).toBe('Difference to the books: -2 x 0.50 EUR, +2 x 1.00 EUR; in all 1.00 EUR.\n');
  });

  it('that agrees says so', () => {
    const values = [{ valueMinor: 50, expectedCount: 10, countedCount: 10, differenceCount: 0 }];
    expect(foundText({ ...COUNT, values, differenceMinor: 0 })).toBe('It agrees with the books.\n');
  });
});

describe('an operation', () => {
  it('of which nobody knows how much came is not to be repeated', () => {
    const text = operationText({ ...OPERATION, state: 'unresolved', paidMinor: 500 });
    expect(text).toContain('5.00 EUR of 12.50 EUR');
    expect(text).toContain('do not repeat this under a new key');
    expect(text).toContain('op-1');
  });

  it('that came short says of what, and what follows from it', () => {
    const short = [{ valueMinor: 50, count: 2 }];
    const text = operationText({ ...OPERATION, paidMinor: 1_150, shortMinor: 100, short });
    expect(text).toContain('Only 11.50 EUR of 12.50 EUR paid out');
    expect(text).toContain('1.00 EUR did not move: 2 x 0.50 EUR');
  });

  it('that is still moving says where to look', () => {
    const text = operationText({ ...OPERATION, state: 'moving', paidMinor: 0 });
    expect(text).toContain('goes on by itself');
  });

  it('that somebody may not see the counts of tells no figure', () => {
    const hidden = { amountMinor: null, paidMinor: null, shortMinor: null, short: null };
    const text = operationText({ ...OPERATION, ...hidden, purpose: 'empty' });
    expect(text).not.toMatch(/\d/);
    expect(text).toContain('paid out to empty the machine');
  });

  it('that ended as asked is one sentence', () => {
    expect(operationText(OPERATION)).toBe('12.50 EUR paid out.\n');
  });
});

describe('an exchange', () => {
  it('that owes says where the debt is', () => {
    const text = exchangeText({ ...DEPOSIT, state: 'owed', paidOutMinor: 1_500, owedMinor: 500 });
    expect(text).toContain('5.00 EUR is still owed');
    expect(text).toContain('tillwarden cash debts');
  });

  it('of which nobody knows how much came says where to look', () => {
    const text = exchangeText({ ...DEPOSIT, state: 'unresolved', paidOutMinor: 0 });
    expect(text).toContain('cannot say yet');
    expect(text).toContain('dep-1');
  });

  it('that could not be is given back', () => {
    expect(exchangeText({ ...DEPOSIT, end: 'repay' })).toContain('given back, not exchanged');
    const nothing = { ...DEPOSIT, insertedMinor: 0, paidOutMinor: 0 };
    expect(exchangeText(nothing)).toBe('Nothing was put in, nothing came out.\n');
  });
});

describe('the levels', () => {
  const place = { place: 'hopper-50', valueMinor: 50, currency: 'EUR' };

  it('hide what may not be seen, and give no sum of it', () => {
    const blind = {
      ...place,
      counts: null,
      totalMinor: null,
      level: 'near-empty',
      toFloat: null,
    } as const;
    const text = levelsText({ currency: 'EUR', places: [blind] });
    expect(text).toMatch(/hopper-50 +hidden +hidden +near-empty/);
    expect(text).not.toContain('in all');
  });

  it('say what to put in and take out', () => {
    const counts = [{ valueMinor: 50, count: 20 }];
    const held = { ...place, counts, totalMinor: 1_000, level: 'ok' } as const;
    const places = [
      { ...held, toFloat: 30 },
      { ...held, toFloat: -5 },
    ];
    const text = levelsText({ currency: 'EUR', places });
    expect(text).toMatch(/20 x 0\.50 EUR +10\.00 EUR +ok +put in 30/);
    expect(text).toContain('take out 5');
    expect(text).toMatch(/in all +20\.00 EUR/);
  });

  it('add up each currency by itself', () => {
    const euros = { ...place, counts: [], totalMinor: 1_000, level: 'ok', toFloat: 0 } as const;
    const dollars = { ...euros, currency: 'USD', totalMinor: 500 } as const;
    const text = levelsText({ currency: 'EUR', places: [euros, dollars] });
    expect(text).toMatch(/in all +10\.00 EUR/);
    expect(text).toMatch(/in all +5\.00 USD/);
  });
});

describe('a shift’s report', () => {
  const NONE = {
    salesCount: 3,
    soldMinor: null,
    roundingMinor: null,
    returnsCount: null,
    insertedMinor: null,
    paidOutMinor: null,
    depositedMinor: null,
    manualInMinor: null,
    manualOutMinor: null,
    collectedMinor: null,
    filledMinor: null,
    takenMinor: null,
    differenceMinor: null,
    onItsWayMinor: null,
    paidByHandMinor: null,
    lostCreditsMax: null,
  };
  const REPORT: ShiftReportView = {
    number: 4,
    openedAt: '2026-11-22T08:00:00.000Z',
    openedBy: 'shell',
    openedByOperator: 'ana',
    currency: 'EUR',
    foreign: [],
    openingMinor: null,
    totals: NONE,
    closedAt: '2026-11-22T18:00:00.000Z',
    closedBy: 'shell',
    closingMinor: null,
  };

  it('shows no sum to whom counts are blind, and never a nought for one', () => {
    const text = shiftReportText(REPORT, 'EUR');
    expect(text).toMatch(/sold +hidden/);
    expect(text).toMatch(/left in the machine +hidden/);
    expect(text).not.toContain('0.00');
  });

  it('names who did it, a loss with its sign, and leaves out what did not happen', () => {
    const totals = { ...NONE, soldMinor: 1_000, differenceMinor: -50, takenMinor: 0 };
    const text = shiftReportText(
      { ...REPORT, openingMinor: 100, closingMinor: 900, totals },
      'EUR',
    );
    expect(text).toMatch(/opened .* by ana, closed .* by shell/);
    expect(text).toMatch(/difference found by counts +-0\.50 EUR/);
    expect(text).not.toContain('taken out by hand');
  });
});

describe('lists', () => {
  it('of nothing say so', () => {
    expect(debtsText({ currency: 'EUR', debts: [] })).toBe('Nobody is owed anything.\n');
    const none = { operations: [], deposits: [], sales: [] };
    expect(unacknowledgedText(none)).toContain('Nothing waits');
  });

  it('of what nobody took over tell operations from deposits, and how much moved', () => {
    const text = unacknowledgedText({ operations: [OPERATION], deposits: [DEPOSIT], sales: [] });
    expect(text).toMatch(/op-1 +dispense +finished +12\.50 EUR of 12\.50 EUR +shell/);
    expect(text).toMatch(/dep-1 +exchange +settled +20\.00 EUR in, 20\.00 EUR out +shell/);
    expect(text).toContain('tillwarden cash acknowledge ID');
  });
});
