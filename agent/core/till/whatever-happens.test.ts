/**
 * Deposits, operations and cassettes in any order, with crashes, jams, thefts and devices that cannot
 * tell: every coin is accounted for, none is paid twice, and what an operator was told is the truth.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginDeposit,
  cassette,
  change,
  end,
  operate,
} from '../../../test/support/operator-deeds.ts';
import { PureTill, VALUES } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { totalMinor } from '../cash/counts.ts';
import { promisedMinor } from '../cash/payout-leg.ts';
import type { DepositEndAsked } from './events.ts';
import type { Till } from './till.ts';

const ENDS: readonly DepositEndAsked[] = [
  { kind: 'change', amountMinor: 120 },
  { kind: 'no-change' },
  { kind: 'repay' },
  { kind: 'exchange' },
  { kind: 'exchange', choice: { kind: 'most' } },
  { kind: 'exchange', choice: { kind: 'these', pieces: [{ valueMinor: 50, count: 4 }] } },
];

const PURPOSES = ['deposit', 'fill', 'exchange'] as const;

/** Each does one thing to a till, `pick` saying which. */
const DEEDS = {
  deposit: (till, pick) => beginDeposit(till, `d-${till.lines.length}`, PURPOSES[pick % 3]),
  insert: (till, pick) => till.insert(VALUES[pick % VALUES.length] ?? 5),
  pause: (till) => change(till, active(till), 'pause'),
  restart: (till) => change(till, active(till), 'restart'),
  fix: (till) => change(till, active(till), 'fix'),
  end: (till, pick) => end(till, active(till), ENDS[pick % ENDS.length] ?? { kind: 'repay' }),
  sale: (till, pick) => till.startSale(`s-${till.lines.length}`, 5 * (1 + (pick % 100))),
  dispense: (till, pick) => {
    const order = { kind: 'amount', amountMinor: 5 * (1 + (pick % 120)) } as const;
    operate(till, `o-${till.lines.length}`, { purpose: 'dispense', order });
  },
  counts: (till, pick) => {
    const counts = [{ valueMinor: VALUES[pick % VALUES.length] ?? 5, count: 1 + (pick % 4) }];
    const order = { kind: 'counts', counts } as const;
    operate(till, `o-${till.lines.length}`, { purpose: 'float', order });
  },
  empty: (till, pick) => {
    const order = { kind: 'places', places: [{ place: tubeOf(pick) }] } as const;
    operate(till, `o-${till.lines.length}`, { purpose: 'empty', order });
  },
  collect: (till, pick) => {
    const kind = pick % 2 === 0 ? 'all' : 'to-float';
    operate(till, `o-${till.lines.length}`, { purpose: 'collect', order: { kind } });
  },
  cassette: (till, pick) => {
    cassette(till, pick % 2 === 0 ? 'remove' : 'replace', `${till.lines.length}`);
  },
  effect: (till, pick) => {
    const [effect] = till.effects.splice(pick % Math.max(till.effects.length, 1), 1);
    if (effect !== undefined) till.complete(effect);
  },
  refused: (till, pick) => {
    const at = pick % Math.max(till.effects.length, 1);
    const effect = till.effects[at];
    if (effect?.kind !== 'prepare-dispense') return;
    till.effects.splice(at, 1);
    const { payoutId, leg } = effect;
    till.send({ kind: 'dispense-refused', payoutId, leg });
  },
  half: (till, pick) => {
    const order = takeOrder(till, pick);
    if (order === undefined) return;
    till.pay(order, 0.5);
    const { payoutId, leg } = order;
    const ending = pick % 2 === 0 ? 'jam' : 'power-lost';
    till.send({ kind: 'dispense-settled', payoutId, leg, paid: till.pay(order), end: ending });
  },
  unknown: (till, pick) => {
    const order = takeOrder(till, pick);
    if (order === undefined) return;
    if (order.kind === 'dispense' && pick % 2 === 0) till.pay(order, pick % 3 === 0 ? 0.5 : 1);
    const { payoutId, leg } = order;
    till.send({ kind: 'dispense-unknown', payoutId, leg, reason: 'offline', detail: '' });
  },
  crash: (till, pick) => {
    till.effects.forEach((effect, at) => {
      const isPaid = effect.kind === 'dispense' && (pick >> at) % 2 === 0;
      if (isPaid) till.pay(effect, pick % 3 === 0 ? 0.5 : 1);
    });
    till.restart();
  },
  device: (till, pick) => {
    till.send({ kind: 'device-changed', device: tubeOf(pick), state: 'up', detail: '' });
  },
  expire: (till, pick) => {
    till.idleMs = pick % 2 === 0 ? 0 : 200_000;
    till.send({ kind: 'time-passed' });
  },
  late: (till, pick) => {
    till.nowMs += pick * 300 - 10_000;
  },
  theft: (till, pick) => {
    till.tubes.set(tubeOf(pick), Math.max((till.tubes.get(tubeOf(pick)) ?? 0) - 1, 0));
  },
} satisfies Record<string, (till: PureTill, pick: number) => unknown>;

