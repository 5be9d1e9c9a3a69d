import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PureTill, VALUES } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { totalMinor } from '../cash/counts.ts';

import { ATTENDED_WITHIN_MS } from '../cash/attendance.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';

const BY = { client: 'pos', operator: SUPERVISOR };

function phaseOf(till: PureTill, saleId: string): string | undefined {
  return till.sales.get(saleId)?.phase.kind;
}

function orderOf(till: PureTill) {
  const order = till.effects.shift();
  if (order?.kind !== 'dispense' && order?.kind !== 'settle-dispense') {
    throw new Error(`an order was expected, not ${order?.kind}`);
  }
  return order;
}

/** A sale of 1.00 that has been given 5.00 and whose one order of change is about to be sent. */
function tillAboutToPay(coinsEach = 10): PureTill {
  const till = new PureTill(coinsEach);
  till.startSale('s', 100);
  till.insert(200);
  till.insert(200);
  till.insert(100);
  const fix = till.effects.shift();
  if (fix !== undefined) till.complete(fix);
  const prepare = till.effects.shift();
  if (prepare !== undefined) till.complete(prepare);
  return till;
}

describe('a sale', () => {
  it('collects, pays its change and settles', () => {
    const till = new PureTill(10);
    till.startSale('s', 240);
    till.insert(200);
    expect(phaseOf(till, 's')).toBe('collecting');
    till.insert(50);
    expect(phaseOf(till, 's')).toBe('settling');
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(10);
    expect(till.till.activeSaleId).toBeUndefined();
  });

  it('returns everything when it is cancelled, coins on their way included', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.insert(200);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.insert(100);
    till.settle();
    expect(phaseOf(till, 's')).toBe('returned');
    expect(till.handMinor).toBe(300);
  });

  it('cannot be cancelled once it is paid', () => {
    const till = tillAboutToPay();
    expect(till.send({ kind: 'cancel-requested', saleId: 's' })).toEqual({
      kind: 'refused',
      refusal: { code: 'sale-already-paid', saleId: 's' },
    });
  });

  it('expires only while it collects', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.insert(200);
    till.idleMs = 179_999;
    till.send({ kind: 'time-passed' });
    expect(phaseOf(till, 's')).toBe('collecting');
    till.idleMs = 180_000;
    till.send({ kind: 'time-passed' });
    expect(phaseOf(till, 's')).toBe('cancelled');

    const paid = tillAboutToPay();
    paid.idleMs = 999_999;
    paid.send({ kind: 'time-passed' });
    paid.settle();
    expect(phaseOf(paid, 's')).toBe('settled');
  });

  it('owes the exact rest when the tubes run out, and the debt is paid once', () => {
    const till = new PureTill(0);
    till.startSale('s', 240);
    till.insert(200);
    till.insert(200);
    till.settle();
    expect(phaseOf(till, 's')).toBe('owed');
    expect(till.handMinor).toBe(0);
    const payment = { kind: 'debt-payment-requested', debtId: 's/owed', ...BY } as const;
    expect(till.send({ ...payment, by: 'hand' })).toEqual({ kind: 'done' });
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.send({ ...payment, by: 'hand' })).toEqual({
      kind: 'refused',
      refusal: { code: 'debt-not-found', debtId: 's/owed' },
    });
  });

  it('pays a debt by the machine once there are coins for it', () => {
    const till = new PureTill(0);
    till.startSale('s', 240);
    till.insert(200);
    till.insert(200);
    till.settle();
    till.tubes.set('hopper-20', 3);
    till.send({
      kind: 'fill-entered',
      place: 'hopper-20',
      added: [{ valueMinor: 20, count: 3 }],
      client: 'pos',
    });
    const payment = { kind: 'debt-payment-requested', debtId: 's/owed', ...BY } as const;
    till.send({ ...payment, by: 'machine' });
    expect(till.send({ ...payment, by: 'hand' })).toMatchObject({
      refusal: { code: 'debt-being-paid' },
    });
    till.settle();
    expect(till.handMinor).toBe(60);
    expect(till.till.debts['s/owed']).toMatchObject({ amountMinor: 160, paidMinor: 60 });
  });

  it('does not begin while the machine pays a debt', () => {
    const till = new PureTill(0);
    till.insert(50);
    const [debtId = ''] = Object.keys(till.till.debts);
    till.send({ kind: 'debt-payment-requested', debtId, by: 'machine', ...BY });
    expect(till.startSale('s', 100)).toMatchObject({ refusal: { code: 'machine-busy' } });
    till.settle();
    expect(till.handMinor).toBe(50);
    expect(till.startSale('s', 100)).toMatchObject({ kind: 'sale', isNew: true });
  });

  it('turns a coin that comes in idle into an unassigned debt', () => {
    const till = new PureTill(10);
    till.insert(50);
    expect(Object.values(till.till.debts)).toMatchObject([
      { cause: 'unassigned', amountMinor: 50 },
    ]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('refuses coins whose change it could not pay, and takes them again once it could', () => {
    const till = new PureTill(0);
    till.startSale('s', 120);
    expect(till.accepted).toEqual([5, 10, 20, 50, 100]);
    till.insert(100);
    expect(till.accepted).toEqual([5, 10, 20]);
    till.insert(10);
    expect(till.accepted).toEqual([5, 10, 20]);
  });

  it('is one sale however often the same request comes', () => {
    const till = new PureTill(10);
    expect(till.startSale('s', 240)).toMatchObject({ kind: 'sale', isNew: true });
    const terms = {
      saleId: 'other',
      client: 'pos',
      idempotencyKey: 'key-s',
      amountDueMinor: 240,
      currency: 'EUR',
    };
    expect(till.send({ kind: 'sale-requested', terms })).toMatchObject({
      kind: 'sale',
      isNew: false,
      sale: { saleId: 's' },
    });
    expect(
      till.send({ kind: 'sale-requested', terms: { ...terms, amountDueMinor: 250 } }),
    ).toMatchObject({ refusal: { code: 'idempotency-key-reused' } });
    expect(till.startSale('t', 100)).toMatchObject({ refusal: { code: 'sale-in-progress' } });
  });

  it.each([
    [243, 'EUR', 'amount-not-payable'],
    [240, 'GBP', 'currency-not-accepted'],
  ])('of %i %s is refused as %s', (amountDueMinor, currency, code) => {
    const till = new PureTill(10);
    const terms = { saleId: 's', client: 'p', idempotencyKey: 'k', amountDueMinor, currency };
    expect(till.send({ kind: 'sale-requested', terms })).toMatchObject({ refusal: { code } });
    expect(till.till.sales).toEqual({});
  });
});

const NIGHT_MS = 12 * 3_600_000;

describe('money is not paid out to nobody', () => {
  it('when a paid sale is found unfinished the next morning: its change is owed', () => {
    const till = new PureTill(10);
    till.startSale('s', 100);
    till.insert(200);
    till.nowMs += NIGHT_MS;
    till.restart();
    till.settle();
    expect(till.handMinor).toBe(0);
    expect(till.till.debts['s/owed']?.amountMinor).toBe(100);
  });

  it('when a cancelled sale is: what was put in is owed', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.insert(200);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.nowMs += NIGHT_MS;
    till.restart();
    till.settle();
    expect(till.handMinor).toBe(0);
    expect(till.till.debts['s/owed']?.amountMinor).toBe(200);
  });

  it('when a sale expires that was begun the day before', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.insert(200);
    till.nowMs += NIGHT_MS;
    till.idleMs = 180_000;
    till.send({ kind: 'time-passed' });
    till.settle();
    expect(till.handMinor).toBe(0);
    expect(till.till.debts['s/owed']?.amountMinor).toBe(200);
  });

  it('but when a sale expires in its time, the customer may still be there', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.insert(200);
    till.nowMs += 181_000;
    till.idleMs = 181_000;
    till.send({ kind: 'time-passed' });
    till.settle();
    expect(till.handMinor).toBe(200);
  });

  it('when its device comes back hours later: what it had paid is settled, the rest owed', () => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const { payoutId, leg, device } = order;
    till.pay(order, 0.5);
    const paidMinor = till.handMinor;
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    till.nowMs += NIGHT_MS;
    till.send({ kind: 'device-changed', device, state: 'up', detail: '' });
    till.settle();
    expect(till.handMinor).toBe(paidMinor);
    expect(till.till.debts['s/owed']?.amountMinor).toBe(400 - paidMinor);
  });
});

