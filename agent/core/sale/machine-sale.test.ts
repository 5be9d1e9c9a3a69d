/** What a sale of a whole machine came to is read from what the machine says moved, and from nothing else. */
import { describe, expect, it } from 'vitest';
import { stepMachineSale, type MachineSaleEvent } from './machine-sale.ts';
import { startSale, stepSale, type Sale } from './sale.ts';

const NOW_MS = 1_000;
const DUE_MINOR = 750;
const JOB = 's/job';

interface Course {
  readonly dueMinor?: number;
  readonly inMinor: number;
  readonly outMinor: number;
  readonly notPaidMinor?: number;
  readonly roundingMaxMinor?: number;
  readonly isCancelled?: boolean;
}

function begun(amountDueMinor: number): Sale {
  const terms = {
    saleId: 's',
    client: 'pos',
    idempotencyKey: 'k',
    amountDueMinor,
    currency: 'EUR',
  };
  return startSale(terms, NOW_MS, JOB).sale;
}

function step(sale: Sale, event: MachineSaleEvent): Sale {
  return stepMachineSale(sale, event, NOW_MS).sale;
}

function ended(course: Course): ReturnType<typeof stepMachineSale> {
  const { inMinor, outMinor, notPaidMinor = 0, roundingMaxMinor = 2 } = course;
  const cashIn = inMinor === 0 ? [] : [{ valueMinor: inMinor, count: 1 }];
  const cancelled = { kind: 'cancelled', reason: 'requested', sinceMs: NOW_MS } as const;
  const sale = begun(course.dueMinor ?? DUE_MINOR);
  const going = course.isCancelled === true ? stepSale(sale, cancelled, NOW_MS).sale : sale;
  const moved = step(going, { kind: 'machine-moved', cashIn, outMinor });
  const end = { kind: 'machine-ended', notPaidMinor, roundingMaxMinor, isRefused: false } as const;
  return stepMachineSale(moved, end, NOW_MS);
}

function kinds(course: Course): readonly string[] {
  return ended(course).lines.map(({ kind }) => kind);
}

describe('the end of a sale', () => {
  it.each([
    ['exact', { inMinor: 750, outMinor: 0 }, 'settled', 0, 0],
    ['with change', { inMinor: 1_000, outMinor: 250 }, 'settled', 0, 0],
    ['rounded down', { dueMinor: 3, inMinor: 2, outMinor: 0 }, 'settled', -1, 0],
    ['rounded up', { dueMinor: 3, inMinor: 5, outMinor: 0 }, 'settled', 2, 0],
    ['change not there', { inMinor: 1_000, outMinor: 200, notPaidMinor: 50 }, 'owed', 0, 50],
    [
      'rounded, change not there',
      { inMinor: 1_000, outMinor: 200, notPaidMinor: 49 },
      'owed',
      1,
      49,
    ],
    ['kept too much without a word', { inMinor: 1_000, outMinor: 100 }, 'owed', 0, 150],
    ['paid out too much', { inMinor: 1_000, outMinor: 300 }, 'settled', -50, 0],
    ['given back at the machine', { inMinor: 500, outMinor: 500 }, 'returned', 0, 0],
    ['given back in part', { inMinor: 500, outMinor: 200, notPaidMinor: 300 }, 'owed', 0, 300],
    ['ended below its amount', { inMinor: 500, outMinor: 0 }, 'owed', 0, 500],
    ['nothing came in', { inMinor: 0, outMinor: 0 }, 'returned', 0, 0],
    [
      'cancelled, and given back',
      { inMinor: 500, outMinor: 500, isCancelled: true },
      'returned',
      0,
      0,
    ],
    ['cancelled too late', { inMinor: 1_000, outMinor: 250, isCancelled: true }, 'settled', 0, 0],
    [
      'cancelled, none of it back',
      { inMinor: 1_000, outMinor: 0, isCancelled: true },
      'owed',
      0,
      1_000,
    ],
  ] as const)('%s', (...[, course, ...end]) => {
    const [state, differenceMinor, owedMinor] = end;
    const { sale, wishes } = ended(course);
    expect(sale.phase.kind).toBe(state);
    expect(sale.differenceMinor ?? 0).toBe(differenceMinor);
    const debts = wishes.flatMap((wish) => (wish.kind === 'debt' ? [wish.amountMinor] : []));
    expect(debts).toEqual(owedMinor === 0 ? [] : [owedMinor]);
  });

  it('says once that it is paid, and why it was given up', () => {
    expect(kinds({ inMinor: 750, outMinor: 0 })).toEqual(['sale-settled']);
    expect(kinds({ dueMinor: 3, inMinor: 2, outMinor: 0 })).toEqual([
      'sale-paid',
      'sale-difference',
      'sale-settled',
    ]);
    expect(kinds({ inMinor: 0, outMinor: 0 })).toEqual(['sale-cancelled', 'sale-returned']);
    const byPos = { inMinor: 0, outMinor: 0, isCancelled: true };
    expect(kinds(byPos)).toEqual(['sale-returned']);
  });
});

describe('a machine that does not answer', () => {
  const silent = { kind: 'machine-answered', isUnresolved: true } as const;
  const back = { kind: 'machine-answered', isUnresolved: false } as const;

  it('changes nothing while it collects, and makes change unresolved', () => {
    const sale = begun(DUE_MINOR);
    expect(step(sale, silent)).toEqual(sale);
    const cashIn = [{ valueMinor: 1_000, count: 1 }];
    const paid = step(sale, { kind: 'machine-moved', cashIn, outMinor: 0 });
    expect(paid.phase).toEqual({ kind: 'settling', payoutId: JOB });
    const unresolved = step(paid, silent);
    expect(unresolved.phase).toEqual({ kind: 'unresolved', purpose: 'change', payoutId: JOB });
    expect(step(unresolved, back).phase).toEqual(paid.phase);
  });
});
