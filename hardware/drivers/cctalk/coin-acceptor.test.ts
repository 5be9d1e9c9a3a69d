import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { CashItem } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { HEADER } from './machine.ts';
import { Rig, untilAllUp, valueOf, withMachine, type Run } from './rig.ts';
import { delay, garble, loseReply, reply, silence, type Behaviour } from './sim-behaviour.ts';
import { euroMachine, euroMachineDriverConfig } from './sim-config.ts';

const ALL = [5, 10, 20, 50, 100, 200];
const ENABLING: ReadonlySet<number> = new Set([
  HEADER.modifyInhibitStatus,
  HEADER.modifyMasterInhibitStatus,
]);
const PLACE_OF = (valueMinor: number): string => `hopper-${valueMinor}`;

function inserted(...valuesMinor: readonly number[]): CashItem[] {
  return valuesMinor.map((valueMinor) => ({
    kind: 'inserted',
    valueMinor,
    place: PLACE_OF(valueMinor),
  }));
}

function countCredits(items: readonly CashItem[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of items) {
    if (one.kind === 'inserted') counts[one.valueMinor] = (counts[one.valueMinor] ?? 0) + 1;
  }
  return counts;
}

interface Bench extends Run {
  readonly clock: FakeClock;
}

/** An acceptor that is up and lets every coin in. */
function accepting(test: (bench: Bench) => Promise<void>, seed = 1): Promise<void> {
  const clock = new FakeClock();
  return withMachine({ clock, random: seededRandom(seed) }, async (run) => {
    run.host.acceptor.setAcceptance(ALL);
    await clock.advance(1_000);
    await test({ ...run, clock });
  });
}

