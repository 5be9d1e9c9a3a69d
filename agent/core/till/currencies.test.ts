/** Coins of EUR and notes of USD on one till: nothing of one is ever taken, paid or counted as the other. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginDeposit, end, fix, operate } from '../../../test/support/operator-deeds.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';
import { PureTill, USD_VALUES, VALUES } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { totalMinor } from '../cash/counts.ts';
import { heldAt } from '../cash/holdings.ts';
import type { LineDraft } from '../journal-line.ts';
import { EMPTY_TILL, misplacedCash, type Place } from './till.ts';

const WHO = { client: 'pos', operator: SUPERVISOR };

function debts(till: PureTill): readonly object[] {
  return Object.values(till.till.debts);
}

function orders(till: PureTill): readonly string[] {
  return till.lines.flatMap((line) => (line.kind === 'dispense-started' ? line.body.device : []));
}

/** Every amount that is in the books must be there in the machine, in each currency by itself. */
function expectConserved(till: PureTill): void {
  const audit = auditJournal(till.lines);
  expect(audit.problems).toEqual([]);
  expect(audit.heldMinor).toBe(till.heldMinor() + till.cashboxMinor);
  expect(audit.foreign['USD']?.heldMinor ?? 0).toBe(till.heldMinor('USD') + till.usd.cashboxMinor);
}

function fiveHundredsOf(currency: string | undefined): readonly Place[] {
  return [{ place: 'usd-500', valueMinor: 500, currency }];
}

describe('a sale', () => {
  it('takes only what is of its currency', () => {
    const till = new PureTill(20, 20);
    till.startSale('e', 130);
    expect([till.accepted, till.acceptedUsd]).toEqual([VALUES, []]);
    till.send({ kind: 'cancel-requested', saleId: 'e' });
    till.settle();
    till.startSale('u', 300, 'USD');
    expect([till.accepted, till.acceptedUsd]).toEqual([[], USD_VALUES]);
  });

  it('asks before it takes, and gives back a note of another currency', () => {
    const till = new PureTill(20, 20);
    till.startSale('e', 130);
    const asked = { kind: 'cash-escrowed', device: 'bills', valueMinor: 100 } as const;
    const answer = till.send({ ...asked, currency: 'USD' });
    expect(answer).toEqual({ kind: 'escrow', decision: 'return' });
  });

  it('pays its change out of its currency, though the other has the very same value', () => {
    const till = new PureTill(20, 20);
    till.startSale('u', 900, 'USD');
    till.insertUsd(1_000);
    till.settle();
    expect(orders(till)).toEqual(['usd-100']);
    expect(till.usd.handMinor).toBe(100);
    expect(till.handMinor).toBe(0);
    expect(heldAt(till.till.holdings, 'cashbox-usd')).toEqual([{ valueMinor: 1_000, count: 1 }]);
    expectConserved(till);
  });

  it('owes what it cannot pay in its currency, however much of the other there is', () => {
    const till = new PureTill(20, 0);
    till.startSale('u', 900, 'USD');
    till.insertUsd(1_000);
    till.settle();
    expect(orders(till)).toEqual([]);
    expect(debts(till)).toMatchObject([{ amountMinor: 100, currency: 'USD', cause: 'owed' }]);
    till.send({ kind: 'debt-payment-requested', debtId: 'u/owed', by: 'machine', ...WHO });
    till.settle();
    expect(debts(till)).toMatchObject([{ amountMinor: 100, paidMinor: 0 }]);
    expect(till.handMinor).toBe(0);
    expect(auditJournal(till.lines)).toMatchObject({ owedMinor: 0, problems: [] });
    expect(auditJournal(till.lines).foreign['USD']).toEqual({ owedMinor: 100, heldMinor: 1_000 });
  });

  it('is refused in a currency that no device has', () => {
    const till = new PureTill(20, 20);
    expect(till.startSale('c', 100, 'CHF')).toMatchObject({
      refusal: { code: 'currency-not-accepted', currency: 'CHF' },
    });
    expect(new PureTill(20).startSale('u', 100, 'USD')).toMatchObject({
      refusal: { code: 'currency-not-accepted', currency: 'USD' },
    });
    expect(till.startSale('u', 130, 'USD')).toMatchObject({
      refusal: { code: 'amount-not-payable' },
    });
  });

  it('is rounded only in the till’s own currency', () => {
    const till = new PureTill(20, 20);
    till.cashRounding = { stepMinor: 200, mode: 'up' };
    expect(till.startSale('u', 100, 'USD')).toMatchObject({ sale: { amountDueMinor: 100 } });
  });
});

