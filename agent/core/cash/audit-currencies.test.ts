/** Books in which one currency is counted as another do not pass, whichever line says so. */
import { describe, expect, it } from 'vitest';
import { cassette, operate } from '../../../test/support/operator-deeds.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import type { LineDraft } from '../journal-line.ts';
import { auditJournal } from './audit.ts';

const WHO = { client: 'pos', operator: SUPERVISOR };

/** Sales, a return, debts, operations, fills, takes and counts in both currencies. */
function honestLines(): readonly LineDraft[] {
  const till = new PureTill(10, 1);
  till.canCollect = () => true;
  const sell = (saleId: string, amountDueMinor: number, currency: string): void => {
    till.startSale(saleId, amountDueMinor, currency);
  };
  const usd = (valueMinor: number): void => {
    till.insertUsd(valueMinor);
    till.settle();
  };
  sell('e', 130, 'EUR');
  till.insert(200);
  till.settle();
  sell('u', 400, 'USD');
  usd(500);
  sell('back', 400, 'USD');
  usd(100);
  till.send({ kind: 'cancel-requested', saleId: 'back' });
  till.settle();
  sell('short', 100, 'USD');
  usd(1_000);
  for (const debtId of Object.keys(till.till.debts)) {
    till.send({ kind: 'debt-payment-requested', debtId, by: 'hand', ...WHO });
  }
  usd(100);
  const [debtId = ''] = Object.keys(till.till.debts);
  till.send({ kind: 'debt-payment-requested', debtId, by: 'machine', ...WHO });
  till.settle();
  for (const valueMinor of [100, 500]) {
    const place = `usd-${valueMinor}`;
    const added = [{ valueMinor, count: 4 }];
    till.tubes.set(place, (till.tubes.get(place) ?? 0) + 4);
    till.send({ kind: 'fill-entered', place, added, client: 'pos' });
  }
  const order = { kind: 'amount', amountMinor: 100 } as const;
  operate(till, 'o', { purpose: 'dispense', order, currency: 'USD' });
  till.settle();
  const taken = [{ valueMinor: 500, count: 1 }];
  till.send({ kind: 'take-entered', place: 'usd-500', taken, reason: 'bank', ...WHO });
  const counted = [{ valueMinor: 500, count: 2 }];
  const count = { kind: 'count-entered', place: 'usd-500', counted, isDeviceGone: false } as const;
  till.send({ ...count, client: 'pos' });
  till.insert(50);
  cassette(till, 'remove', 'k');
  return till.lines;
}

const LINES = honestLines();

/** The last line of a kind that names a currency names another, or none. */
function retold(kind: LineDraft['kind'], currency: string | undefined): readonly LineDraft[] {
  const at = LINES.findLastIndex(
    ({ kind: one, body }) => one === kind && 'currency' in body && body.currency !== undefined,
  );
  return LINES.map((line, index) =>
    index === at ? ({ ...line, body: { ...line.body, currency } } as LineDraft) : line,
  );
}

describe('books of two currencies', () => {
  it('hold, and say what is there of each', () => {
    const audit = auditJournal(LINES);
    expect(audit.problems).toEqual([]);
    expect(Object.keys(audit.foreign)).toEqual(['USD']);
    expect(audit.balances.has('customer:USD')).toBe(true);
  });

  it.each([
    'cash-inserted',
    'payout-started',
    'dispense-started',
    'dispense-settled',
    'debt-recorded',
    'debt-paid',
    'sale-settled',
    'sale-returned',
    'operation-started',
    'operation-finished',
    'cash-filled',
    'cash-taken',
    'cash-counted',
  ] as const)('do not hold where a line of %s is of another currency', (kind) => {
    const lines = retold(kind, undefined);
    expect(lines).not.toEqual(LINES);
    expect(auditJournal(lines).problems).not.toEqual([]);
    expect(auditJournal(retold(kind, 'CHF')).problems).not.toEqual([]);
  });

  it('do not hold where a note is counted for a sale of coins', () => {
    const lines = LINES.map((line): LineDraft =>
      line.kind === 'cash-inserted' && line.body.saleId === 'e'
        ? { ...line, body: { ...line.body, currency: 'USD', place: 'cashbox-usd' } }
        : line,
    );
    expect(auditJournal(lines).problems).not.toEqual([]);
  });

  it('do not hold where two currencies lie in one place', () => {
    const lines = LINES.map((line): LineDraft =>
      line.kind === 'cash-inserted' && line.body.place === 'cashbox-usd'
        ? { ...line, body: { ...line.body, place: 'hopper-50' } }
        : line,
    );
    expect(auditJournal(lines).problems).not.toEqual([]);
  });
});
