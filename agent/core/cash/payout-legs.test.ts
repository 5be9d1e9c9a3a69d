/**
 * Several orders at a time: each goes its own way, what one may still pay is promised to nobody else,
 * and what it has not paid is made up as soon as it has said so.
 */
import { describe, expect, it } from 'vitest';
import type { DispenseEnd } from '../journal-line.ts';
import type { LegFacts } from './payout-leg.ts';
import {
  isUnresolved,
  startPayout,
  stepPayout,
  type Payout,
  type PayoutEvent,
  type PayoutOrder,
  type PayoutStep,
} from './payout.ts';
import { ATTENDED_WITHIN_MS } from './attendance.ts';

const SHARED = { unit: 'notes', countMax: 20, canCollect: true };
const ALONE = { countMax: 20, canCollect: true };
const FACTS: LegFacts = {
  nowMs: 0,
  holdings: Object.fromEntries(
    [2_000, 1_000, 100, 20].map((valueMinor) => [nameOf(valueMinor), [{ valueMinor, count: 20 }]]),
  ),
  dispensers: [
    { device: 'notes/2000', valueMinor: 2_000, ...SHARED },
    { device: 'notes/1000', valueMinor: 1_000, ...SHARED },
    { device: 'hopper-100', valueMinor: 100, ...ALONE },
    { device: 'hopper-20', valueMinor: 20, ...ALONE },
  ],
};
/** Two notes of 20.00 and one of 10.00, two coins of 1.00 and one of 0.20. */
const ORDER = { payoutId: 'p', purpose: 'change', ownerId: 's', amountMinor: 5_220 } as const;

function nameOf(valueMinor: number): string {
  return valueMinor < 500 ? `hopper-${valueMinor}` : `notes/${valueMinor}`;
}

/** One small coin is on its way. */
function lessOne(facts: LegFacts): LegFacts {
  const holdings = { ...facts.holdings, 'hopper-20': [{ valueMinor: 20, count: 2 }] };
  return { ...facts, holdings };
}

class Legs {
  step: PayoutStep;

  constructor(order: Partial<PayoutOrder> = {}, facts: LegFacts = FACTS) {
    this.step = startPayout({ ...ORDER, ...order }, facts);
  }

  get payout(): Payout {
    if (this.step.kind !== 'open') throw new TypeError(this.step.kind);
    return this.step.payout;
  }

  /** The legs under way, as numbers and kinds. */
  get legs() {
    return this.payout.legs.map(({ kind, leg }) => [leg.leg, leg.device, leg.count, kind]);
  }

  get asked() {
    const effects = this.step.kind === 'open' ? this.step.effects : [];
    return effects.map(({ kind, leg, device }) => [kind, leg, device]);
  }

  send(event: PayoutEvent, facts: LegFacts = FACTS): this {
    this.step = stepPayout(this.payout, event, facts);
    return this;
  }

  prepare(...legs: readonly number[]): this {
    for (const leg of legs) this.send({ kind: 'dispense-prepared', leg, evidence: `e${leg}` });
    return this;
  }

  settle(leg: number, paid: number, end: DispenseEnd = 'complete'): this {
    return this.send({ kind: 'dispense-settled', leg, paid, end });
  }

  lose(leg: number): this {
    return this.send({ kind: 'dispense-unknown', leg, reason: 'offline', detail: '' });
  }
}