describe('what goes wrong with an acceptor', () => {
  const behaviours: readonly (readonly [string, Behaviour])[] = [
    ['silence', silence({ times: 3 })],
    ['long silence', silence({ times: 40 })],
    ['garbled replies', garble({ times: 30 })],
    ['lost replies', loseReply({ times: 30 })],
    ['late replies', delay(180, { times: 20 })],
    ['replies that come too late', delay(320, { times: 20 })],
    ['NAK to everything', reply({ header: 5, data: new Uint8Array(0) }, { times: 10 })],
    ['BUSY to everything', reply({ header: 6, data: new Uint8Array(0) }, { times: 10 })],
  ];

  it.each(behaviours)('credits each coin taken once through %s', (_, behaviour) =>
    accepting(async ({ rig, host, clock }) => {
      rig.sim.behave('acceptor', behaviour);
      for (let coin = 0; coin < 5; coin += 1) {
        rig.sim.insertCoin(ALL[coin] ?? 0);
        await clock.advance(700);
      }
      await clock.advance(60_000);
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
      const credited = rig.items.flatMap((one) =>
        one.kind === 'inserted' ? [one.valueMinor] : [],
      );
      const counted = Object.entries(rig.sim.truth().accepted).flatMap(([value, count]) =>
        Array.from({ length: count }, () => Number(value)),
      );
      expect(credited.toSorted((a, b) => a - b)).toEqual(counted);
      expect(rig.items.filter(({ kind }) => kind === 'lost')).toEqual([]);
      expect(rig.stateOf('acceptor')).toBe('up');
    }),
  );

  it('credits no coin that was not, and misses none, on a line full of noise', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), (seed) =>
        accepting(async ({ rig, host, clock }) => {
          const random = seededRandom(seed);
          for (let turn = 0; turn < 12; turn += 1) {
            if (random() < 0.5) rig.sim.makeNoise(1 + Math.floor(random() * 60));
            if (random() < 0.5)
              rig.sim.behave('bus', garble({ times: 1 + Math.floor(random() * 4) }));
            rig.sim.insertCoin(ALL[Math.floor(random() * ALL.length)] ?? 5);
            await clock.advance(Math.floor(random() * 900));
          }
          await clock.advance(20_000);
          expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
          const { accepted } = rig.sim.truth();
          const credited = countCredits(rig.items);
          const missing = Object.entries(accepted).map(
            ([value, count]) => count - (credited[value] ?? 0),
          );
          const lostMax = rig.items.reduce(
            (sum, one) => sum + (one.kind === 'lost' ? one.countMax : 0),
            0,
          );
          expect(Math.min(0, ...missing)).toBe(0);
          expect(missing.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(lostMax);
          expect(Object.keys(accepted)).toEqual(expect.arrayContaining(Object.keys(credited)));
        }, seed),
      ),
      { numRuns: 25 },
    ));

  it('believes no single frame, because a disturbed one may have a right checksum', () =>
    accepting(async ({ rig, clock }) => {
      const phantom = Uint8Array.of(1, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0);
      const on = { times: 1, header: HEADER.readBufferedCredit };
      rig.sim.behave('acceptor', reply({ header: 0, data: phantom }, on));
      await clock.advance(1_000);
      expect(rig.items).toEqual([]);
    }));

  it('says that coins may be lost when the power of an open acceptor fails', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.insertCoin(200);
      await clock.advance(1_000);
      rig.sim.cutPower('acceptor');
      await clock.advance(2_000);
      expect(rig.stateOf('acceptor')).toBe('down');
      rig.sim.restorePower('acceptor');
      await clock.advance(5_000);
      expect(rig.items).toEqual([
        ...inserted(200),
        { kind: 'lost', countMax: 7, cause: 'device-reset' },
      ]);
      rig.sim.insertCoin(50);
      await clock.advance(1_000);
      expect(rig.items.at(-1)).toEqual(inserted(50)[0]);
    }));

  it('notices a power failure so short that no poll missed it', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.cutPower('acceptor');
      rig.sim.restorePower('acceptor');
      await clock.advance(5_000);
      expect(rig.items).toEqual([{ kind: 'lost', countMax: 7, cause: 'device-reset' }]);
      rig.sim.insertCoin(50);
      await clock.advance(1_000);
      expect(rig.items.at(-1)).toEqual(inserted(50)[0]);
    }));

  it('claims no loss when a closed acceptor loses its power', () =>
    accepting(async ({ rig, host, clock }) => {
      rig.sim.insertCoin(200);
      await clock.advance(1_000);
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
      rig.sim.cutPower('acceptor');
      await clock.advance(3_000);
      rig.sim.restorePower('acceptor');
      await clock.advance(5_000);
      expect(rig.items).toEqual(inserted(200));
      expect(rig.stateOf('acceptor')).toBe('up');
    }));

  it('applies the acceptance again after an unplugging', () =>
    accepting(async ({ rig, clock }) => {
      await rig.line.unplug();
      await clock.advance(10_000);
      expect(rig.stateOf('acceptor')).toBe('down');
      rig.sim.insertCoin(20);
      await clock.advance(500);
      expect(rig.sim.truth().rejected).toEqual({ 20: 1 });
      await rig.line.plug();
      await clock.advance(10_000);
      rig.sim.insertCoin(50);
      await clock.advance(1_000);
      expect(rig.items).toEqual([
        { kind: 'incident', code: 'inhibited-coin', isFraud: false },
        ...inserted(50),
      ]);
    }));

  it('says how many events it has missed, and reports those it still can', () =>
    accepting(async ({ rig, clock }) => {
      await rig.line.unplug();
      for (const value of [5, 5, 10, 10, 20, 20, 50, 50]) rig.sim.insertCoin(value);
      await clock.advance(900);
      await rig.line.plug();
      await clock.advance(10_000);
      expect(rig.items).toEqual([
        { kind: 'lost', countMax: 3, cause: 'overflow' },
        ...inserted(10, 20, 20, 50, 50),
      ]);
    }));

  it('stops when a report is refused, and never moves past it', () =>
    accepting(async ({ rig, clock }) => {
      rig.beforeDurable = () => Promise.reject(new RangeError('the store is gone'));
      rig.sim.insertCoin(200);
      await clock.advance(1_000);
      const sent = rig.traces.length;
      await clock.advance(500);
      const polls = rig.traces
        .slice(sent)
        .filter((trace) => trace.kind === 'frame-sent' && trace.hex.startsWith('020001e5'));
      expect(polls).toEqual([]);
      expect(JSON.parse(rig.cursors['acceptor'] ?? '')).toMatchObject({ counter: 0 });
    }));

  it('does not poll on while the sink is full, and is not fixed before it has taken all', () =>
    accepting(async ({ rig, host, clock }) => {
      let release: (() => void) | undefined;
      rig.beforeDurable = () => new Promise((resolve) => (release = resolve));
      rig.sim.insertCoin(100);
      await clock.advance(500);
      let end: string | undefined;
      const fixed = host.acceptor.fixDeposit().then((value) => (end = value));
      await clock.advance(20_000);
      expect(end).toBeUndefined();
      expect(rig.items).toEqual([]);
      rig.beforeDurable = () => Promise.resolve();
      release?.();
      expect(await valueOf(clock, fixed)).toBe('fixed');
      expect(rig.items).toEqual(inserted(100));
    }));
});

