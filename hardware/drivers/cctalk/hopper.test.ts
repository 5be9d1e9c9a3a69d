import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { serialOptions } from '../../kit/serial-transport.ts';
import { cctalk } from './driver.ts';
import { HEADER } from './machine.ts';
import { valueOf, withMachine, type Rig, type Run } from './rig.ts';
import { delay, garble, loseReply, reply, silence, type Behaviour } from './sim-behaviour.ts';
import { euroMachine } from './sim-config.ts';

/**
 * No double payout, and no claim about coins that is not so: whatever happens to the line and to the
 * hopper, the dispense command is on the wire at most once, and an outcome that is settled says what
 * the customer really has in the hand.
 */
const DEVICE = 'hopper-20';
const VALUE_MINOR = 20;
const SERIAL = euroMachine.hoppers.find(({ device }) => device === DEVICE)?.serial ?? 0;
const LIFETIME_MODULUS = 2 ** 24;

interface Bench extends Run {
  readonly clock: FakeClock;
}

function paying(test: (bench: Bench) => Promise<void>, seed = 1): Promise<void> {
  const clock = new FakeClock();
  return withMachine({ clock, random: seededRandom(seed) }, (run) => test({ ...run, clock }));
}

async function order({ host, clock }: Bench, count: number): Promise<DispenseOrder> {
  const prepared = await valueOf(clock, host.hopper(DEVICE).prepare('customer'));
  if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to: 'customer' };
}

async function pay(bench: Bench, count: number): Promise<DispenseOutcome> {
  const made = await order(bench, count);
  return valueOf(bench.clock, bench.host.hopper(DEVICE).dispense(made));
}

function coinsPaid(rig: Rig): number {
  return rig.sim.truth().paidOut[VALUE_MINOR] ?? 0;
}

/** Dispense commands written so far. */
function commandsSent(rig: Rig): number {
  const header = HEADER.dispenseHopperCoins.toString(16);
  return rig.traces.filter(
    (trace) => trace.kind === 'frame-sent' && trace.hex.slice(6, 8) === header,
  ).length;
}

/** Only those that say what happened; the rest are settled once the device can be asked again. */
function expectTruth(rig: Rig, outcome: DispenseOutcome, count: number): void {
  expect(commandsSent(rig)).toBeLessThanOrEqual(1);
  if (outcome.kind !== 'settled') return;
  expect(outcome.paid).toBe(coinsPaid(rig));
  expect(outcome.cause === 'complete').toBe(outcome.paid === count);
}

const on = { times: 1, header: HEADER.dispenseHopperCoins };

describe('a dispense command that goes wrong', () => {
  const behaviours: readonly (readonly [string, Behaviour, number])[] = [
    ['a lost reply', loseReply(on), 3],
    ['a garbled reply', garble(on), 3],
    ['a reply that comes too late', delay(400, on), 3],
    ['a command the hopper never got', silence(on), 0],
    ['a NAK', reply({ header: 5, data: new Uint8Array(0) }, on), 0],
    ['a BUSY', reply({ header: 6, data: new Uint8Array(0) }, on), 0],
    ['a reply with a wrong counter', reply({ header: 0, data: Uint8Array.of(99) }, on), 0],
    ['a reply too long', reply({ header: 0, data: new Uint8Array(4) }, on), 0],
  ];

  it.each(behaviours)('is settled from the counters after %s', (_, behaviour, paid) =>
    paying(async (bench) => {
      const made = await order(bench, 3);
      bench.rig.sim.behave(DEVICE, behaviour);
      const outcome = await valueOf(bench.clock, bench.host.hopper(DEVICE).dispense(made));
      const cause = paid === 3 ? 'complete' : 'not-executed';
      expect(outcome).toEqual({ kind: 'settled', paid, cause });
      expectTruth(bench.rig, outcome, 3);
    }),
  );

  it.each([
    ['status', HEADER.requestHopperStatus, [1, 0, 2, 1]],
    ['lifetime count', HEADER.requestHopperDispenseCount, [2, 0, 0]],
    ['serial number', HEADER.requestSerialNumber, [1, 2, 3]],
    ['registers', HEADER.testHopper, [0, 0, 1]],
  ])('is not settled from a single wrong %s', (_, header, bytes) =>
    paying(async (bench) => {
      const made = await order(bench, 3);
      const wrong = { header: 0, data: Uint8Array.from(bytes) };
      bench.clock.startTimer(50, () => {
        bench.rig.sim.behave(DEVICE, reply(wrong, { times: 1, header }));
      });
      const outcome = await valueOf(bench.clock, bench.host.hopper(DEVICE).dispense(made));
      expect(outcome).toEqual({ kind: 'settled', paid: 3, cause: 'complete' });
    }),
  );

  it('is not sent at all when the line is down, and nothing is owed to the hopper', () =>
    paying(async (bench) => {
      const made = await order(bench, 3);
      await bench.rig.line.unplug();
      const outcome = await valueOf(bench.clock, bench.host.hopper(DEVICE).dispense(made));
      expect(outcome).toEqual({ kind: 'settled', paid: 0, cause: 'not-executed' });
      expect(commandsSent(bench.rig)).toBe(0);
    }));

  it.each([
    { count: 0 },
    { count: 256 },
    { count: 1.5 },
    { count: 1, evidence: 'nonsense' },
    { count: 1, evidence: '{"counter":1}' },
  ])('is not sent for %j', (part) =>
    paying(async (bench) => {
      const made = { ...(await order(bench, 1)), ...part };
      const outcome = await valueOf(bench.clock, bench.host.hopper(DEVICE).dispense(made));
      expect(outcome).toEqual({ kind: 'settled', paid: 0, cause: 'not-executed' });
      expect(commandsSent(bench.rig)).toBe(0);
    }),
  );
});

