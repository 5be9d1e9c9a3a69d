import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { CashItem, EscrowDecision } from '../../kit/device.ts';
import { COMMAND } from './commands.ts';
import { type Rig, untilAllUp, valueOf, withUnits, type RigOptions, type Run } from './rig.ts';
import type { Behaviour } from './sim-behaviour.ts';
import { nv200, nv9, type SimConfigInput } from './sim-config.ts';

/**
 * Nothing is taken that nobody has decided on, and what is taken is credited once: through lost
 * replies, dead hosts and power cuts.
 */
const ALL = [500, 1_000, 2_000, 5_000, 10_000];

/** A validator without encryption: the commands on its line can be read in the traces. */
const plainNv9: SimConfigInput = {
  ...nv9,
  units: nv9.units.map((one) => ({ ...one, isEncrypted: false })),
};

interface Bench extends Run {
  readonly clock: FakeClock;
}

function accepting(
  test: (bench: Bench) => Promise<void>,
  options: Partial<Omit<RigOptions, 'clock'>> = {},
): Promise<void> {
  const clock = new FakeClock();
  return withUnits({ clock, sim: nv200, ...options }, async (run) => {
    run.host.acceptor.setAcceptance(ALL);
    await clock.advance(2_000);
    await test({ ...run, clock });
  });
}

function inserted(...notes: readonly (readonly [number, string])[]): CashItem[] {
  return notes.map(([valueMinor, place]) => ({ kind: 'inserted', valueMinor, place }));
}

/** The codes of the plain commands sent, with the time of each. */
function codesSent(rig: Rig): readonly number[] {
  return rig.traces.flatMap((trace) =>
    trace.kind === 'frame-sent' ? [Number.parseInt(trace.hex.slice(6, 8), 16)] : [],
  );
}

/** What it had to tell after the first time is gone after the second. */
function cutPowerTwice(rig: Rig): void {
  for (let times = 0; times < 2; times += 1) {
    rig.sim.cutPower();
    rig.sim.restorePower();
  }
}

async function restart(bench: Bench, test: (next: Bench) => Promise<void>): Promise<void> {
  await valueOf(bench.clock, ended(bench.host));
  await bench.clock.advance(100);
  await using host = bench.rig.start();
  await untilAllUp(bench.clock, bench.rig);
  await test({ ...bench, host });
}