describe('fixing a deposit', () => {
  it('waits for coins that had passed the gate', () =>
    accepting(async ({ rig, host, clock }) => {
      rig.sim.insertCoin(100);
      await clock.advance(45);
      rig.sim.insertCoin(200);
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
      const { accepted, rejected } = rig.sim.truth();
      expect(accepted).toEqual({ 100: 1 });
      expect(rejected).toEqual({ 200: 1 });
      expect(rig.items.filter(({ kind }) => kind === 'inserted')).toEqual(inserted(100));
    }));

  it('says offline when the line or the device is gone', () =>
    accepting(async ({ rig, host, clock }) => {
      rig.sim.cutPower('acceptor');
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('offline');
      await rig.line.unplug();
      const beforeMs = clock.monotonicMs();
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('offline');
      expect(clock.monotonicMs() - beforeMs).toBeLessThanOrEqual(3_000);
    }));

  it('waits for a port that is only just coming up', async () => {
    const clock = new FakeClock();
    const rig = new Rig({ clock, random: seededRandom(1) });
    await using host = rig.start();
    expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
    expect(rig.stateOf('acceptor')).toBe('up');
  });

  it('accepts again only what is asked for afterwards', () =>
    accepting(async ({ rig, host, clock }) => {
      await valueOf(clock, host.acceptor.fixDeposit());
      host.acceptor.setAcceptance([50]);
      await clock.advance(500);
      rig.sim.insertCoin(200);
      rig.sim.insertCoin(50);
      await clock.advance(1_000);
      expect(rig.sim.truth().accepted).toEqual({ 50: 1 });
      expect(rig.sim.truth().rejected).toEqual({ 200: 1 });
    }));
});

