/** A sale whose last digits no coin can pay: what is paid, what is kept, and what the books say. */
import { beforeEach, describe, expect, it } from 'vitest';
import { beginDeposit, end, fix } from '../../../test/support/operator-deeds.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';

let till: PureTill;

beforeEach(() => {
  till = new PureTill(10);
  till.cashRounding = { stepMinor: 5, mode: 'half-up' };
});

describe('a sale that is rounded to the coins there are', () => {
  it.each([
    { askedMinor: 243, dueMinor: 245, roundingMinor: 2 },
    { askedMinor: 242, dueMinor: 240, roundingMinor: -2 },
  ])('of $askedMinor costs $dueMinor', ({ askedMinor, dueMinor, roundingMinor }) => {
    till.send({ kind: 'shift-open-requested', client: 'pos' });
    till.startSale('s', askedMinor);
    till.insert(200);
    till.insert(50);
    till.settle();
    expect(till.handMinor).toBe(250 - dueMinor);
    expect(till.lines).toContainEqual(
      expect.objectContaining({
        kind: 'sale-started',
        body: expect.objectContaining({ amountDueMinor: dueMinor, roundingMinor }),
      }),
    );
    const closed = till.send({ kind: 'shift-close-requested', client: 'pos' });
    expect(closed).toMatchObject({
      report: { totals: { soldMinor: dueMinor, roundingMinor } },
    });
  });

  it('is the same sale when its POS program asks again, by what it asked for', () => {
    till.startSale('s', 243);
    expect(till.startSale('s', 243)).toMatchObject({ kind: 'sale', isNew: false });
    expect(till.startSale('s', 245)).toMatchObject({
      refusal: { code: 'idempotency-key-reused' },
    });
  });

  it('is refused where nothing is left of it', () => {
    expect(till.startSale('s', 2)).toMatchObject({
      refusal: { code: 'amount-not-payable', amountMinor: 2 },
    });
  });

  it('of an amount there are coins for is as it was', () => {
    till.startSale('s', 240);
    expect(till.sales.get('s')).not.toHaveProperty('roundingMinor');
  });
});

describe('a deposit of which an amount is kept', () => {
  it.each([
    { askedMinor: 243, keptMinor: 245, roundingMinor: 2 },
    { askedMinor: 242, keptMinor: 240, roundingMinor: -2 },
  ])('of $askedMinor keeps $keptMinor, and owes nobody a coin that there is not', (expected) => {
    const { askedMinor, keptMinor, roundingMinor } = expected;
    till.send({ kind: 'shift-open-requested', client: 'pos' });
    beginDeposit(till, 'd');
    till.insert(200);
    till.insert(50);
    fix(till, 'd');
    end(till, 'd', { kind: 'change', amountMinor: askedMinor });
    till.settle();
    expect(till.handMinor).toBe(250 - keptMinor);
    expect(till.till.debts).toEqual({});
    expect(till.send({ kind: 'shift-close-requested', client: 'pos' })).toMatchObject({
      report: { totals: { depositedMinor: keptMinor, roundingMinor } },
    });
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('is not rounded above what was put in', () => {
    beginDeposit(till, 'd');
    till.insert(50);
    fix(till, 'd');
    expect(end(till, 'd', { kind: 'change', amountMinor: 53 })).toMatchObject({
      refusal: { code: 'deposit-too-small', insertedMinor: 50, amountMinor: 55 },
    });
    expect(end(till, 'd', { kind: 'change', amountMinor: 52 })).toMatchObject({
      sale: { amountDueMinor: 50, roundingMinor: -2 },
    });
  });
});