describe('a cancel that is asked for again', () => {
  it('is answered with the cancelled sale, also when its money is owed or unresolved', () => {
    const till = new PureTill(0);
    till.startSale('s', 500);
    till.insert(200);
    till.tubes.set('hopper-200', 0);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.complete(till.effects.shift() ?? { kind: 'fix-deposit', saleId: 's' });
    const prepare = till.effects.shift();
    if (prepare !== undefined) till.complete(prepare);
    const { payoutId, leg } = orderOf(till);
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    const again = { kind: 'cancel-requested', saleId: 's' } as const;
    expect(till.send(again)).toMatchObject({
      kind: 'sale',
      sale: { phase: { kind: 'unresolved' } },
    });
    till.send({ kind: 'dispense-settled', payoutId, leg, paid: 0, end: 'empty' });
    expect(till.send(again)).toMatchObject({ kind: 'sale', sale: { phase: { kind: 'owed' } } });
  });
});

describe('a payout whose outcome is unknown', () => {
  it('is settled from the counters after a restart, and never sent twice', () => {
    const till = tillAboutToPay();
    const sent = orderOf(till);
    till.pay(sent);
    till.restart();
    const asked = orderOf(till);
    expect(asked).toMatchObject({ kind: 'settle-dispense', leg: sent.leg, count: sent.count });
    till.settleOrder(asked);
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(400);
  });

  it('is repeated once the device has said that it was not carried out', () => {
    const till = tillAboutToPay();
    orderOf(till);
    till.restart();
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(400);
  });

  it('after two minutes is settled but not carried on: the rest is owed', () => {
    const till = tillAboutToPay();
    orderOf(till);
    till.nowMs += ATTENDED_WITHIN_MS + 1;
    till.restart();
    till.settle();
    expect(phaseOf(till, 's')).toBe('owed');
    expect(till.handMinor).toBe(0);
    expect(till.till.debts['s/owed']?.amountMinor).toBe(400);
  });

  it('with the clock gone back is not carried on either', () => {
    const till = tillAboutToPay();
    orderOf(till);
    till.nowMs -= 1;
    till.restart();
    till.settle();
    expect(phaseOf(till, 's')).toBe('owed');
  });

  it('is owed, not paid on, after the device lost its power', () => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const paid = till.pay(order, 0.5);
    const { payoutId, leg } = order;
    till.send({ kind: 'dispense-settled', payoutId, leg, paid, end: 'power-lost' });
    till.settle();
    expect(phaseOf(till, 's')).toBe('owed');
    expect(till.till.debts['s/owed']?.amountMinor).toBe(400 - till.handMinor);
  });

  it('waits unresolved, lets the next sale begin, and owes what the device did not pay', () => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const { payoutId, leg, device } = order;
    const gone = {
      kind: 'dispense-unknown',
      payoutId,
      leg,
      reason: 'offline',
      detail: '',
    } as const;
    till.send(gone);
    expect(phaseOf(till, 's')).toBe('unresolved');
    expect(till.startSale('t', 100)).toMatchObject({ kind: 'sale', isNew: true });
    till.insert(100);
    till.settle();
    expect(phaseOf(till, 't')).toBe('settled');
    till.send({ kind: 'device-changed', device, state: 'up', detail: '' });
    till.settle();
    expect(phaseOf(till, 's')).toBe('owed');
    expect(till.till.debts['s/owed']?.amountMinor).toBe(400);
  });

  it.each(['up', 'fault'] as const)('carries on when its device comes back %s', (state) => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const { payoutId, leg, device } = order;
    till.pay(order);
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    till.send({ kind: 'device-changed', device, state: 'down', detail: '' });
    expect(till.effects).toEqual([]);
    till.send({ kind: 'device-changed', device, state, detail: '' });
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(400);
  });

  it('is settled by a count when the device cannot tell', () => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const { payoutId, leg, device } = order;
    const paid = till.pay(order, 0.5);
    const unknown = { kind: 'dispense-unknown', payoutId, leg, detail: '' } as const;
    till.send({ ...unknown, reason: 'counters-disagree' });
    const counted = [{ valueMinor: 200, count: till.tubes.get(device) ?? 0 }];
    till.send({
      kind: 'count-entered',
      place: device,
      counted,
      isDeviceGone: false,
      client: 'pos',
    });
    till.settle();
    expect(till.lines).toContainEqual({
      kind: 'dispense-settled',
      body: expect.objectContaining({ paid, end: 'counted' }),
    });
    expect(auditJournal(till.lines).problems).toEqual([]);
    expect(phaseOf(till, 's')).toBe('owed');
  });

  it('keeps its device from the next payouts, which pay from the others', () => {
    const till = tillAboutToPay();
    const { payoutId, leg, device } = orderOf(till);
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    till.startSale('t', 100);
    till.insert(200);
    till.insert(200);
    till.settle();
    expect(phaseOf(till, 't')).toBe('settled');
    const others = till.lines.filter((line) => line.kind === 'dispense-started').slice(1);
    expect(others.length).toBeGreaterThan(0);
    expect(others.map(({ body }) => body.device)).not.toContain(device);
  });

  it('is asked after again as time passes, without a new line and without a new order', () => {
    const till = tillAboutToPay();
    const { payoutId, leg } = orderOf(till);
    const unknown = { kind: 'dispense-unknown', payoutId, leg, detail: '' } as const;
    till.send({ ...unknown, reason: 'offline' });
    const lines = till.lines.length;
    till.send({ kind: 'time-passed' });
    expect(orderOf(till).kind).toBe('settle-dispense');
    till.send({ ...unknown, reason: 'offline' });
    expect(till.lines.length).toBe(lines);
    till.send({ kind: 'time-passed' });
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(400);
  });

  it('takes no word about an earlier order for the one under way', () => {
    const till = tillAboutToPay();
    const first = orderOf(till);
    till.tubes.set(first.device, 1);
    till.settleOrder(first);
    const prepare = till.effects.shift();
    if (prepare !== undefined) till.complete(prepare);
    const before = till.till;
    const { payoutId } = first;
    const late = { payoutId, leg: first.leg } as const;
    till.send({ kind: 'dispense-settled', ...late, paid: first.count, end: 'complete' });
    till.send({ kind: 'dispense-unknown', ...late, reason: 'offline', detail: '' });
    till.send({ kind: 'dispense-prepared', ...late, evidence: 'late' });
    till.send({ kind: 'dispense-refused', ...late });
    expect(till.till).toEqual(before);
    till.settle();
    expect(till.handMinor).toBe(400);
  });

  it('is asked one question at a time', () => {
    const till = tillAboutToPay();
    const { payoutId, leg, device } = orderOf(till);
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    till.send({ kind: 'time-passed' });
    till.send({ kind: 'time-passed' });
    till.send({ kind: 'device-changed', device, state: 'up', detail: '' });
    expect(till.effects.map(({ kind }) => kind)).toEqual(['settle-dispense']);
  });

  it('is not settled by a count while its device may still tell', () => {
    const till = tillAboutToPay();
    const order = orderOf(till);
    const { payoutId, leg, device } = order;
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
    const counted = [{ valueMinor: 200, count: till.tubes.get(device) ?? 0 }];
    const count = { kind: 'count-entered', place: device, counted, client: 'pos' } as const;
    expect(till.send({ ...count, isDeviceGone: false })).toMatchObject({
      refusal: { code: 'payout-open', place: device },
    });
    expect(till.send({ ...count, isDeviceGone: true }).kind).toBe('counted');
    expect(till.till.debts['s/owed']?.amountMinor).toBe(400);
  });

  it('on a dispenser taken out of the configuration can still be counted', () => {
    const till = tillAboutToPay();
    const { payoutId, leg, device } = orderOf(till);
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'not-configured', detail: '' });
    till.isConfigured = (place) => place !== device;
    const counted = [{ valueMinor: 200, count: till.tubes.get(device) ?? 0 }];
    const count = { kind: 'count-entered', place: device, counted, client: 'pos' } as const;
    expect(till.send({ ...count, isDeviceGone: false }).kind).toBe('counted');
    expect(till.till.payouts).toEqual({});
  });

  it('that found its tube empty puts the journal right and goes on with the others', () => {
    const till = tillAboutToPay(2);
    const order = orderOf(till);
    till.tubes.set(order.device, 0);
    till.settleOrder(order);
    expect(till.till.holdings[order.device]).toEqual([]);
    expect(till.lines).toContainEqual({
      kind: 'holding-corrected',
      body: { place: order.device, valueMinor: 200, change: -4, cause: 'found-empty' },
    });
    till.settle();
    expect(phaseOf(till, 's')).toBe('settled');
    expect(till.handMinor).toBe(400);
  });

  it('that paid too much is written down as an excess', () => {
    const till = tillAboutToPay(1);
    const { payoutId, leg } = orderOf(till);
    till.send({ kind: 'dispense-settled', payoutId, leg, paid: 5, end: 'complete' });
    till.settle();
    expect(till.lines).toContainEqual({
      kind: 'payout-finished',
      body: expect.objectContaining({ excessMinor: 600, shortMinor: 0 }),
    });
    expect(auditJournal(till.lines).problems).toEqual([]);
  });
});