describe('a note in escrow', () => {
  it('is held, and never polled, for as long as nobody has decided', () =>
    accepting(
      async ({ rig, clock }) => {
        const decided = Promise.withResolvers<EscrowDecision>();
        rig.judge = () => decided.promise;
        rig.sim.insert(500);
        await clock.runUntil(() => rig.escrows.length > 0, 10_000);
        expect(rig.escrows).toEqual([{ device: 'notes', valueMinor: 500 }]);
        const before = codesSent(rig).length;
        const fromMs = clock.monotonicMs();
        let lastMs = fromMs;
        let gapMaxMs = 0;
        for (let turn = 0; turn < 300; turn += 1) {
          const sent = codesSent(rig).length;
          await clock.advance(100);
          if (codesSent(rig).length === sent) continue;
          gapMaxMs = Math.max(gapMaxMs, clock.monotonicMs() - lastMs);
          lastMs = clock.monotonicMs();
        }
        const codes = codesSent(rig).slice(before);
        expect(new Set(codes)).toEqual(new Set([COMMAND.hold]));
        expect(gapMaxMs).toBeLessThanOrEqual(1_000);
        expect(rig.sim.truth()['notes']).toMatchObject({ path: { 500: 1 }, accepted: {} });
        decided.resolve('stack');
        await clock.advance(5_000);
        expect(rig.items).toEqual(inserted([500, 'cashbox']));
        expect(rig.sim.truth()['notes']).toMatchObject({
          accepted: { 500: 1 },
          cashbox: { 500: 1 },
        });
      },
      { sim: plainNv9 },
    ));

  it.each([
    ['the decision is to give it back', async () => 'return' as const],
    ['the decision fails', async () => Promise.reject(new TypeError('no'))],
    ['nobody decides at all', () => new Promise<EscrowDecision>(() => {})],
  ])('goes back when %s', (_, judge) =>
    accepting(async ({ rig, clock }) => {
      rig.judge = judge;
      rig.sim.insert(1_000);
      await clock.advance(80_000);
      expect(rig.sim.truth()['notes']).toMatchObject({ returned: { 1000: 1 }, accepted: {} });
      expect(rig.creditedMinor).toEqual([]);
      expect(rig.escrows).toHaveLength(1);
      rig.judge = async () => 'stack';
      rig.sim.insert(1_000);
      await clock.advance(5_000);
      expect(rig.creditedMinor).toEqual([1_000]);
    }),
  );

  it('goes back when the line is gone, and when the host has died', () =>
    accepting(async (bench) => {
      const { rig, clock } = bench;
      rig.judge = () => new Promise<EscrowDecision>(() => {});
      rig.sim.insert(500);
      await clock.runUntil(() => rig.escrows.length === 1, 10_000);
      await rig.line.unplug();
      await clock.advance(8_000);
      expect(rig.sim.truth()['notes']?.returned).toEqual({ 500: 1 });
      await rig.line.plug();
      await untilAllUp(clock, rig);
      await clock.advance(1_000);
      rig.sim.insert(500);
      await clock.runUntil(() => rig.escrows.length === 2, 10_000);
      // Back within the escrow time: the first thing a new host does must not be to take the note.
      rig.judge = async () => 'stack';
      await restart(bench, async () => {
        await clock.advance(1_000);
        expect(rig.sim.truth()['notes']?.returned).toEqual({ 500: 2 });
        expect(rig.creditedMinor).toEqual([]);
      });
    }));

  it('is not taken while what came before is not durable yet', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.insert(500);
      await clock.advance(4_000);
      const durable = Promise.withResolvers<void>();
      rig.beforeDurable = () => durable.promise;
      rig.sim.cheat();
      rig.sim.insert(1_000);
      await clock.advance(30_000);
      expect(rig.sim.truth()['notes']?.accepted).toEqual({ 500: 1 });
      durable.resolve();
      await clock.advance(20_000);
      expect(rig.items).toContainEqual({ kind: 'incident', code: 'fraud-attempt', isFraud: true });
    }));
});

