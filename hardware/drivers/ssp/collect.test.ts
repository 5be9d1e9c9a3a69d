import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { COMMAND } from './commands.ts';
import { untilAllUp, valueOf, withUnits, type Rig, type Run } from './rig.ts';
import type { Behaviour } from './sim-behaviour.ts';
import { nv200, smartHopper, type SimConfigInput } from './sim-config.ts';

/**
 * What goes into the cash box goes once, and is told as it is: nothing reaches a customer, no other
 * value is touched, and a settled outcome says what really lies in the cash box.
 */
interface Bench extends Run {
  readonly clock: FakeClock;
}

interface Till {
  readonly name: string;
  readonly sim: SimConfigInput;
  readonly unit: string;
  readonly valueMinor: number;
}

const tills: readonly Till[] = [
  { name: 'SMART Payout', sim: nv200, unit: 'notes', valueMinor: 500 },
  { name: 'SMART Hopper', sim: smartHopper, unit: 'coins', valueMinor: 50 },
];

function collecting(till: Till, test: (bench: Bench) => Promise<void>): Promise<void> {
  const clock = new FakeClock();
  return withUnits({ clock, sim: till.sim }, (run) => test({ ...run, clock }));
}

const nameOf = ({ unit, valueMinor }: Till): string => `${unit}/${valueMinor}`;

async function order(till: Till, { host, clock }: Bench, count: number): Promise<DispenseOrder> {
  const prepared = await valueOf(clock, host.dispenser(nameOf(till)).prepare('cashbox'));
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to: 'cashbox' };
}

async function collect(till: Till, bench: Bench, count: number): Promise<DispenseOutcome> {
  const made = await order(till, bench, count);
  return valueOf(bench.clock, bench.host.dispenser(nameOf(till)).dispense(made));
}

async function settled(till: Till, bench: Bench, made: DispenseOrder): Promise<DispenseOutcome> {
  for (;;) {
    const outcome = await valueOf(bench.clock, bench.host.dispenser(nameOf(till)).settle(made));
    if (outcome.kind === 'settled' || outcome.reason !== 'offline') return outcome;
    await untilAllUp(bench.clock, bench.rig);
  }
}

function truthOf(till: Till, rig: Rig) {
  const { cashbox = {}, paidOut = {}, store = {} } = rig.sim.truth()[till.unit] ?? {};
  return { inCashbox: cashbox[till.valueMinor] ?? 0, cashbox, paidOut, store };
}

function expectTruth(till: Till, rig: Rig, outcome: DispenseOutcome): void {
  const { inCashbox, paidOut, cashbox } = truthOf(till, rig);
  expect(paidOut).toEqual({});
  expect(Object.keys(cashbox).filter((value) => value !== String(till.valueMinor))).toEqual([]);
  if (outcome.kind !== 'settled') return;
  expect(outcome.paid).toBe(inCashbox);
}

const COUNT = 3;
/** Many whole lives of a till, on a computer with other things to do. */
const LIMIT_MS = 60_000;

