/** A till that pays from several hoppers at a time. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import type { TillEffect } from './events.ts';
import { runningPayout } from './till.ts';

type Order = Extract<TillEffect, { kind: 'dispense' | 'settle-dispense' }>;

/** A sale of 2.40 that was given 5.00: 2.00, 0.50 and 0.10 are ordered and not out yet. */
function paying(): { readonly till: PureTill; readonly orders: readonly Order[] } {
  const till = new PureTill(10);
  till.startSale('s', 240);
  for (const coin of [200, 200, 100]) till.insert(coin);
  completeAll(till);
  completeAll(till);
  return { till, orders: takeOrders(till) };
}

function completeAll(till: PureTill): void {
  for (const effect of till.effects.splice(0)) till.complete(effect);
}

function takeOrders(till: PureTill): readonly Order[] {
  return till.effects.splice(0).filter((effect) => {
    return effect.kind === 'dispense' || effect.kind === 'settle-dispense';
  });
}

function lose(till: PureTill, { payoutId, leg }: Order): void {
  const reason = 'counters-disagree';
  till.send({ kind: 'dispense-unknown', payoutId, leg, reason, detail: '' });
}

function count(till: PureTill, { device }: Order) {
  const valueMinor = Number(device.replace('hopper-', ''));
  const counted = [{ valueMinor, count: till.tubes.get(device) ?? 0 }];
  return till.send({
    kind: 'count-entered',
    place: device,
    counted,
    isDeviceGone: false,
    client: 'pos',
  });
}

function phaseOf(till: PureTill): string | undefined {
  return till.sales.get('s')?.phase.kind;
}

describe('change out of several hoppers', () => {
  it('is ordered from all of them before any has ended', () => {
    const { till, orders } = paying();
    expect(orders.map(({ device }) => device)).toEqual(['hopper-200', 'hopper-50', 'hopper-10']);
    const started = till.lines.filter(({ kind }) => kind === 'dispense-started');
    expect(started).toHaveLength(3);
    for (const order of orders.toReversed()) till.settleOrder(order);
    expect([phaseOf(till), till.handMinor]).toEqual(['settled', 260]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('is asked of each after a restart, and none of it goes twice', () => {
    const { till, orders } = paying();
    const [first, , last] = orders;
    for (const order of [first, last]) if (order !== undefined) till.pay(order);
    till.restart();
    expect(till.effects.map(({ kind }) => kind)).toEqual(Array(3).fill('settle-dispense'));
    till.settle();
    expect([phaseOf(till), till.handMinor]).toEqual(['settled', 260]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('keeps the machine busy as long as coins may fall somewhere', () => {
    const { till, orders } = paying();
    const [first, second, third] = orders;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    lose(till, first);
    till.settleOrder(second);
    expect([phaseOf(till), till.startSale('t', 100)]).toMatchObject([
      'settling',
      { kind: 'refused' },
    ]);
    expect(count(till, first)).toMatchObject({ refusal: { code: 'machine-busy' } });
    till.settleOrder(third);
    expect([phaseOf(till), till.startSale('t', 100)]).toMatchObject([
      'unresolved',
      { isNew: true },
    ]);
  });

  it('is waited for to its end where one of them lost its power', () => {
    const { till, orders } = paying();
    const [first, second, third] = orders;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    const { payoutId, leg } = first;
    till.send({ kind: 'dispense-settled', payoutId, leg, paid: 0, end: 'power-lost' });
    expect(runningPayout(till.till)?.payoutId).toBe(payoutId);
    till.settleOrder(second);
    till.settleOrder(third);
    expect(till.effects).toEqual([]);
    expect([phaseOf(till), till.till.debts['s/owed']?.amountMinor]).toEqual(['owed', 200]);
  });

  it('that two hoppers cannot tell of is counted in both', () => {
    const { till, orders } = paying();
    const [first, second, third] = orders;
    if (first === undefined || second === undefined || third === undefined) throw new Error();
    till.pay(first);
    till.settleOrder(third);
    lose(till, first);
    lose(till, second);
    expect(count(till, first)).toMatchObject({ kind: 'counted' });
    expect(phaseOf(till)).toBe('unresolved');
    expect(count(till, second)).toMatchObject({ kind: 'counted' });
    expect([phaseOf(till), till.till.debts['s/owed']?.amountMinor]).toEqual(['owed', 50]);
    expect(till.effects).toEqual([]);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });
});
