/** What an operator asks for is done once, exactly or short, and never goes on by itself. */
import { describe, expect, it } from 'vitest';
import { cassette, operate } from '../../../test/support/operator-deeds.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { heldAt } from '../cash/holdings.ts';

const TWO = { kind: 'counts', counts: [{ valueMinor: 50, count: 2 }] } as const;

function outcomeOf(till: PureTill, operationId: string) {
  return till.cashOperations.get(operationId)?.outcome;
}

function orderOf(till: PureTill) {
  const prepare = till.effects.shift();
  if (prepare !== undefined) till.complete(prepare);
  const order = till.effects.shift();
  if (order?.kind !== 'dispense') throw new TypeError(`an order was expected, not ${order?.kind}`);
  return order;
}

function collecting(coinsEach = 10): PureTill {
  const till = new PureTill(coinsEach);
  till.canCollect = () => true;
  return till;
}

describe('a dispense', () => {
  it('pays an amount, and says so', () => {
    const till = new PureTill(10);
    const order = { kind: 'amount', amountMinor: 370 } as const;
    expect(operate(till, 'o', { purpose: 'dispense', order })).toMatchObject({ isNew: true });
    till.settle();
    expect(till.handMinor).toBe(370);
    expect(till.lines.at(-1)).toEqual({
      kind: 'operation-finished',
      body: {
        operationId: 'o',
        operator: 'ana',
        purpose: 'dispense',
        paidMinor: 370,
        shortMinor: 0,
        reason: 'asked',
      },
    });
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('is done once under its key, and refused for other terms', () => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'refund', order: TWO });
    till.settle();
    expect(operate(till, 'o', { purpose: 'refund', order: TWO })).toMatchObject({ isNew: false });
    expect(operate(till, 'o', { purpose: 'float', order: TWO })).toMatchObject({
      refusal: { code: 'idempotency-key-reused' },
    });
    till.settle();
    expect(till.handMinor).toBe(100);
  });

  it('is refused before anything moves where it cannot be met exactly', () => {
    const till = new PureTill(1);
    const order = { kind: 'amount', amountMinor: 500 } as const;
    expect(operate(till, 'a', { purpose: 'dispense', order })).toMatchObject({
      refusal: { code: 'not-dispensable', amountMinor: 500, payableMinor: 385, missing: [] },
    });
    expect(operate(till, 'c', { purpose: 'dispense', order: TWO })).toMatchObject({
      refusal: {
        code: 'not-dispensable',
        payableMinor: 50,
        missing: [{ valueMinor: 50, count: 1 }],
      },
    });
    expect(till.effects).toEqual([]);
  });

  it('of exact counts ends short: nothing is made up by other pieces', () => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'dispense', order: TWO });
    till.tubes.set('hopper-50', 1);
    till.settle();
    expect(till.handMinor).toBe(50);
    expect(outcomeOf(till, 'o')).toEqual({
      paidMinor: 50,
      shortMinor: 50,
      short: [{ valueMinor: 50, count: 1 }],
    });
    expect(till.till.debts).toEqual({});
  });

  it('of an amount is made up elsewhere, once the first device has reported', () => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'dispense', order: { kind: 'amount', amountMinor: 200 } });
    till.tubes.set('hopper-200', 0);
    till.settle();
    expect(till.handMinor).toBe(200);
    expect(outcomeOf(till, 'o')).toMatchObject({ paidMinor: 200, shortMinor: 0 });
  });

  it.each(['power-lost', 'restart'] as const)('ends short after a %s, and says so', (what) => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'dispense', order: { kind: 'amount', amountMinor: 400 } });
    const order = orderOf(till);
    const paid = till.pay(order, 0.5);
    const { payoutId, leg } = order;
    if (what === 'restart') till.restart();
    else till.send({ kind: 'dispense-settled', payoutId, leg, paid, end: 'power-lost' });
    till.settle();
    expect(till.handMinor).toBe(paid * 200);
    expect(outcomeOf(till, 'o')).toMatchObject({ shortMinor: 400 - paid * 200 });
    expect(till.till.cashOperations).toEqual({});
  });

  it('waits for nobody: a sale and an operation are one at a time', () => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'dispense', order: TWO });
    expect(till.startSale('s', 100)).toMatchObject({ refusal: { code: 'machine-busy' } });
    till.settle();
    till.startSale('s', 100);
    expect(operate(till, 'p', { purpose: 'dispense', order: TWO })).toMatchObject({
      refusal: { code: 'machine-busy' },
    });
  });

  it('goes on past two minutes while its operator stands by', () => {
    const till = new PureTill(60);
    const order = { kind: 'places', places: [{ place: 'hopper-50' }] } as const;
    operate(till, 'o', { purpose: 'empty', order });
    for (let leg = 0; leg < 3; leg += 1) {
      till.nowMs += 100_000;
      till.settleOrder(orderOf(till));
    }
    expect(outcomeOf(till, 'o')).toMatchObject({ paidMinor: 3_000, shortMinor: 0 });
  });

  it('is acknowledged once it has ended', () => {
    const till = new PureTill(10);
    operate(till, 'o', { purpose: 'dispense', order: TWO });
    const kind = 'operation-acknowledge-requested';
    expect(till.send({ kind, operationId: 'o', client: 'pos' })).toMatchObject({
      refusal: { code: 'operation-not-finished' },
    });
    expect(till.send({ kind, operationId: 'x', client: 'pos' })).toMatchObject({
      refusal: { code: 'operation-not-found' },
    });
    till.settle();
    till.send({ kind, operationId: 'o', client: 'pos' });
    till.send({ kind, operationId: 'o', client: 'pos' });
    const said = till.lines.filter((line) => line.kind === 'operation-acknowledged');
    expect(said).toHaveLength(1);
  });
});

