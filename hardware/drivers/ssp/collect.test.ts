import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { COMMAND } from './commands.ts';
import { untilAllUp, valueOf, withUnits, type Rig, type Run } from './rig.ts';
import type { Behaviour } from './sim-behaviour.ts';
import { nv11, nv200, smartCoinSystem, smartHopper, type SimConfigInput } from './sim-config.ts';

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
  /** The command that moves. */
  readonly code: number;
  /** An NV11 that is between two notes has no more to say about it than that it was without power. */
  readonly causeOfCut: 'power-lost' | 'fault';
}

const NOTES = { unit: 'notes', valueMinor: 500 } as const;
const COINS = { unit: 'coins', valueMinor: 50 } as const;
const FLOAT = { code: COMMAND.floatByDenomination, causeOfCut: 'power-lost' } as const;
const STACK = { code: COMMAND.stackNote, causeOfCut: 'fault' } as const;

const tills: readonly Till[] = [
  { name: 'SMART Payout', sim: nv200, ...NOTES, ...FLOAT },
  { name: 'NV11', sim: nv11, ...NOTES, ...STACK },
  { name: 'SMART Hopper', sim: smartHopper, ...COINS, ...FLOAT },
  { name: 'SMART Coin System', sim: smartCoinSystem, ...COINS, ...FLOAT },
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

describe.each(tills)('the $name collects', (till) => {
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

  const { code } = till;
  const behaviours: readonly Behaviour[] = [
    { kind: 'silence', times: 2, code },
    { kind: 'lose-reply', times: 2, code },
    { kind: 'lose-reply', times: 30, code },
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

  it('and takes what jams for the till’s own, though the host dies before the power is cut', () =>
    collecting(till, async (bench) => {
      const { rig, clock, host } = bench;
      const made = await order(till, bench, COUNT);
      rig.sim.jam(true);
      let isStuck = false;
      rig.sim.onEvent(({ event }) => {
        isStuck ||= event === 'stuck';
      });
      void host.dispenser(nameOf(till)).dispense(made);
      await clock.runUntil(() => isStuck, 60_000);
      await valueOf(clock, ended(host));
      await using next = rig.start();
      await untilAllUp(clock, rig);
      const outcome = await settled(till, { ...bench, host: next }, made);
      expect(outcome).toEqual({ kind: 'settled', paid: 0, cause: 'jam' });
      rig.sim.jam(false);
      rig.sim.cutPower();
      await clock.advance(500);
      rig.sim.restorePower();
      await clock.advance(15_000);
      expect(rig.creditedMinor).toEqual([]);
      expect(truthOf(till, rig).paidOut).toEqual({});
    }));

  it.each(['cashbox', 'customer'] as const)(
    'and takes what jams for the till’s own, and no order to the %s before the power is cut',
    (to) =>
      collecting(till, async (bench) => {
        const { rig, clock, host } = bench;
        const dispenser = host.dispenser(nameOf(till));
        rig.sim.jam(true);
        expect(await collect(till, bench, COUNT)).toMatchObject({ paid: 0, cause: 'jam' });
        expect(await valueOf(clock, dispenser.prepare(to))).toMatchObject({ kind: 'refused' });
        rig.sim.jam(false);
        rig.sim.cutPower();
        await clock.advance(500);
        rig.sim.restorePower();
        await clock.advance(15_000);
        expect(rig.creditedMinor).toEqual([]);
      }),
  );

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

/** Holds so many pieces, believes to hold more, and does not know some commands. */
function holding(till: Till, [real, imagined]: readonly [number, number], unknown: number[] = []) {
  const [unit] = till.sim.units;
  if (unit === undefined) throw new RangeError('no unit');
  const store: [number, number][] = [[till.valueMinor, real]];
  const phantoms: [number, number][] = [[till.valueMinor, imagined]];
  const unknownCommands = [...(unit.unknownCommands ?? []), ...unknown];
  const units = [{ ...unit, store, phantoms, unknownCommands }];
  return { ...till, sim: { ...till.sim, units } };
}

describe.each(tills)('the $name that is to hold nothing afterwards', (till) => {
  it('empties itself', () =>
    collecting(holding(till, [4, 0]), async (bench) => {
      expect(await collect(till, bench, 4)).toEqual({
        kind: 'settled',
        paid: 4,
        cause: 'complete',
      });
      expect(truthOf(till, bench.rig)).toMatchObject({ inCashbox: 4, store: {} });
      expect(bench.host.dispenser(nameOf(till)).countMax).toBe(0);
    }));

  it('and has been emptied when the power fails, tells how far it came', () =>
    collecting(holding(till, [6, 0]), async (bench) => {
      const { rig, clock, host } = bench;
      const made = await order(till, bench, 6);
      const outcome = valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
      await clock.runUntil(() => truthOf(till, rig).inCashbox === 2, 60_000);
      rig.sim.cutPower();
      await clock.advance(500);
      rig.sim.restorePower();
      await outcome;
      const later = await settled(till, bench, made);
      expect(later).toMatchObject({ kind: 'settled', cause: till.causeOfCut });
      expectTruth(till, rig, later);
    }));
});

// An NV11 knows where each of its notes lies: it believes in none that is not there.
describe.each(tills.filter(({ code }) => code === FLOAT.code))(
  'the $name that is emptied',
  (till) => {
    it('says what there was, where it believed to have more', () =>
      collecting(holding(till, [2, 3]), async (bench) => {
        expect(await collect(till, bench, 5)).toEqual({ kind: 'settled', paid: 2, cause: 'empty' });
        expect(truthOf(till, bench.rig).inCashbox).toBe(2);
      }));

    it('and does not know how to look at its pieces meanwhile, moves them all the same', () =>
      collecting(holding(till, [4, 0], [COMMAND.smartEmpty]), async (bench) => {
        const complete = { kind: 'settled', paid: 4, cause: 'complete' };
        expect(await collect(till, bench, 4)).toEqual(complete);
        expect(truthOf(till, bench.rig)).toMatchObject({ inCashbox: 4, store: {} });
      }));

    it('and does not, and loses its power meanwhile, credits nobody with the piece in its path', () =>
      collecting(holding(till, [6, 0], [COMMAND.smartEmpty]), async (bench) => {
        const { rig, clock, host } = bench;
        const made = await order(till, bench, 6);
        const outcome = valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
        await clock.runUntil(() => truthOf(till, rig).inCashbox === 2, 60_000);
        // A note takes its time on the way, a coin falls at once.
        const path = () => Object.keys(rig.sim.truth()[till.unit]?.path ?? {});
        await clock.runUntil(() => path().length > 0, 1_000);
        rig.sim.cutPower();
        await clock.advance(500);
        rig.sim.restorePower();
        await outcome;
        expectTruth(till, rig, await settled(till, bench, made));
        expect(rig.creditedMinor).toEqual([]);
      }));

    it('or that cannot be emptied at all, moves nothing', () =>
      collecting(holding(till, [4, 0], [COMMAND.smartEmpty, COMMAND.emptyAll]), async (bench) => {
        const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
        expect(await collect(till, bench, 4)).toEqual(none);
        expect(truthOf(till, bench.rig).inCashbox).toBe(0);
      }));
  },
);

describe('the stack of an NV11', () => {
  const till: Till = { name: 'NV11', sim: nv11, ...STACK, unit: 'notes', valueMinor: 1_000 };

  it('gives what lies below only once what lies on it has gone', () =>
    collecting(till, async (bench) => {
      const { host, rig } = bench;
      expect(host.dispenser('notes/1000').countMax).toBe(0);
      expect(await collect(till, bench, 1)).toMatchObject({ paid: 0, cause: 'empty' });
      expect(rig.sim.truth()['notes']).toMatchObject({ cashbox: {}, paidOut: {} });
      await collect({ ...till, valueMinor: 500 }, bench, 8);
      expect(host.dispenser('notes/1000').countMax).toBe(3);
      expect(await collect(till, bench, 3)).toMatchObject({ paid: 3, cause: 'complete' });
      expect(rig.sim.truth()['notes']).toMatchObject({
        store: {},
        cashbox: { '500': 8, '1000': 3 },
        paidOut: {},
      });
      expect(rig.items).toEqual([]);
    }));

  it('keeps a note for the customer that one into the cash box went before', () =>
    collecting({ ...till, valueMinor: 500 }, async (bench) => {
      const { host, rig, clock } = bench;
      const five = { ...till, valueMinor: 500 };
      await collect(five, bench, 2);
      const prepared = await valueOf(clock, host.dispenser('notes/500').prepare('customer'));
      if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
      const { evidence } = prepared;
      const paying = host.dispenser('notes/500').dispense({ count: 2, evidence, to: 'customer' });
      const complete = { kind: 'settled', paid: 2, cause: 'complete' };
      expect(await valueOf(clock, paying)).toEqual(complete);
      expect(rig.sim.truth()['notes']).toMatchObject({
        cashbox: { '500': 2 },
        paidOut: { '500': 2 },
      });
    }));
});

async function ended(host: AsyncDisposable): Promise<void> {
  await host[Symbol.asyncDispose]();
}