describe('power and plugs', () => {
  const COUNT = 4;
  const moments = Array.from({ length: 40 }, (_, at) => at * 13);

  it.each(moments)('tells what was paid when the power fails %d ms into a payout', (atMs) =>
    paying(async (bench) => {
      const { rig, host, clock } = bench;
      const made = await order(bench, COUNT);
      clock.startTimer(atMs, () => void rig.sim.cutPower());
      clock.startTimer(atMs + 700, () => void rig.sim.restorePower());
      const outcome = await valueOf(clock, host.hopper(DEVICE).dispense(made));
      expect(outcome.kind).toBe('settled');
      expectTruth(rig, outcome, COUNT);
      await clock.advance(5_000);
      expect(await valueOf(clock, host.hopper(DEVICE).settle(made))).toEqual(outcome);
    }),
  );

  it.each(moments)('tells what was paid when the plug is out %d ms into a payout', (atMs) =>
    paying(async (bench) => {
      const { rig, host, clock } = bench;
      const made = await order(bench, COUNT);
      clock.startTimer(atMs, () => void rig.line.unplug());
      clock.startTimer(atMs + 300, () => void rig.line.plug());
      const outcome = await valueOf(clock, host.hopper(DEVICE).dispense(made));
      expect(outcome.kind).toBe('settled');
      expectTruth(rig, outcome, COUNT);
    }),
  );

  it('says that it does not know while the line stays down, and settles when it is back', () =>
    paying(async (bench) => {
      const { rig, host, clock } = bench;
      const hopper = host.hopper(DEVICE);
      const made = await order(bench, COUNT);
      clock.startTimer(100, () => void rig.line.unplug());
      const outcome = await valueOf(clock, hopper.dispense(made));
      expect(outcome).toMatchObject({ kind: 'unknown', reason: 'offline' });
      expect(await valueOf(clock, hopper.settle(made))).toMatchObject({ reason: 'offline' });
      expect(rig.stateOf(DEVICE)).toBe('down');
      await rig.line.plug();
      await clock.runUntil(() => rig.stateOf(DEVICE) === 'up', 60_000);
      const settled = await valueOf(clock, hopper.settle(made));
      expect(settled).toEqual({ kind: 'settled', paid: COUNT, cause: 'complete' });
      expectTruth(rig, settled, COUNT);
    }));

  it('tells a new host what became of the order of one that died', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 500 }), (atMs) =>
        paying(async (bench) => {
          const { rig, host, clock } = bench;
          const made = await order(bench, COUNT);
          void host.hopper(DEVICE).dispense(made);
          await clock.advance(atMs);
          await host[Symbol.asyncDispose]();
          await clock.advance(50);
          await using next = rig.start();
          const settled = await valueOf(clock, next.hopper(DEVICE).settle(made));
          expect(settled.kind).toBe('settled');
          expectTruth(rig, settled, COUNT);
        }),
      ),
      { numRuns: 20 },
    ));

  it('claims nothing when another hopper has been put in its place', () =>
    paying(async (bench) => {
      const made = await order(bench, COUNT);
      const { evidence } = made;
      const other = { ...made, evidence: evidence.replace(`${SERIAL}`, `${SERIAL + 1}`) };
      const settled = await valueOf(bench.clock, bench.host.hopper(DEVICE).settle(other));
      expect(settled).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
    }));
});