describe('cash of another currency than the sale’s', () => {
  it('belongs to nobody’s sale, and is owed in its own currency', () => {
    const till = new PureTill(20, 20);
    till.startSale('e', 100);
    till.insertUsd(100);
    expect(till.sales.get('e')?.inserted).toEqual([]);
    expect(till.sales.get('e')?.phase.kind).toBe('collecting');
    expect(debts(till)).toMatchObject([{ cause: 'unassigned', amountMinor: 100, currency: 'USD' }]);
    till.send({ kind: 'cancel-requested', saleId: 'e' });
    till.settle();
    till.startSale('u', 100, 'USD');
    till.insert(100);
    expect(till.sales.get('u')?.inserted).toEqual([]);
    expect(debts(till)[1]).not.toHaveProperty('currency', 'USD');
    expectConserved(till);
  });
});

describe('an operation', () => {
  it('moves one currency: amounts, all that there is, and into the cashbox of it', () => {
    const till = new PureTill(20, 20);
    till.canCollect = () => true;
    const order = { kind: 'amount', amountMinor: 600 } as const;
    operate(till, 'o', { purpose: 'dispense', order, currency: 'USD' });
    till.settle();
    expect([till.usd.handMinor, till.handMinor]).toEqual([600, 0]);
    operate(till, 'c', { purpose: 'collect', order: { kind: 'all' }, currency: 'USD' });
    till.settle();
    expect(till.heldMinor('USD')).toBe(0);
    expect(till.cashboxMinor).toBe(0);
    expect(totalMinor(heldAt(till.till.holdings, 'cashbox-usd'))).toBe(19 * 600);
    operate(till, 'e', { purpose: 'empty', order: { kind: 'all' } });
    till.settle();
    expect(till.heldMinor()).toBe(0);
    expectConserved(till);
  });

  it('knows no place of another currency', () => {
    const till = new PureTill(20, 20);
    const order = { kind: 'places', places: [{ place: 'usd-100' }] } as const;
    const refusal = { code: 'place-not-found', place: 'usd-100' };
    expect(operate(till, 'o', { purpose: 'empty', order })).toMatchObject({ refusal });
    const amount = { kind: 'amount', amountMinor: 100 } as const;
    expect(
      operate(till, 'p', { purpose: 'dispense', order: amount, currency: 'CHF' }),
    ).toMatchObject({ refusal: { code: 'currency-not-accepted' } });
  });
});

describe('after a restart', () => {
  it('an order goes on in its currency, out of what was stored', () => {
    const till = new PureTill(20, 20);
    till.startSale('u', 700, 'USD');
    till.insertUsd(1_000);
    const fixing = till.effects.shift();
    if (fixing !== undefined) till.complete(fixing);
    till.till = JSON.parse(JSON.stringify(till.till)) as typeof till.till;
    till.restart();
    till.settle();
    expect(till.sales.get('u')).toMatchObject({ paidOutMinor: 300, phase: { kind: 'settled' } });
    expect([till.usd.handMinor, till.handMinor]).toEqual([300, 0]);
    expectConserved(till);
  });

  it('a place that no port has any more is still of its currency', () => {
    const till = new PureTill(20, 20);
    till.insertUsd(1_000);
    till.isConfigured = (place) => place !== 'cashbox-usd';
    const counted = [{ valueMinor: 1_000, count: 1 }];
    const place = 'cashbox-usd';
    till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client: 'pos' });
    expect(till.lines.at(-1)?.body).toMatchObject({ place, currency: 'USD' });
    expectConserved(till);
  });

  it('cash of one currency where the configuration now says another is found', () => {
    const till = new PureTill(20, 20);
    expect(misplacedCash(till.till, fiveHundredsOf('USD'))).toBeUndefined();
    expect(misplacedCash(till.till, fiveHundredsOf(undefined))).toMatchObject({ currency: 'USD' });
    expect(misplacedCash(EMPTY_TILL, fiveHundredsOf(undefined))).toBeUndefined();
  });
});

describe('what is not of another currency', () => {
  it('is written as it was before there were others', () => {
    const till = new PureTill(20, 20);
    till.startSale('e', 130);
    till.insert(200);
    till.settle();
    till.insert(50);
    operate(till, 'o', { purpose: 'dispense', order: { kind: 'amount', amountMinor: 50 } });
    till.settle();
    const named = till.lines.filter(
      ({ kind, body }) =>
        kind !== 'sale-started' && 'currency' in body && body.currency !== undefined,
    );
    expect(named.map(({ kind }) => kind)).toEqual(['cash-filled', 'cash-filled']);
  });
});

