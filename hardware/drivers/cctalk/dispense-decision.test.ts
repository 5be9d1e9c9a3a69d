import { describe, expect, it } from 'vitest';
import type { DispenseOrder } from '../../kit/device.ts';
import { decideDispense, type Evidence, type HopperReading } from './dispense-decision.ts';

const evidence: Evidence = { counter: 7, dispenseCount: 1_000, serial: 42 };
const order: DispenseOrder = { count: 5, evidence: '', to: 'customer' };
const calm = { r1: 0, r2: 0, r3: 0 };

function reading(facts: {
  counter?: number;
  paid?: number;
  unpaid?: number;
  left?: number;
  r1?: number;
  r3?: number;
  isLow?: boolean;
  serial?: number;
}): HopperReading {
  const paid = facts.paid ?? 0;
  return {
    serial: facts.serial ?? evidence.serial,
    status: { counter: facts.counter ?? 8, remaining: 0, paid, unpaid: facts.unpaid ?? 0 },
    dispenseCount: (evidence.dispenseCount + (facts.left ?? paid)) % 2 ** 24,
    registers: { ...calm, r1: facts.r1 ?? 0, r3: facts.r3 ?? 0 },
    level: { isLow: facts.isLow ?? false, hasLowSensor: true },
  };
}

describe('dispense decision', () => {
  it.each([
    ['complete', reading({ paid: 5 }), 5],
    ['empty', reading({ paid: 2, unpaid: 3, r1: 0x02, isLow: true }), 2],
    ['jam', reading({ paid: 2, unpaid: 3, r1: 0x02 }), 2],
    ['jam', reading({ paid: 2, unpaid: 3, r1: 0x20 }), 2],
    ['fault', reading({ paid: 2, unpaid: 3, r1: 0x08 }), 2],
    ['not-executed', reading({ counter: 7, left: 0 }), 0],
    ['not-executed', reading({ counter: 0, left: 0 }), 0],
    ['power-lost', reading({ counter: 0, left: 0, r3: 1 }), 0],
    ['power-lost', reading({ counter: 0, left: 3, r3: 1 }), 3],
    ['power-lost', reading({ counter: 0, left: 3 }), 3],
    ['complete', reading({ counter: 0, left: 5, r3: 1 }), 5],
  ])('settles %s', (cause, facts, paid) => {
    expect(decideDispense(order, evidence, facts)).toEqual({ kind: 'settled', paid, cause });
  });

  it.each([
    ['status and lifetime count differ', reading({ paid: 5, left: 4 })],
    ['coins left without a command', reading({ counter: 7, left: 1 })],
    ['the counter belongs to another order', reading({ counter: 9, paid: 5 })],
    ['another hopper stands there', reading({ paid: 5, serial: 43 })],
    ['more coins left than were ordered', reading({ counter: 0, left: 6 })],
    ['the lifetime count went backwards', reading({ counter: 0, left: -1 })],
    ['paid and unpaid are not the order', reading({ paid: 3, unpaid: 1 })],
  ])('claims nothing when %s', (_, facts) => {
    expect(decideDispense(order, evidence, facts)).toMatchObject({
      kind: 'unknown',
      reason: 'counters-disagree',
    });
  });

  it('follows the counters over their wraps', () => {
    const last: Evidence = { counter: 255, dispenseCount: 2 ** 24 - 2, serial: 42 };
    const after = { ...reading({ counter: 1, paid: 5 }), dispenseCount: 3 };
    expect(decideDispense(order, last, after)).toMatchObject({ kind: 'settled', paid: 5 });
  });
});