describe('coins that do not come', () => {
  it('is empty after the last coin, and pays again once filled', () =>
    paying(async (bench) => {
      const { rig } = bench;
      expect(await pay(bench, 38)).toMatchObject({ paid: 38, cause: 'complete' });
      expect(await pay(bench, 5)).toEqual({ kind: 'settled', paid: 2, cause: 'empty' });
      rig.sim.fill(DEVICE, 10);
      expect(await pay(bench, 5)).toEqual({ kind: 'settled', paid: 5, cause: 'complete' });
      expect(coinsPaid(rig)).toBe(45);
    }));

  it('is jammed in the middle of a payout, and pays again once freed', () =>
    paying(async (bench) => {
      const { rig, host, clock } = bench;
      const made = await order(bench, 5);
      clock.startTimer(200, () => void rig.sim.jam(DEVICE));
      const outcome = await valueOf(clock, host.hopper(DEVICE).dispense(made));
      expect(outcome).toEqual({ kind: 'settled', paid: coinsPaid(rig), cause: 'jam' });
      expect(coinsPaid(rig)).toBeGreaterThan(0);
      rig.sim.unjam(DEVICE);
      expect(await pay(bench, 2)).toMatchObject({ paid: 2, cause: 'complete' });
    }));

  it('waits for coins that come slowly', () =>
    paying(async (bench) => {
      const { rig, host, clock } = bench;
      const made = await order(bench, 3);
      rig.sim.jam(DEVICE);
      clock.startTimer(2_500, () => void rig.sim.unjam(DEVICE));
      const outcome = await valueOf(clock, host.hopper(DEVICE).dispense(made));
      expect(outcome).toEqual({ kind: 'settled', paid: 3, cause: 'complete' });
    }));
});

describe('preparing', () => {
  it('refuses while the port is down, within the time it may wait', () =>
    paying(async ({ rig, host, clock }) => {
      await rig.line.unplug();
      const beforeMs = clock.monotonicMs();
      const prepared = await valueOf(clock, host.hopper(DEVICE).prepare('customer'));
      expect(prepared).toMatchObject({ kind: 'refused', reason: 'offline' });
      expect(clock.monotonicMs() - beforeMs).toBeLessThanOrEqual(3_000);
    }));

  it('refuses a hopper without power, and one with another serial number', async () => {
    const clock = new FakeClock();
    const hoppers = euroMachine.hoppers.map((one) =>
      one.device === DEVICE ? { ...one, serial: SERIAL + 1 } : one,
    );
    const sim = { ...euroMachine, hoppers };
    const random = seededRandom(1);
    await expect(withMachine({ clock, random, sim }, () => Promise.resolve())).rejects.toThrow(
      'stays down',
    );
    await paying(async ({ rig, host, clock: other }) => {
      rig.sim.cutPower(DEVICE);
      const prepared = await valueOf(other, host.hopper(DEVICE).prepare('customer'));
      expect(prepared).toMatchObject({ kind: 'refused', reason: 'offline' });
    });
  });

  it('waits for a payout that nobody follows any more', () =>
    paying(async (bench) => {
      const made = await order(bench, 6);
      void bench.host.hopper(DEVICE).dispense(made);
      await bench.clock.advance(50);
      await bench.host[Symbol.asyncDispose]();
      await using next = bench.rig.start();
      const prepared = await valueOf(bench.clock, next.hopper(DEVICE).prepare('customer'));
      if (prepared.kind !== 'prepared') throw new TypeError(JSON.stringify(prepared));
      expect(coinsPaid(bench.rig)).toBe(6);
      expect(JSON.parse(prepared.evidence)).toEqual({
        counter: 1,
        dispenseCount: 6,
        serial: SERIAL,
      });
    }));

  it.each([1_000, 1_020, 1_040, 1_060, 1_080])(
    'waits for an order given %d ms before, whose flags it would reset',
    (afterMs) =>
      paying(async (bench) => {
        const { host, clock, rig } = bench;
        clock.startTimer(300, () => void rig.sim.jam(DEVICE));
        const made = await order(bench, 5);
        const dispensed = host.hopper(DEVICE).dispense(made);
        await clock.advance(afterMs);
        const prepared = host.hopper(DEVICE).prepare('customer');
        const outcome = await valueOf(clock, dispensed);
        expect(outcome).toEqual({ kind: 'settled', paid: coinsPaid(rig), cause: 'jam' });
        expect(await valueOf(clock, prepared)).toMatchObject({ kind: 'prepared' });
      }),
  );
});

