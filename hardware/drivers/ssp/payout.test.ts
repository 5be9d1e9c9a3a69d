import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { serialOptions } from '../../kit/serial-transport.ts';
import { COMMAND } from './commands.ts';
import { ssp } from './driver.ts';
import { untilAllUp, valueOf, withUnits, type Rig, type RigOptions, type Run } from './rig.ts';
import type { Behaviour } from './sim-behaviour.ts';
import { nv200, smartHopper, type SimConfigInput } from './sim-config.ts';

/**
 * No double payout, and no claim about money that is not so: whatever happens to the line, the power
 * and the host, an outcome that is settled says what the customer really has in the hand, and nothing
 * is paid that was not ordered.
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

const [nv200Unit] = nv200.units;
if (nv200Unit === undefined) throw new RangeError('no unit');

const tills: readonly Till[] = [
  { name: 'SMART Payout', sim: nv200, unit: 'notes', valueMinor: 500 },
  { name: 'SMART Hopper', sim: smartHopper, unit: 'coins', valueMinor: 50 },
  {
    name: 'NV11',
    sim: {
      ...nv200,
      units: [
        {
          ...nv200Unit,
          unit: 'nv11',
          store: [
            [1_000, 3],
            [500, 6],
          ],
        },
      ],
    },
    unit: 'notes',
    valueMinor: 500,
  },
];

function paying(
  till: Till,
  test: (bench: Bench) => Promise<void>,
  options: Partial<Omit<RigOptions, 'clock'>> = {},
): Promise<void> {
  const clock = new FakeClock();
  return withUnits({ clock, sim: till.sim, ...options }, (run) => test({ ...run, clock }));
}

const nameOf = ({ unit, valueMinor }: Till): string => `${unit}/${valueMinor}`;

async function order(till: Till, { host, clock }: Bench, count: number): Promise<DispenseOrder> {
  const prepared = await valueOf(clock, host.dispenser(nameOf(till)).prepare('customer'));
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to: 'customer' };
}

async function pay(till: Till, bench: Bench, count: number): Promise<DispenseOutcome> {
  const made = await order(till, bench, count);
  return valueOf(bench.clock, bench.host.dispenser(nameOf(till)).dispense(made));
}

function paidOf(till: Till, rig: Rig): number {
  return rig.sim.truth()[till.unit]?.paidOut[till.valueMinor] ?? 0;
}

function expectTruth(
  till: Till,
  rig: Rig,
  facts: { outcome: DispenseOutcome; count: number },
): void {
  const { outcome, count } = facts;
  expect(paidOf(till, rig)).toBeLessThanOrEqual(count);
  if (outcome.kind !== 'settled') return;
  expect(outcome.paid).toBe(paidOf(till, rig));
  expect(outcome.cause === 'complete').toBe(outcome.paid === count);
}

/** Asks until the unit has been reached. */
async function settled(till: Till, bench: Bench, made: DispenseOrder): Promise<DispenseOutcome> {
  for (;;) {
    const outcome = await valueOf(bench.clock, bench.host.dispenser(nameOf(till)).settle(made));
    if (outcome.kind === 'settled' || outcome.reason !== 'offline') return outcome;
    await untilAllUp(bench.clock, bench.rig);
  }
}