describe('the end and the start of the host', () => {
  it('credits nothing at the first start ever', async () => {
    const clock = new FakeClock();
    await withMachine({ clock, random: seededRandom(1) }, async ({ rig }) => {
      rig.sim.insertCoin(200);
      await clock.advance(1_000);
      expect(rig.sim.truth().rejected).toEqual({ 200: 1 });
      expect(JSON.parse(rig.cursors['acceptor'] ?? '')).toEqual({ counter: 1, isAccepting: false });
    });
  });

  it('never credits a coin twice and misses none, wherever the host is killed', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 1_200 }), { maxLength: 6 }),
        async (lives) => {
          const clock = new FakeClock();
          const rig = new Rig({ clock, random: seededRandom(3) });
          const first = rig.start();
          await untilAllUp(clock, rig);
          await first[Symbol.asyncDispose]();
          for (const lifeMs of lives) {
            const host = rig.start();
            await clock.runUntil(() => rig.isAllUp, 10_000);
            host.acceptor.setAcceptance(ALL);
            await clock.advance(300);
            rig.sim.insertCoin(100);
            rig.sim.insertCoin(200);
            await clock.advance(lifeMs);
            await host[Symbol.asyncDispose]();
            await clock.advance(lifeMs);
          }
          await using host = rig.start();
          await untilAllUp(clock, rig);
          expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
          expect(countCredits(rig.items)).toEqual(rig.sim.truth().accepted);
          expect(rig.items.some(({ kind }) => kind === 'lost')).toBe(false);
        },
      ),
      { numRuns: 25 },
    ));

  it('sees the reset of a device that lost its power while no host was there', async () => {
    const clock = new FakeClock();
    const rig = new Rig({ clock, random: seededRandom(1) });
    const first = rig.start();
    await untilAllUp(clock, rig);
    first.acceptor.setAcceptance(ALL);
    await clock.advance(1_000);
    await first[Symbol.asyncDispose]();
    rig.sim.cutPower();
    await clock.advance(1_000);
    rig.sim.restorePower();
    await using second = rig.start();
    await untilAllUp(clock, rig);
    expect(second.acceptor.valuesMinor).toEqual(ALL);
    expect(rig.items).toEqual([{ kind: 'lost', countMax: 7, cause: 'device-reset' }]);
  });
});

describe('setting up', () => {
  it('refuses another currency, and lets nothing in', async () => {
    const clock = new FakeClock();
    const coins = euroMachine.acceptor.coins.map((coin, at) =>
      at === 3 ? { ...coin, id: 'GB050A' } : coin,
    );
    const rig = new Rig({
      clock,
      random: seededRandom(1),
      sim: { ...euroMachine, acceptor: { ...euroMachine.acceptor, coins } },
    });
    await using host = rig.start();
    host.acceptor.setAcceptance(ALL);
    await clock.advance(5_000);
    expect(rig.states.get('acceptor')).toMatchObject({ kind: 'fault', code: 'wrong-currency' });
    rig.sim.insertCoin(200);
    await clock.advance(1_000);
    expect(rig.sim.truth().rejected).toEqual({ 200: 1 });
  });

  it('refuses a device of another kind', async () => {
    const clock = new FakeClock();
    const acceptors = [{ device: 'acceptor', address: 3, currencyCode: 'EU' }];
    const rig = new Rig({
      clock,
      random: seededRandom(1),
      driver: { ...euroMachineDriverConfig, acceptors, dispensers: [] },
    });
    await using _host = rig.start();
    await clock.advance(5_000);
    expect(rig.states.get('acceptor')).toMatchObject({ kind: 'fault', code: 'wrong-category' });
  });

  it('reads nothing but the counter before it enables anything', () =>
    accepting(async ({ rig }) => {
      const headers = rig.traces.flatMap((trace) =>
        trace.kind === 'frame-sent' && trace.hex.startsWith('02')
          ? [Number.parseInt(trace.hex.slice(6, 8), 16)]
          : [],
      );
      expect(headers.indexOf(HEADER.readBufferedCredit)).toBeGreaterThan(-1);
      expect(headers.indexOf(HEADER.readBufferedCredit)).toBeLessThan(
        headers.findIndex((header) => ENABLING.has(header)),
      );
    }));

  it('works on a line without an echo', async () => {
    const clock = new FakeClock();
    const options = {
      clock,
      random: seededRandom(1),
      sim: { ...euroMachine, echo: false },
      driver: { ...euroMachineDriverConfig, echo: false },
    };
    await withMachine(options, async ({ rig, host }) => {
      host.acceptor.setAcceptance(ALL);
      await clock.advance(500);
      rig.sim.insertCoin(5);
      await clock.advance(500);
      expect(rig.items).toEqual(inserted(5));
    });
  });
});