/** What may happen next; numbers pick the details. */
const actionArbitrary = fc.tuple(
  fc.constantFrom(
    'sale',
    'insert',
    'insert',
    'insert',
    'cancel',
    'effect',
    'effect',
    'effect',
    'half',
    'unknown',
    'crash-before',
    'crash-after',
    'device',
    'expire',
    'late',
    'pay-debt',
    'count',
    'theft',
  ),
  fc.nat(1_000),
);

function act(till: PureTill, action: string, pick: number): void {
  const value = VALUES[pick % VALUES.length] ?? 5;
  const at = pick % Math.max(till.effects.length, 1);
  const effect = till.effects[at];
  const isOrder = effect?.kind === 'dispense' || effect?.kind === 'settle-dispense';
  const debts = Object.keys(till.till.debts);
  const debtId = debts[pick % Math.max(debts.length, 1)];
  switch (action) {
    case 'sale':
      till.startSale(`sale-${till.lines.length}`, 5 * (1 + (pick % 100)));
      break;
    case 'insert':
      till.insert(value);
      break;
    case 'cancel':
      till.send({ kind: 'cancel-requested', saleId: till.till.activeSaleId ?? 'none' });
      break;
    case 'effect':
      if (effect === undefined) break;
      till.effects.splice(at, 1);
      till.complete(effect);
      break;
    case 'half':
      if (!isOrder) break;
      till.effects.splice(at, 1);
      till.pay(effect, 0.5);
      till.send({
        kind: 'dispense-settled',
        payoutId: effect.payoutId,
        leg: effect.leg,
        paid: till.pay(effect),
        end: pick % 2 === 0 ? 'jam' : 'power-lost',
      });
      break;
    case 'unknown':
      if (!isOrder) break;
      till.effects.splice(at, 1);
      if (effect.kind === 'dispense' && pick % 2 === 0) till.pay(effect, pick % 3 === 0 ? 0.5 : 1);
      till.send({
        kind: 'dispense-unknown',
        payoutId: effect.payoutId,
        leg: effect.leg,
        reason: 'offline',
        detail: '',
      });
      break;
    case 'crash-after':
      for (const sent of till.effects) {
        if (sent.kind === 'dispense') till.pay(sent, pick % 3 === 0 ? 0.5 : 1);
      }
      till.restart();
      break;
    case 'crash-before':
      till.restart();
      break;
    case 'device':
      till.send({ kind: 'device-changed', device: `hopper-${value}`, state: 'up', detail: '' });
      break;
    case 'expire':
      till.idleMs = pick % 2 === 0 ? 0 : 200_000;
      till.send({ kind: 'time-passed' });
      break;
    case 'late':
      till.nowMs += pick * 300 - 10_000;
      break;
    case 'pay-debt':
      if (debtId === undefined) break;
      till.send({
        kind: 'debt-payment-requested',
        debtId,
        by: pick % 2 === 0 ? 'hand' : 'machine',
        ...BY,
      });
      break;
    case 'theft': {
      const tube = `hopper-${value}`;
      till.tubes.set(tube, Math.max((till.tubes.get(tube) ?? 0) - 1, 0));
      break;
    }
    case 'count': {
      const place = `hopper-${value}`;
      const counted = [{ valueMinor: value, count: till.tubes.get(place) ?? 0 }];
      till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client: 'pos' });
    }
  }
}