describe.each(tills)('a payout of a $name', (till) => {
  const PAY = till.name === 'NV11' ? COMMAND.payoutNote : COMMAND.payoutByDenomination;

  const behaviours: readonly Behaviour[] = [
    { kind: 'silence', times: 2, code: PAY },
    { kind: 'lose-reply', times: 2, code: PAY },
    { kind: 'lose-reply', times: 5, code: PAY },
    { kind: 'garble', times: 2, code: PAY },
    { kind: 'repeat', times: 5 },
    { kind: 'delay', times: 3, delayMs: 1_020, code: PAY },
    { kind: 'lose-reply', times: 30, code: PAY },
    { kind: 'lose-reply', times: 5 },
    { kind: 'garble', times: 8 },
  ];

  it.each(behaviours)('happens once through %j', (behaviour) =>
    paying(till, async (bench) => {
      const made = await order(till, bench, 3);
      bench.rig.sim.behave(behaviour);
      const dispenser = bench.host.dispenser(nameOf(till));
      const outcome = await valueOf(bench.clock, dispenser.dispense(made));
      expectTruth(till, bench.rig, { outcome, count: 3 });
      bench.rig.sim.clearBehaviours();
      const later = await settled(till, bench, made);
      expect(later.kind).toBe('settled');
      expectTruth(till, bench.rig, { outcome: later, count: 3 });
    }),
  );

  it('is complete, one order after the other', () =>
    paying(till, async (bench) => {
      const dispenser = bench.host.dispenser(nameOf(till));
      const held = dispenser.countMax;
      expect(await pay(till, bench, 2)).toEqual({ kind: 'settled', paid: 2, cause: 'complete' });
      expect(await pay(till, bench, 1)).toEqual({ kind: 'settled', paid: 1, cause: 'complete' });
      expect(paidOf(till, bench.rig)).toBe(3);
      expect(dispenser.countMax).toBe(held - 3);
    }));

  it('is refused whole when there is too little, or the order is none', () =>
    paying(till, async (bench) => {
      const { rig, clock, host } = bench;
      const dispenser = host.dispenser(nameOf(till));
      const empty = { kind: 'settled', paid: 0, cause: 'empty' };
      expect(await pay(till, bench, dispenser.countMax + 1)).toEqual(empty);
      const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
      const made = await order(till, bench, 1);
      const parts = [{ count: 0 }, { count: 1.5 }, { evidence: 'x' }, { evidence: '{"serial":1}' }];
      for (const part of parts) {
        expect(await valueOf(clock, dispenser.dispense({ ...made, ...part }))).toEqual(none);
      }
      expect(await pay(till, bench, 1)).toMatchObject({ paid: 1 });
      // The counters have moved since: another's notes would be taken for this order's.
      expect(await valueOf(clock, dispenser.dispense(made))).toEqual(none);
      expect(paidOf(till, rig)).toBe(1);
    }));

  it('jams, and tells what was paid before and after the power was cut', () =>
    paying(till, async (bench) => {
      const { rig, clock, host } = bench;
      const made = await order(till, bench, 4);
      const outcome = valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
      await clock.runUntil(() => paidOf(till, rig) === 2, 60_000);
      rig.sim.jam(true);
      expect(await outcome).toEqual({ kind: 'settled', paid: 2, cause: 'jam' });
      expect(await settled(till, bench, made)).toMatchObject({ paid: 2 });
      rig.sim.jam(false);
      rig.sim.cutPower();
      await clock.advance(300);
      rig.sim.restorePower();
      await clock.advance(30_000);
      expect(await settled(till, bench, made)).toMatchObject({ kind: 'settled', paid: 2 });
      expect(rig.creditedMinor).toEqual([]);
      expect(await pay(till, bench, 1)).toMatchObject({ paid: 1, cause: 'complete' });
    }));

  it('is not sent while the line is down, and its end is unknown until the line is back', () =>
    paying(till, async (bench) => {
      const { rig, clock, host } = bench;
      const dispenser = host.dispenser(nameOf(till));
      const unsent = await order(till, bench, 2);
      await rig.line.unplug();
      const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
      expect(await valueOf(clock, dispenser.dispense(unsent))).toEqual(none);
      expect(await valueOf(clock, dispenser.prepare('customer'))).toMatchObject({
        reason: 'offline',
      });
      await rig.line.plug();
      await untilAllUp(clock, rig);
      const made = await order(till, bench, 2);
      const paying = valueOf(clock, dispenser.dispense(made));
      await clock.runUntil(() => paidOf(till, rig) === 1, 60_000);
      await rig.line.unplug();
      expect(await paying).toMatchObject({ kind: 'unknown', reason: 'offline' });
      await rig.line.plug();
      const outcome = await settled(till, bench, made);
      expectTruth(till, rig, { outcome, count: 2 });
      expect(outcome.kind).toBe('settled');
    }));

  const COUNT = 3;
  /** Many whole lives of a till, on a computer with other things to do. */
  const LIMIT_MS = 60_000;

  it(
    'is told rightly or not at all, at whatever byte the power fails',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 900 }), (bytes) =>
          paying(till, async (bench) => {
            const { rig, clock, host } = bench;
            const made = await order(till, bench, COUNT);
            rig.sim.cutPowerAfter(bytes, () => clock.startTimer(700, () => rig.sim.restorePower()));
            const outcome = await valueOf(clock, host.dispenser(nameOf(till)).dispense(made));
            await clock.advance(15_000);
            expectTruth(till, rig, { outcome, count: COUNT });
            const later = await settled(till, bench, made);
            expect(later.kind).toBe('settled');
            expectTruth(till, rig, { outcome: later, count: COUNT });
            expect(rig.creditedMinor).toEqual([]);
          }),
        ),
        { numRuns: 12 },
      ),
    LIMIT_MS,
  );

  it(
    'is told rightly or not at all to a new host, whenever the old one dies',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 0, max: 4_000 }), fc.boolean(), (atMs, isCut) =>
          paying(till, async (bench) => {
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
            expectTruth(till, rig, { outcome, count: COUNT });
            expect(isCut || outcome.kind === 'settled').toBe(true);
            expect(rig.creditedMinor).toEqual([]);
          }),
        ),
        { numRuns: 12 },
      ),
    LIMIT_MS,
  );

  it('is not known when another unit has taken the place', () =>
    paying(till, async (bench) => {
      const made = await order(till, bench, 1);
      const evidence = made.evidence.replace(/"serial":\d+/, '"serial":77');
      const outcome = await settled(till, bench, { ...made, evidence });
      expect(outcome).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
      const unreadable = await settled(till, bench, { ...made, evidence: '?' });
      expect(unreadable).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
    }));
});