describe('a credit', () => {
  const behaviours: readonly Behaviour[] = [
    { kind: 'silence', times: 3 },
    { kind: 'lose-reply', times: 30 },
    { kind: 'garble', times: 25 },
    { kind: 'repeat', times: 100 },
    { kind: 'delay', times: 10, delayMs: 700 },
    { kind: 'delay', times: 10, delayMs: 1_020 },
    { kind: 'lose-reply', times: 3, code: COMMAND.pollWithAck },
    { kind: 'lose-reply', times: 2, code: COMMAND.eventAck },
    { kind: 'silence', times: 2, code: COMMAND.eventAck },
    { kind: 'lose-reply', times: 2, code: COMMAND.hold },
  ];

  for (const sim of [nv200, plainNv9]) {
    it.each(behaviours)(`of a ${sim.units[0]?.unit} comes once through %j`, (behaviour) =>
      accepting(
        async ({ rig, host, clock }) => {
          for (const value of [500, 1_000, 500]) {
            rig.sim.behave(behaviour);
            rig.sim.insert(value);
            await clock.advance(20_000);
          }
          rig.sim.clearBehaviours();
          await clock.advance(90_000);
          expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
          const { accepted } = rig.sim.truth()['notes'] ?? {};
          const credited = rig.creditedMinor.toSorted((left, right) => left - right);
          const kept = Object.entries(accepted ?? {}).flatMap(([value, count]) =>
            Array.from({ length: count }, () => Number(value)),
          );
          expect(credited).toEqual(kept);
          expect(rig.isAllUp).toBe(true);
        },
        { sim },
      ),
    );
  }

  it('tells where the note went', () =>
    accepting(async ({ rig, clock }) => {
      for (const value of [500, 5_000]) {
        rig.sim.insert(value);
        await clock.advance(5_000);
      }
      expect(rig.items).toEqual(inserted([500, 'notes/500'], [5_000, 'cashbox']));
      const truth = rig.sim.truth()['notes'];
      expect(truth).toMatchObject({ store: { 500: 11 }, cashbox: { 5000: 1 } });
    }));

  it.each(Array.from({ length: 20 }, (_, at) => at * 130))(
    'comes once when the host dies %d ms after the note came in',
    (atMs) =>
      accepting(async (bench) => {
        const { rig, clock } = bench;
        rig.sim.insert(1_000);
        await clock.advance(atMs);
        await restart(bench, async ({ host }) => {
          host.acceptor.setAcceptance(ALL);
          await clock.advance(10_000);
          rig.sim.insert(1_000);
          await clock.advance(10_000);
          const kept = rig.sim.truth()['notes']?.accepted[1_000] ?? 0;
          expect(kept).toBeGreaterThan(0);
          expect(rig.creditedMinor).toHaveLength(kept);
          expect(rig.items.filter(({ kind }) => kind === 'lost')).toEqual([]);
        });
      }),
  );

  it('comes once when the host dies between the report and the acknowledgement', () =>
    accepting(async (bench) => {
      const { rig, clock } = bench;
      rig.sim.insert(2_000);
      rig.sim.behave({ kind: 'silence', times: 1_000, code: COMMAND.eventAck });
      await clock.runUntil(() => rig.creditedMinor.length > 0, 20_000);
      await bench.host[Symbol.asyncDispose]();
      rig.sim.clearBehaviours();
      await using host = rig.start();
      await untilAllUp(clock, rig);
      host.acceptor.setAcceptance(ALL);
      await clock.advance(5_000);
      rig.sim.insert(2_000);
      await clock.advance(10_000);
      expect(rig.creditedMinor).toEqual([2_000, 2_000]);
      expect(rig.sim.truth()['notes']?.accepted).toEqual({ 2000: 2 });
    }));

  it('comes once when the host dies before the report is durable', () =>
    accepting(async (bench) => {
      const { rig, clock } = bench;
      const never = Promise.withResolvers<void>();
      rig.beforeDurable = (report) =>
        report.kind === 'cash' && report.items.length > 0 ? never.promise : Promise.resolve();
      rig.sim.insert(2_000);
      await clock.advance(6_000);
      expect(rig.creditedMinor).toEqual([]);
      const dying = bench.host[Symbol.asyncDispose]();
      never.reject(new TypeError('dead'));
      await dying;
      rig.beforeDurable = () => Promise.resolve();
      await using _ = rig.start();
      await untilAllUp(clock, rig);
      await clock.advance(5_000);
      expect(rig.creditedMinor).toEqual([2_000]);
      expect(rig.sim.truth()['notes']?.accepted).toEqual({ 2000: 1 });
    }));

  it('of a validator that does not repeat itself is named as lost when the line breaks', () =>
    accepting(
      async ({ rig, clock }) => {
        rig.sim.insert(500);
        await clock.runUntil(() => rig.escrows.length > 0, 10_000);
        await clock.advance(900);
        rig.sim.behave({ kind: 'lose-reply', times: 1, code: COMMAND.poll });
        await clock.advance(600);
        await rig.line.unplug();
        await clock.advance(1_000);
        await rig.line.plug();
        await clock.advance(10_000);
        const kept = rig.sim.truth()['notes']?.accepted[500] ?? 0;
        const lost = rig.items.flatMap((one) => (one.kind === 'lost' ? [one.countMax] : []));
        expect(kept).toBe(1);
        expect(rig.creditedMinor.length + lost.length).toBeGreaterThanOrEqual(kept);
        expect(rig.creditedMinor.length).toBeLessThanOrEqual(kept);
        expect(rig.isAllUp).toBe(true);
      },
      { sim: plainNv9 },
    ));

  it.each(Array.from({ length: 20 }, (_, at) => at * 130))(
    'agrees with where the note is when the power fails %d ms after it came in',
    (atMs) =>
      accepting(async ({ rig, clock }) => {
        rig.sim.insert(1_000);
        await clock.advance(atMs);
        rig.sim.cutPower();
        await clock.advance(500);
        rig.sim.restorePower();
        await clock.advance(60_000);
        expect(rig.isAllUp).toBe(true);
        const truth = rig.sim.truth()['notes'];
        expect(rig.creditedMinor).toHaveLength(truth?.accepted[1_000] ?? 0);
        expect(rig.items.filter(({ kind }) => kind === 'lost')).toEqual([]);
        rig.sim.insert(500);
        await clock.advance(10_000);
        expect(rig.creditedMinor.at(-1)).toBe(500);
      }),
  );

  it.each(Array.from({ length: 20 }, (_, at) => at * 130))(
    'is credited or named when the power fails twice %d ms after it came in, before anybody asked',
    (atMs) =>
      accepting(async (bench) => {
        const { rig, clock } = bench;
        rig.sim.insert(1_000);
        await clock.advance(atMs);
        await valueOf(clock, ended(bench.host));
        cutPowerTwice(rig);
        await using host = rig.start();
        await untilAllUp(clock, rig);
        const truth = rig.sim.truth()['notes'];
        const lost = rig.items.flatMap((one) => (one.kind === 'lost' ? [one.countMax] : []));
        const told = rig.creditedMinor.length + lost.length;
        expect(told).toBe(truth?.accepted[1_000] ?? 0);
        host.acceptor.setAcceptance(ALL);
        await clock.advance(2_000);
        rig.sim.insert(500);
        await clock.advance(10_000);
        expect(rig.creditedMinor.at(-1)).toBe(500);
        expect(rig.items.filter(({ kind }) => kind === 'lost')).toHaveLength(lost.length);
      }),
  );

  it('is named as lost once when the power fails twice under a living host', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.insert(1_000);
      await clock.runUntil(() => rig.escrows.length > 0, 10_000);
      rig.sim.behave({ kind: 'lose-reply', times: 10_000, code: COMMAND.pollWithAck });
      await clock.advance(2_000);
      cutPowerTwice(rig);
      rig.sim.clearBehaviours();
      await untilAllUp(clock, rig);
      await clock.advance(10_000);
      expect(rig.sim.truth()['notes']?.accepted).toEqual({ 1000: 1 });
      expect(rig.items).toEqual([{ kind: 'lost', countMax: 1, cause: 'device-reset' }]);
    }));

  it('of a validator that does not repeat itself is named as lost when the host died', () =>
    accepting(
      async (bench) => {
        await restart(bench, async ({ rig, clock }) => {
          await clock.advance(2_000);
          expect(rig.items).toEqual([{ kind: 'lost', countMax: 1, cause: 'device-reset' }]);
        });
      },
      { sim: plainNv9 },
    ));
});