const deeds: Readonly<Record<string, (till: PureTill, pick: number) => unknown>> = DEEDS;

function active(till: PureTill): string {
  return till.till.activeSaleId ?? 'none';
}

function tubeOf(pick: number): string {
  return `hopper-${VALUES[pick % VALUES.length] ?? 5}`;
}

function takeOrder(till: PureTill, pick: number) {
  const at = pick % Math.max(till.effects.length, 1);
  const effect = till.effects[at];
  if (effect?.kind !== 'dispense' && effect?.kind !== 'settle-dispense') return undefined;
  till.effects.splice(at, 1);
  return effect;
}

/** A leg is planned only into what no other may still pay, and for a hopper that has none. */
function expectLegsApart(before: Till, { payouts }: Till): void {
  for (const { payoutId, lastLeg, amountMinor, paidMinor, legs } of Object.values(payouts)) {
    if (lastLeg === (before.payouts[payoutId]?.lastLeg ?? 0)) continue;
    expect(paidMinor + promisedMinor(legs)).toBeLessThanOrEqual(amountMinor);
    expect(new Set(legs.map(({ leg }) => leg.device)).size).toBe(legs.length);
  }
}

/** Lets everything that is open come to an end: devices answer, nobody crashes. */
function comeToRest(till: PureTill): void {
  till.settle();
  for (const device of till.tubes.keys()) {
    till.send({ kind: 'device-changed', device, state: 'up', detail: '' });
    till.settle();
  }
  till.idleMs = 200_000;
  // A fill that nobody ends is fixed first, and ended after that.
  for (const _ of ['fixed', 'ended']) {
    till.send({ kind: 'time-passed' });
    till.settle();
  }
  for (const [place, count] of till.tubes) {
    const valueMinor = Number(place.replace('hopper-', ''));
    const counted = count === 0 ? [] : [{ valueMinor, count }];
    till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client: 'pos' });
  }
}

function lossMinor(till: PureTill): number {
  return totalMinor(auditJournal(till.lines).balances.get('difference') ?? []);
}

function takenMinor(till: PureTill): number {
  return till.lines.reduce(
    (sum, line) => sum + (line.kind === 'cassette-removed' ? totalMinor(line.body.taken) : 0),
    0,
  );
}

describe('whatever is asked of a till, in whatever order', () => {
  it('every coin is accounted for, and none is paid twice', () => {
    const deed = fc.tuple(fc.constantFrom(...Object.keys(DEEDS), 'effect', 'insert'), fc.nat(999));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        fc.array(deed, { maxLength: 100 }),
        (coinsEach, done) => {
          const till = new PureTill(coinsEach);
          till.canCollect = (place) => place !== 'hopper-5';
          till.limits = { 'hopper-50': { nearEmptyCount: 1, floatCount: 2 } };
          const floatMinor = till.heldMinor();
          for (const [name, pick] of done) {
            const before = till.till;
            deeds[name]?.(till, pick);
            expectLegsApart(before, till.till);
          }
          comeToRest(till);
          const audit = auditJournal(till.lines);
          expect(audit.problems).toEqual([]);
          expect(till.till.payouts).toEqual({});
          expect(till.till.cashOperations).toEqual({});
          expect(till.till.activeSaleId).toBeUndefined();
          expect(audit.heldMinor + takenMinor(till)).toBe(till.heldMinor() + till.cashboxMinor);
          expect(floatMinor + till.insertedMinor).toBe(
            till.heldMinor() + till.cashboxMinor + till.handMinor + lossMinor(till),
          );
          for (const { amountMinor, outcome } of till.cashOperations.values()) {
            expect(outcome?.shortMinor).toBe(Math.max(amountMinor - (outcome?.paidMinor ?? 0), 0));
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