describe('payouts', () => {
  it('follow the event counter and the lifetime count over their wraps', async () => {
    const clock = new FakeClock();
    const hoppers = euroMachine.hoppers.map((one) => ({
      ...one,
      coins: 300,
      dispenseCount: LIFETIME_MODULUS - 100,
    }));
    const timing = { ...euroMachine.timing, coinMs: 1, replyMs: 0 };
    const sim = { ...euroMachine, hoppers, timing };
    await withMachine({ clock, random: seededRandom(1), sim }, async (run) => {
      for (let turn = 0; turn < 260; turn += 1) {
        const outcome = await pay({ ...run, clock }, 1);
        expect(outcome).toEqual({ kind: 'settled', paid: 1, cause: 'complete' });
      }
      expect(coinsPaid(run.rig)).toBe(260);
    });
  });

  it('never lie and never come twice, whatever happens on the way', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), (seed) =>
        paying(async (bench) => {
          const { rig, host, clock } = bench;
          const random = seededRandom(seed);
          const upTo = (max: number): number => Math.floor(random() * max);
          const made = await order(bench, 5);
          const mishaps: readonly (() => unknown)[] = [
            () => rig.sim.makeNoise(1 + upTo(80)),
            () => rig.sim.behave('bus', garble({ times: 1 + upTo(5) })),
            () => rig.sim.behave(DEVICE, loseReply({ times: 1 + upTo(4) })),
            () => rig.sim.behave(DEVICE, delay(upTo(600), { times: 1 + upTo(3) })),
            () => rig.sim.cutPower(),
            () => rig.sim.restorePower(),
            () => rig.line.unplug(),
            () => rig.line.plug(),
            () => rig.sim.jam(DEVICE),
            () => rig.sim.unjam(DEVICE),
          ];
          for (let count = 0; count < 6; count += 1) {
            clock.startTimer(upTo(900), () => {
              mishaps[upTo(mishaps.length)]?.();
            });
          }
          const outcome = await valueOf(clock, host.hopper(DEVICE).dispense(made));
          expectTruth(rig, outcome, 5);
          await clock.advance(1_000);
          rig.sim.restorePower();
          await rig.line.plug();
          await clock.advance(20_000);
          const settled = await valueOf(clock, host.hopper(DEVICE).settle(made));
          expect(settled.kind).toBe('settled');
          expectTruth(rig, settled, 5);
        }, seed),
      ),
      { numRuns: 60 },
    ));

  it('keep the acceptor polled', () =>
    paying(async (bench) => {
      bench.host.acceptor.setAcceptance([50]);
      await bench.clock.advance(500);
      const made = await order(bench, 30);
      const paid = bench.host.hopper(DEVICE).dispense(made);
      await bench.clock.advance(1_500);
      bench.rig.sim.insertCoin(50);
      await valueOf(bench.clock, paid);
      expect(bench.rig.items).toEqual([{ kind: 'inserted', valueMinor: 50, place: 'hopper-50' }]);
    }));
});

describe('the port', () => {
  it('is opened with 9600 8N1, which a pseudo-terminal could not show', () => {
    const config = { kind: 'serial', path: '/dev/ttyUSB0', baudRate: 9_600 } as const;
    expect(serialOptions(config, cctalk.serialLine)).toEqual({
      path: '/dev/ttyUSB0',
      baudRate: 9_600,
      dataBits: 8,
      stopBits: 1,
      parity: 'none',
    });
  });

  it.each([
    { acceptors: [{ device: 'a', currencyCode: 'EU', colour: 'red' }] },
    { acceptors: [{ device: 'a', currencyCode: 'EURO' }] },
    { pollMs: 1_500 },
    { frameTimeoutMs: 50 },
    {
      dispensers: [
        { device: 'a', address: 3, valueMinor: 5 },
        { device: 'b', address: 3, valueMinor: 10 },
      ],
    },
  ])('is not opened with %j', (config) => {
    expect(cctalk.configSchema.safeParse(config).success).toBe(false);
  });

  it('leaves no timer behind when it ends', () =>
    paying(async ({ host, clock }) => {
      void host.hopper(DEVICE).prepare('customer');
      void host.acceptor.fixDeposit();
      await clock.advance(30);
      await host[Symbol.asyncDispose]();
      await clock.advance(1_000);
      expect(clock.pendingTimers).toBe(0);
    }));
});