/** Lets everything that is open come to an end: devices answer, nobody crashes. */
function comeToRest(till: PureTill): void {
  till.settle();
  for (const valueMinor of VALUES) {
    const device = `hopper-${valueMinor}`;
    till.send({ kind: 'device-changed', device, state: 'up', detail: '' });
    till.settle();
  }
  till.send({ kind: 'cancel-requested', saleId: till.till.activeSaleId ?? 'none' });
  till.settle();
  for (const valueMinor of VALUES) {
    const place = `hopper-${valueMinor}`;
    const count = till.tubes.get(place) ?? 0;
    const counted = count === 0 ? [] : [{ valueMinor, count }];
    expect(
      till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client: 'pos' }).kind,
    ).toBe('counted');
  }
}

describe('whatever happens in whatever order', () => {
  it('every coin is accounted for, and none is paid twice', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.array(actionArbitrary, { maxLength: 120 }),
        (coinsEach, actions) => {
          const till = new PureTill(coinsEach);
          const floatMinor = till.heldMinor();
          for (const [action, pick] of actions) act(till, action, pick);
          comeToRest(till);
          const audit = auditJournal(till.lines);
          expect(audit.problems).toEqual([]);
          expect(till.till.payouts).toEqual({});
          expect(audit.heldMinor).toBe(till.heldMinor());
          const lostMinor = totalMinor(audit.balances.get('difference') ?? []);
          expect(floatMinor + till.insertedMinor).toBe(
            till.heldMinor() + till.handMinor + lostMinor,
          );
          const earnedMinor = [...till.sales.values()]
            .filter(
              ({ phase }) =>
                phase.kind === 'settled' || (phase.kind === 'owed' && phase.purpose === 'change'),
            )
            .reduce((sum, { amountDueMinor }) => sum + amountDueMinor, 0);
          const paidByHandMinor = till.lines
            .filter((line) => line.kind === 'debt-paid' && line.body.by === 'hand')
            .reduce(
              (sum, line) => sum + (line.kind === 'debt-paid' ? line.body.amountMinor : 0),
              0,
            );
          expect(till.insertedMinor).toBe(
            earnedMinor + till.handMinor + paidByHandMinor + audit.owedMinor,
          );
        },
      ),
      { numRuns: 400 },
    );
  });
});