describe('a unit in use', () => {
  it('takes nothing that is not wanted, and gives nothing to a full stacker', () =>
    accepting(async ({ rig, host, clock }) => {
      host.acceptor.setAcceptance([500]);
      await clock.advance(1_000);
      rig.sim.insert(1_000);
      await clock.advance(5_000);
      host.acceptor.setAcceptance(ALL);
      rig.sim.fillStacker(true);
      await clock.advance(1_000);
      rig.sim.insert(5_000);
      await clock.advance(5_000);
      const full = { kind: 'incident', code: 'stacker-full', isFraud: false };
      expect(rig.items).toEqual([full]);
      expect(rig.sim.truth()['notes']?.returned).toEqual({ 1000: 1, 5000: 1 });
    }));

  it('is told anew what to take after it has lost its key', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.loseKeys();
      await clock.advance(10_000);
      expect(rig.isAllUp).toBe(true);
      rig.sim.insert(500);
      await clock.advance(5_000);
      expect(rig.creditedMinor).toEqual([500]);
    }));

  it('fixes a deposit once the note on its way is in, and is offline without a line', () =>
    accepting(async ({ rig, host, clock }) => {
      expect(host.acceptor.valuesMinor).toEqual(ALL);
      rig.sim.insert(500);
      await clock.runUntil(() => rig.escrows.length > 0, 10_000);
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('fixed');
      expect(rig.creditedMinor).toEqual([500]);
      rig.sim.insert(500);
      await clock.advance(5_000);
      expect(rig.creditedMinor).toEqual([500]);
      await rig.line.unplug();
      expect(await valueOf(clock, host.acceptor.fixDeposit())).toBe('offline');
    }));

  it('stops when a report is refused', () =>
    accepting(async ({ rig, clock }) => {
      rig.beforeDurable = () => Promise.reject(new TypeError('full'));
      rig.sim.insert(500);
      await clock.advance(60_000);
      const sent = rig.traces.length;
      await clock.advance(60_000);
      expect(rig.traces).toHaveLength(sent);
    }));
});

async function ended(host: AsyncDisposable): Promise<void> {
  await host[Symbol.asyncDispose]();
}