describe.each(tills)('a $name collects', (till) => {
  it('as many as it was told, one order after the other, and leaves the others alone', () =>
    collecting(till, async (bench) => {
      const before = truthOf(till, bench.rig).store;
      const complete = { kind: 'settled', cause: 'complete' };
      expect(await collect(till, bench, 2)).toEqual({ ...complete, paid: 2 });
      expect(await collect(till, bench, 1)).toEqual({ ...complete, paid: 1 });
      const { store, inCashbox, paidOut } = truthOf(till, bench.rig);
      const left = (before[till.valueMinor] ?? 0) - 3;
      expect(store).toEqual({ ...before, [till.valueMinor]: left });
      expect([inCashbox, paidOut]).toEqual([3, {}]);
    }));

  const behaviours: readonly Behaviour[] = [
    { kind: 'silence', times: 2, code: COMMAND.floatByDenomination },
    { kind: 'lose-reply', times: 2, code: COMMAND.floatByDenomination },
    { kind: 'lose-reply', times: 30, code: COMMAND.floatByDenomination },
    { kind: 'garble', times: 8 },
    { kind: 'repeat', times: 5 },
  ];

  it.each(behaviours)('once through %j', (behaviour) =>
    collecting(till, async (bench) => {
      const made = await order(till, bench, COUNT);
      bench.rig.sim.behave(behaviour);
      const dispenser = bench.host.dispenser(nameOf(till));
      expectTruth(till, bench.rig, await valueOf(bench.clock, dispenser.dispense(made)));
      bench.rig.sim.clearBehaviours();
      const later = await settled(till, bench, made);
      expect(later.kind).toBe('settled');
      expectTruth(till, bench.rig, later);
    }),
  );

  it('nothing for an order that is none, or for evidence that is old', () =>
    collecting(till, async (bench) => {
      const made = await order(till, bench, 1);
      const dispenser = bench.host.dispenser(nameOf(till));
      const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
      for (const part of [{ count: 0 }, { count: 0.5 }, { evidence: '?' }]) {
        expect(await valueOf(bench.clock, dispenser.dispense({ ...made, ...part }))).toEqual(none);
      }
      await collect(till, bench, 1);
      expect(await valueOf(bench.clock, dispenser.dispense(made))).toEqual(none);
      expect(truthOf(till, bench.rig).inCashbox).toBe(1);
    }));

  it('what it could before it jammed, and says so', () =>
    collecting(till, async (bench) => {
      const { rig, clock, host } = bench;
      const made = await order(till, bench, 4);
      const outcome = valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
      await clock.runUntil(() => truthOf(till, rig).inCashbox === 2, 60_000);
      rig.sim.jam(true);
      expect(await outcome).toEqual({ kind: 'settled', paid: 2, cause: 'jam' });
    }));

  it(
    'and tells it rightly or not at all, at whatever byte the power fails',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 900 }), (bytes) =>
          collecting(till, async (bench) => {
            const { rig, clock, host } = bench;
            const made = await order(till, bench, COUNT);
            rig.sim.cutPowerAfter(bytes, () => clock.startTimer(700, () => rig.sim.restorePower()));
            await valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
            await clock.advance(15_000);
            const later = await settled(till, bench, made);
            expect(later.kind).toBe('settled');
            expectTruth(till, rig, later);
            expect(rig.creditedMinor).toEqual([]);
          }),
        ),
        { numRuns: 12 },
      ),
    LIMIT_MS,
  );

  it(
    'and tells it rightly or not at all to a new host, whenever the old one dies',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 4_000 }), fc.boolean(), (atMs, isCut) =>
          collecting(till, async (bench) => {
            const { rig, clock, host } = bench;
            const made = await order(till, bench, COUNT);
            void host.dispenser(nameOf(till)).dispense(made);
            await clock.advance(atMs);
            if (isCut) rig.sim.cutPower();
            await valueOf(clock, ended(host));
            await clock.advance(500);
            if (isCut) rig.sim.restorePower();
            await using next = rig.start();
            await untilAllUp(clock, rig);
            const outcome = await settled(till, { ...bench, host: next }, made);
            expectTruth(till, rig, outcome);
            expect(isCut || outcome.kind === 'settled').toBe(true);
            expect(rig.creditedMinor).toEqual([]);
          }),
        ),
        { numRuns: 12 },
      ),
    LIMIT_MS,
  );
});

describe.each(tills)('a $name that is to hold nothing afterwards', (till) => {
  const [unit] = till.sim.units;
  if (unit === undefined) throw new RangeError('no unit');
  const value = till.valueMinor;
  const holding = (real: number, imagined: number): Till => ({
    ...till,
    sim: {
      ...till.sim,
      units: [{ ...unit, store: [[value, real]], phantoms: [[value, imagined]] }],
    },
  });

  it('empties itself', () =>
    collecting(holding(4, 0), async (bench) => {
      expect(await collect(till, bench, 4)).toEqual({
        kind: 'settled',
        paid: 4,
        cause: 'complete',
      });
      expect(truthOf(till, bench.rig)).toMatchObject({ inCashbox: 4, store: {} });
      expect(bench.host.dispenser(nameOf(till)).countMax).toBe(0);
    }));

  it('says what there was, where it believed to have more', () =>
    collecting(holding(2, 3), async (bench) => {
      expect(await collect(till, bench, 5)).toEqual({ kind: 'settled', paid: 2, cause: 'empty' });
      expect(truthOf(till, bench.rig).inCashbox).toBe(2);
    }));

  it('and has been emptied when the power fails, tells how far it came', () =>
    collecting(holding(6, 0), async (bench) => {
      const { rig, clock, host } = bench;
      const made = await order(till, bench, 6);
      const outcome = valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
      await clock.runUntil(() => truthOf(till, rig).inCashbox === 2, 60_000);
      rig.sim.cutPower();
      await clock.advance(500);
      rig.sim.restorePower();
      await outcome;
      const later = await settled(till, bench, made);
      expect(later).toMatchObject({ kind: 'settled', cause: 'power-lost' });
      expectTruth(till, rig, later);
    }));
});

async function ended(host: AsyncDisposable): Promise<void> {
  await host[Symbol.asyncDispose]();
}