const DEEDS: Readonly<Record<string, (till: PureTill, pick: number) => unknown>> = {
  sale: (till, pick) => till.startSale(`s-${till.lines.length}`, 5 * (1 + (pick % 100))),
  usdSale: (till, pick) => {
    till.startSale(`s-${till.lines.length}`, 100 * (1 + (pick % 20)), 'USD');
  },
  coin: (till, pick) => till.insert(VALUES[pick % VALUES.length] ?? 5),
  note: (till, pick) => till.insertUsd(USD_VALUES[pick % USD_VALUES.length] ?? 100),
  deposit: (till) => beginDeposit(till, `d-${till.lines.length}`),
  end: (till) => {
    const saleId = till.till.activeSaleId ?? 'none';
    fix(till, saleId);
    end(till, saleId, { kind: 'repay' });
  },
  dispense: (till, pick) => {
    const order = { kind: 'amount', amountMinor: 100 * (1 + (pick % 12)) } as const;
    const currency = pick % 2 === 0 ? 'USD' : 'EUR';
    operate(till, `o-${till.lines.length}`, { purpose: 'dispense', order, currency });
  },
  collect: (till, pick) => {
    const currency = pick % 2 === 0 ? 'USD' : 'EUR';
    const order = { kind: 'all' } as const;
    operate(till, `o-${till.lines.length}`, { purpose: 'collect', order, currency });
  },
  debt: (till, pick) => {
    const [debtId = 'none'] = Object.keys(till.till.debts);
    const by = pick % 3 === 0 ? 'hand' : 'machine';
    till.send({ kind: 'debt-payment-requested', debtId, by, ...WHO });
  },
  cancel: (till) => {
    till.send({ kind: 'cancel-requested', saleId: till.till.activeSaleId ?? 'none' });
  },
  effect: (till) => {
    const effect = till.effects.shift();
    if (effect !== undefined) till.complete(effect);
  },
  settle: (till) => till.settle(),
  crash: (till) => till.restart(),
  shift: (till, pick) => {
    const kind = pick % 2 === 0 ? 'shift-open-requested' : 'shift-close-requested';
    till.send({ kind, client: 'pos' });
  },
};

/** Lines that move a sale's money in another currency than its own, or another device's. */
function impure(till: PureTill): readonly LineDraft[] {
  const currencies = new Map([...till.sales.values()].map((sale) => [sale.saleId, sale.currency]));
  return till.lines.filter(({ kind, body }) => {
    if (kind === 'cash-inserted') {
      return body.saleId !== undefined && currencies.get(body.saleId) !== (body.currency ?? 'EUR');
    }
    if (kind !== 'dispense-started') return false;
    const saleCurrency = currencies.get(body.payoutId.replace(/\/payout$/, ''));
    const isOwn = body.currency === undefined;
    const isOfSale = saleCurrency === undefined || saleCurrency === (body.currency ?? 'EUR');
    return !isOfSale || body.device.startsWith('usd-') === isOwn;
  });
}

describe('whatever is asked in whatever currency', () => {
  it('each is conserved by itself, and every shift adds up in each', () => {
    const deed = fc.tuple(fc.constantFrom(...Object.keys(DEEDS), 'coin', 'note'), fc.nat(999));
    const each = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(each, each, fc.array(deed, { maxLength: 80 }), (coins, notes, done) => {
        const till = new PureTill(coins, notes);
        till.canCollect = () => true;
        const floats = [till.heldMinor(), till.heldMinor('USD')];
        till.send({ kind: 'shift-open-requested', client: 'pos' });
        for (const [name, pick] of done) DEEDS[name]?.(till, pick);
        till.settle();
        till.send({ kind: 'cancel-requested', saleId: till.till.activeSaleId ?? 'none' });
        till.settle();
        till.send({ kind: 'shift-close-requested', client: 'pos' });
        expectConserved(till);
        expect(impure(till)).toEqual([]);
        const { usd } = till;
        expect([
          till.heldMinor() + till.cashboxMinor + till.handMinor - till.insertedMinor,
          till.heldMinor('USD') + usd.cashboxMinor + usd.handMinor - usd.insertedMinor,
        ]).toEqual(floats);
        for (const line of till.lines) {
          if (line.kind !== 'shift-closed') continue;
          for (const sums of [line.body, ...Object.values(line.body.foreign ?? {})]) {
            const { openingMinor, totals, closingMinor } = sums;
            const came = totals.insertedMinor + totals.filledMinor + totals.differenceMinor;
            const went = totals.paidOutMinor + totals.takenMinor + totals.onItsWayMinor;
            expect(openingMinor + came - went).toBe(closingMinor);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