describe('the first orders of a payout', () => {
  it('are prepared side by side, one a unit, and nothing is written of them yet', () => {
    const legs = new Legs();
    expect(legs.asked).toEqual([
      ['prepare-dispense', 1, 'notes/2000'],
      ['prepare-dispense', 2, 'hopper-100'],
      ['prepare-dispense', 3, 'hopper-20'],
    ]);
    expect(legs.step.lines.map(({ kind }) => kind)).toEqual(['payout-started']);
  });

  it('are each written down and sent as soon as their own device is ready', () => {
    const legs = new Legs().prepare(2);
    expect(legs.step.lines).toEqual([
      {
        kind: 'dispense-started',
        body: {
          payoutId: 'p',
          leg: 2,
          device: 'hopper-100',
          valueMinor: 100,
          count: 2,
          evidence: 'e2',
          to: undefined,
        },
      },
    ]);
    expect(legs.asked).toEqual([['dispense', 2, 'hopper-100']]);
    expect(legs.legs.map(([leg, , , kind]) => [leg, kind])).toEqual([
      [1, 'preparing'],
      [2, 'dispensing'],
      [3, 'preparing'],
    ]);
    expect(legs.prepare(2).asked).toEqual([]);
  });

  it('into the cashbox are all for the cashbox', () => {
    const legs = new Legs({ purpose: 'operation', to: 'cashbox' });
    const effects = legs.step.kind === 'open' ? legs.step.effects : [];
    expect(effects.map(({ to }) => to)).toEqual(['cashbox', 'cashbox', 'cashbox']);
    expect(legs.prepare(1).step.lines).toMatchObject([{ body: { to: 'cashbox' } }]);
  });

  it('of chosen pieces never come to more than the rest', () => {
    const pieces = [
      { valueMinor: 100, count: 3 },
      { valueMinor: 20, count: 5 },
    ];
    const legs = new Legs({ amountMinor: 400, choice: { kind: 'these', pieces } });
    legs.prepare(1, 2).settle(1, 3).settle(2, 4, 'not-executed');
    expect(legs.legs).toEqual([[3, 'hopper-20', 1, 'preparing']]);
    const much = new Legs({ amountMinor: 400, choice: { kind: 'these', pieces } });
    expect(much.prepare(1, 2).settle(2, 0, 'empty').settle(1, 4).step).toMatchObject({
      kind: 'finished',
      paidMinor: 400,
      shortMinor: 0,
    });
  });

  it('of chosen pieces share what another device has left of the rest', () => {
    const pieces = [
      { valueMinor: 2_000, count: 1 },
      { valueMinor: 100, count: 1 },
      { valueMinor: 20, count: 5 },
    ];
    const legs = new Legs({ amountMinor: 2_200, choice: { kind: 'these', pieces } });
    // A coin of 1.00 too many came out: of note and small coins only the note fits the rest.
    legs.prepare(1, 2, 3).settle(2, 2);
    legs.settle(1, 0, 'not-executed').settle(3, 0, 'not-executed');
    expect(legs.legs).toEqual([[4, 'notes/2000', 1, 'preparing']]);
  });
});

describe('the next orders', () => {
  it('wait for the unit that is to carry them out, and for nothing else', () => {
    const legs = new Legs().prepare(1, 2, 3).settle(2, 2);
    expect(legs.asked).toEqual([]);
    expect(legs.settle(1, 2).asked).toEqual([['prepare-dispense', 4, 'notes/1000']]);
    expect(legs.legs).toEqual([
      [3, 'hopper-20', 1, 'dispensing'],
      [4, 'notes/1000', 1, 'preparing'],
    ]);
    expect(legs.prepare(4).settle(4, 1).settle(3, 1).step).toMatchObject({
      kind: 'finished',
      paidMinor: 5_220,
      shortMinor: 0,
    });
  });

  it('make up what a device has said that it did not pay, and no more', () => {
    const legs = new Legs().prepare(1, 2, 3).settle(2, 1, 'empty');
    // Of the 2.00 one coin has come; for the other the small ones are planned, and are busy.
    expect(legs.asked).toEqual([]);
    expect(legs.settle(3, 0, 'not-executed').legs).toEqual([
      [1, 'notes/2000', 2, 'dispensing'],
      [4, 'hopper-20', 6, 'preparing'],
    ]);
    legs.prepare(4).settle(4, 6).settle(1, 2);
    expect(legs.prepare(5).settle(5, 1).step).toMatchObject({ paidMinor: 5_220, shortMinor: 0 });
  });

  it('do not count on pieces that are promised already', () => {
    const holdings = { ...FACTS.holdings, 'hopper-20': [{ valueMinor: 20, count: 3 }] };
    const facts = { ...FACTS, holdings };
    const legs = new Legs({ amountMinor: 220 }, facts);
    expect(legs.legs).toEqual([
      [1, 'hopper-100', 2, 'preparing'],
      [2, 'hopper-20', 1, 'preparing'],
    ]);
    // Two small coins are left beside the one that is promised: 0.40 of the 2.00.
    legs.send({ kind: 'dispense-refused', leg: 1 }, facts);
    expect(legs.asked).toEqual([]);
    legs.prepare(2);
    legs.send({ kind: 'dispense-settled', leg: 2, paid: 1, end: 'complete' }, lessOne(facts));
    expect(legs.legs).toEqual([[3, 'hopper-20', 2, 'preparing']]);
  });

  it('leave out a device that could not be prepared', () => {
    const legs = new Legs().prepare(1, 3).settle(1, 2).settle(3, 1);
    expect(legs.legs.map(([, device]) => device)).toEqual(['hopper-100', 'notes/1000']);
    legs.send({ kind: 'dispense-refused', leg: 2 });
    expect(legs.legs.map(([, device]) => device)).toEqual(['notes/1000', 'hopper-20']);
  });

  it('do not make up for chosen pieces that are not there', () => {
    const pieces = [
      { valueMinor: 100, count: 2 },
      { valueMinor: 20, count: 5 },
    ];
    const legs = new Legs({ amountMinor: 300, choice: { kind: 'these', pieces } });
    expect(legs.prepare(1, 2).settle(1, 1, 'empty').settle(2, 5).step).toMatchObject({
      kind: 'finished',
      shortMinor: 100,
      short: [{ valueMinor: 100, count: 1 }],
    });
  });
});