describe('a collect', () => {
  it('moves what lies above the float into the cashbox', () => {
    const till = collecting();
    till.limits = {
      'hopper-50': { nearEmptyCount: 1, floatCount: 4 },
      'hopper-200': { nearEmptyCount: 1, floatCount: 12 },
    };
    operate(till, 'o', { purpose: 'collect', order: { kind: 'to-float' } });
    till.settle();
    expect(till.tubes.get('hopper-50')).toBe(4);
    expect(till.tubes.get('hopper-200')).toBe(10);
    expect(heldAt(till.till.holdings, 'cashbox')).toEqual([{ valueMinor: 50, count: 6 }]);
    expect([till.handMinor, till.cashboxMinor]).toEqual([0, 300]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('of all of them empties every tube, and leaves alone those that cannot', () => {
    const till = collecting(3);
    till.canCollect = (place) => place !== 'hopper-5';
    operate(till, 'o', { purpose: 'collect', order: { kind: 'all' } });
    till.settle();
    expect(till.cashboxMinor).toBe(3 * 380);
    expect(till.tubes.get('hopper-5')).toBe(3);
    const order = { kind: 'places', places: [{ place: 'hopper-5' }] } as const;
    expect(operate(till, 'p', { purpose: 'collect', order })).toMatchObject({
      refusal: { code: 'cannot-collect', place: 'hopper-5' },
    });
    expect(operate(till, 'q', { purpose: 'collect', order: { kind: 'all' } })).toMatchObject({
      refusal: { code: 'nothing-to-move' },
    });
  });

  it('that nobody can tell of is settled by a count, and not repeated', () => {
    const till = collecting();
    const order = { kind: 'places', places: [{ place: 'hopper-50', count: 6 }] } as const;
    operate(till, 'o', { purpose: 'collect', order });
    const sent = orderOf(till);
    const paid = till.pay(sent, 0.5);
    const { payoutId, leg } = sent;
    const unknown = { kind: 'dispense-unknown', payoutId, leg, detail: '' } as const;
    till.send({ ...unknown, reason: 'counters-disagree' });
    const counted = [{ valueMinor: 50, count: till.tubes.get('hopper-50') ?? 0 }];
    const count = { kind: 'count-entered', place: 'hopper-50', counted, client: 'pos' } as const;
    expect(till.send({ ...count, isDeviceGone: false }).kind).toBe('counted');
    expect(till.effects).toEqual([]);
    expect(outcomeOf(till, 'o')).toMatchObject({ paidMinor: paid * 50 });
    expect(heldAt(till.till.holdings, 'cashbox')).toEqual([{ valueMinor: 50, count: paid }]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });
});

describe('a cassette', () => {
  it('leaves with what the journal knows, numbered, and its place starts anew', () => {
    const till = collecting(2);
    operate(till, 'o', { purpose: 'collect', order: { kind: 'all' } });
    till.settle();
    expect(cassette(till, 'remove', 'a')).toEqual({ kind: 'done' });
    expect(cassette(till, 'remove', 'a')).toEqual({ kind: 'done', isRepeated: true });
    expect(till.lines.at(-1)).toMatchObject({ body: { number: 1, operator: 'ana' } });
    expect(heldAt(till.till.holdings, 'cashbox')).toEqual([]);
    expect(cassette(till, 'remove', 'b')).toMatchObject({
      refusal: { code: 'cassette-out', number: 1 },
    });
    cassette(till, 'replace', 'c');
    expect(cassette(till, 'replace', 'd')).toMatchObject({
      refusal: { code: 'cassette-not-out' },
    });
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('is neither taken nor counted while pieces may have fallen into it unseen', () => {
    const till = collecting(4);
    const order = { kind: 'places', places: [{ place: 'hopper-50' }] } as const;
    operate(till, 'o', { purpose: 'collect', order });
    const { payoutId, leg } = orderOf(till);
    const reason = 'offline';
    till.send({ kind: 'dispense-unknown', payoutId, leg, detail: '', reason });
    const counted = [{ valueMinor: 50, count: 4 }];
    const count = { kind: 'count-entered', place: 'cashbox', counted, client: 'pos' } as const;
    const open = { refusal: { code: 'payout-open', place: 'hopper-50' } };
    expect(cassette(till, 'remove', 'a')).toMatchObject(open);
    expect(till.send({ ...count, isDeviceGone: false })).toMatchObject(open);
    till.send({ kind: 'dispense-settled', payoutId, leg, paid: 4, end: 'complete' });
    expect(cassette(till, 'remove', 'a')).toEqual({ kind: 'done' });
    expect(till.lines.at(-1)).toMatchObject({ body: { taken: counted } });
  });

  it('is no dispenser’s tube', () => {
    const till = new PureTill(1);
    const operator = { operatorId: 'ana', role: 'supervisor' } as const;
    const operation = { idempotencyKey: 'k', terms: '' };
    const request = { kind: 'cassette-removed', client: 'pos', operator, operation } as const;
    expect(till.send({ ...request, place: 'hopper-50' })).toMatchObject({
      refusal: { code: 'place-not-found' },
    });
  });
});