describe('a hopper', () => {
  const [unit] = smartHopper.units;
  if (unit === undefined) throw new RangeError('no unit');

  it('that believes to have more than it has pays what there is', () => {
    const short: Till = {
      name: 'short',
      unit: 'coins',
      valueMinor: 50,
      sim: {
        ...smartHopper,
        units: [{ ...unit, store: [[50, 2]], phantoms: [[50, 5]] }],
      },
    };
    return paying(short, async (bench) => {
      expect(await pay(short, bench, 4)).toEqual({ kind: 'settled', paid: 2, cause: 'empty' });
    });
  });

  it('credits coins to the places it puts them, and names what a power cut takes', () =>
    paying(tills[1] ?? raise(), async ({ rig, host, clock }) => {
      host.acceptor.setAcceptance([50, 200]);
      await clock.advance(2_000);
      for (const value of [50, 200, 100]) rig.sim.insert(value);
      await clock.advance(3_000);
      expect(rig.items).toEqual([
        { kind: 'inserted', valueMinor: 50, place: 'coins/50' },
        { kind: 'inserted', valueMinor: 200, place: 'coins/200' },
      ]);
      rig.sim.insert(50);
      await clock.advance(100);
      rig.sim.cutPower();
      await clock.advance(1_000);
      rig.sim.restorePower();
      await clock.advance(60_000);
      expect(rig.items.at(-1)).toEqual({ kind: 'lost', countMax: 5, cause: 'device-reset' });
      expect(rig.isAllUp).toBe(true);
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
    }));
});

describe('one line', () => {
  it('serves two units, each with its own key and sequence', async () => {
    const clock = new FakeClock();
    const sim = { ...nv200, units: [...nv200.units, ...smartHopper.units] };
    await withUnits({ clock, sim }, async ({ rig, host }) => {
      const [notes = raise(), coins = raise()] = tills;
      const bench = { rig, host, clock };
      const [five, fifty] = await Promise.all([order(notes, bench, 2), order(coins, bench, 3)]);
      const outcomes = await Promise.all([
        valueOf(clock, host.dispenser('notes/500').dispense(five)),
        valueOf(clock, host.dispenser('coins/50').dispense(fifty)),
      ]);
      expect(outcomes).toEqual([
        { kind: 'settled', paid: 2, cause: 'complete' },
        { kind: 'settled', paid: 3, cause: 'complete' },
      ]);
    });
  });

  it('is 9600 baud 8N2, which a pseudo-terminal cannot show', () => {
    const options = serialOptions({ path: '/dev/x', baudRate: 9_600 }, ssp.serialLine);
    expect(options).toEqual({
      path: '/dev/x',
      baudRate: 9_600,
      dataBits: 8,
      stopBits: 2,
      parity: 'none',
    });
  });
});

function raise(): never {
  throw new RangeError('no such till');
}

async function ended(host: AsyncDisposable): Promise<void> {
  await host[Symbol.asyncDispose]();
}