describe('an order that is not out yet', () => {
  it('is withdrawn where another device has paid too much for it', () => {
    const legs = new Legs({ amountMinor: 4_220 }).prepare(1, 2).settle(2, 3).prepare(3);
    expect(legs.step.lines).toEqual([]);
    expect(legs.asked).toEqual([]);
    expect(legs.legs).toEqual([[1, 'notes/2000', 2, 'dispensing']]);
  });

  it('is withdrawn once the power was lost, and those that are out are settled', () => {
    const legs = new Legs().prepare(1, 2).settle(2, 1, 'power-lost').prepare(3);
    expect(legs.legs).toEqual([[1, 'notes/2000', 2, 'dispensing']]);
    expect(legs.settle(1, 2).step).toMatchObject({ paidMinor: 4_100, shortMinor: 1_120 });
  });
});

describe('an order nobody can tell of', () => {
  it('leaves the payout unresolved once the others have been settled', () => {
    const legs = new Legs({ amountMinor: 4_220 }).prepare(1, 2, 3).lose(1);
    expect(isUnresolved(legs.payout)).toBe(false);
    expect(isUnresolved(legs.settle(2, 2).payout)).toBe(false);
    expect(isUnresolved(legs.settle(3, 1).payout)).toBe(true);
    expect(legs.settle(1, 2).step).toMatchObject({ kind: 'finished', paidMinor: 4_220 });
  });

  it('holds back what it may have paid, and its unit; the rest is paid by others', () => {
    const legs = new Legs().prepare(1, 2, 3).lose(1).settle(2, 2);
    // The 10.00 that the notes were to pay next.
    expect(legs.legs).toEqual([
      [1, 'notes/2000', 2, 'unresolved'],
      [3, 'hopper-20', 1, 'dispensing'],
      [4, 'hopper-100', 10, 'preparing'],
    ]);
    legs.prepare(4).settle(4, 10).settle(3, 1);
    expect(isUnresolved(legs.payout)).toBe(true);
    expect([legs.payout.paidMinor, legs.asked]).toEqual([1_220, []]);
    expect(legs.settle(1, 0, 'not-executed').legs).toEqual([[5, 'notes/2000', 2, 'preparing']]);
  });

  it('is not paid around once nobody waits for it', () => {
    const legs = new Legs().prepare(1, 2, 3).send({ kind: 'parked' }).lose(1);
    expect(legs.settle(2, 0, 'empty').settle(3, 1).asked).toEqual([]);
    expect(isUnresolved(legs.payout)).toBe(true);
  });

  it('is asked of its own device alone, one question at a time', () => {
    const legs = new Legs().prepare(1, 2, 3).lose(1).lose(2);
    legs.send({ kind: 'device-appeared', device: 'hopper-100' });
    expect(legs.asked).toEqual([['settle-dispense', 2, 'hopper-100']]);
    expect(legs.send({ kind: 'time-passed' }).asked).toEqual([
      ['settle-dispense', 1, 'notes/2000'],
    ]);
    expect(legs.send({ kind: 'time-passed' }).asked).toEqual([]);
  });

  it('is not asked of a device that is not there', () => {
    const legs = new Legs().prepare(1, 2, 3).lose(1).lose(2);
    const there = FACTS.dispensers.filter(({ unit }) => unit === undefined);
    legs.send({ kind: 'time-passed' }, { ...FACTS, dispensers: there });
    expect(legs.asked).toEqual([['settle-dispense', 2, 'hopper-100']]);
  });
});

describe('after a restart', () => {
  it('each order that may be out is asked after, and the others are prepared again', () => {
    const legs = new Legs().prepare(1, 2).lose(2).send({ kind: 'agent-started' });
    expect(legs.asked).toEqual([
      ['settle-dispense', 1, 'notes/2000'],
      ['settle-dispense', 2, 'hopper-100'],
      ['prepare-dispense', 3, 'hopper-20'],
    ]);
    expect(legs.step.lines).toEqual([]);
  });

  it('with nobody there any more, what is not out yet never goes', () => {
    const later = { ...FACTS, nowMs: ATTENDED_WITHIN_MS + 1 };
    const legs = new Legs().prepare(1, 2).send({ kind: 'agent-started' }, later);
    expect(legs.asked.map(([kind]) => kind)).toEqual(['settle-dispense', 'settle-dispense']);
    expect(legs.settle(1, 2).legs).toEqual([[2, 'hopper-100', 2, 'dispensing']]);
    expect(legs.settle(2, 2).step).toMatchObject({ kind: 'finished', shortMinor: 1_020 });
  });
});
