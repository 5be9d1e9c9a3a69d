/**
 * Every bill validator with escrow, the same suite: a note is held while somebody decides, goes back
 * unless it is wanted, and counts exactly once, whatever is lost, repeated, cut or started again.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EscrowDecision } from '../../hardware/kit/device.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { realNoteTiming, type PathPlace } from '../../hardware/kit/sim-notes.ts';
import { FakeClock } from '../support/fake-clock.ts';
import {
  ALL_MINOR,
  later,
  missingCount,
  placesOf,
  untilOn,
  valueOf,
  withBills,
} from './bill-bench.ts';
import { billFamilies } from './bill-families.ts';

/** Noisy lines that are tried; each takes some tens of milliseconds. */
const SEEDS = Number(process.env['BILL_SEEDS'] ?? 25);
const LIMIT_MS = 30_000 + SEEDS * 1_000;

describe.each(billFamilies)('$family: escrow', (family) => {
  it('is held while nobody has decided, beyond the time a validator holds by itself', () =>
    withBills(family, async ({ rig, clock, until }) => {
      const verdict = later<EscrowDecision>();
      rig.judge = () => verdict.promise;
      rig.sim.insertNote(2_000);
      await clock.advance(25_000);
      expect(rig.sim.truth().path).toEqual({ valueMinor: 2_000, at: 'escrow' });
      expect(rig.asked).toEqual([{ device: 'validator', valueMinor: 2_000 }]);
      expect(rig.creditedMinor).toEqual([]);
      verdict.resolve('stack');
      await until(() => rig.creditedMinor.length > 0);
      await clock.advance(5_000);
      expect(rig.items).toEqual([{ kind: 'inserted', valueMinor: 2_000, place: 'cashbox' }]);
      expect(rig.sim.truth().stacker).toEqual({ 2_000: 1 });
    }));

  it('goes back when told, and counts nothing', () =>
    withBills(family, async ({ rig, clock }) => {
      rig.judge = async () => 'return';
      rig.sim.insertNote(500);
      await clock.advance(6_000);
      expect(placesOf(rig)).toEqual({ customer: { 500: 1 }, path: undefined, stacker: {} });
      expect(rig.items).toEqual([]);
    }));

  it('goes back when the judge fails', () =>
    withBills(family, async ({ rig, clock }) => {
      rig.judge = () => Promise.reject(new TypeError('gone'));
      rig.sim.insertNote(500);
      await clock.advance(6_000);
      expect(rig.sim.truth().customer).toEqual({ 500: 1 });
      expect(rig.items).toEqual([]);
    }));

  it('goes back when the judge takes too long, whose late answer is for no other note', () =>
    withBills(family, async ({ rig, clock }) => {
      const late = later<EscrowDecision>();
      rig.judge = () => late.promise;
      rig.sim.insertNote(500);
      await clock.advance(40_000);
      expect(rig.sim.truth().customer).toEqual({ 500: 1 });
      const second = later<EscrowDecision>();
      rig.judge = () => second.promise;
      rig.sim.insertNote(500);
      await clock.advance(3_000);
      late.resolve('stack');
      await clock.advance(3_000);
      expect(rig.sim.truth().path).toEqual({ valueMinor: 500, at: 'escrow' });
      second.resolve('return');
      await clock.advance(6_000);
      expect(placesOf(rig)).toEqual({ customer: { 500: 2 }, path: undefined, stacker: {} });
      expect(rig.items).toEqual([]);
    }));

  it('is asked about again when the device has been away', () =>
    withBills(family, async ({ rig, clock, until }) => {
      rig.judge = () => later<EscrowDecision>().promise;
      rig.sim.insertNote(500);
      await until(() => rig.asked.length === 1);
      await rig.line.unplug();
      await until(() => rig.state?.kind === 'down');
      rig.judge = async () => 'stack';
      await rig.line.plug();
      await until(() => rig.creditedMinor.length > 0 || (rig.sim.truth().customer[500] ?? 0) > 0);
      await clock.advance(5_000);
      expect(missingCount(rig)).toBe(0);
      expect(rig.lostMax).toBe(0);
    }));

  it('does not order before the order is durable', () =>
    withBills(family, async ({ rig, clock, until }) => {
      const disk = later<void>();
      rig.beforeDurable = ({ kind }) => (kind === 'cash' ? disk.promise : Promise.resolve());
      rig.sim.insertNote(500);
      await clock.advance(5_000);
      expect(rig.sim.truth().path).toEqual({ valueMinor: 500, at: 'escrow' });
      disk.resolve();
      await until(() => rig.creditedMinor.length > 0);
      expect(missingCount(rig)).toBe(0);
    }));
});

describe.each(billFamilies)('$family: what goes wrong on the line', (family) => {
  const spoils = (['silence', 'lose-reply', 'garble'] as const).flatMap((name) =>
    [1, 3, 12, 40].map((times) => ({ name, times })),
  );

  it.each(spoils)('counts each note once through $times x $name', (spoil) =>
    withBills(family, async ({ rig, clock }) => {
      rig.sim.insertNote(1_000);
      await clock.advance(700);
      rig.sim.spoil(spoil);
      await clock.advance(40_000);
      rig.sim.insertNote(2_000);
      await clock.advance(1_500);
      rig.sim.spoil(spoil);
      await clock.advance(40_000);
      expect(missingCount(rig)).toBe(0);
      expect(rig.lostMax).toBe(0);
      expect(rig.state?.kind).toBe('up');
    }),
  );

  it(
    'counts right on a line full of noise, from any seed',
    () =>
      fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 100_000 }), (seed) =>
          withBills(
            family,
            async ({ rig, clock }) => {
              const random = seededRandom(seed);
              rig.judge = async () => (random() < 0.7 ? 'stack' : 'return');
              for (let turn = 0; turn < 12; turn += 1) {
                if (random() < 0.5) rig.sim.makeNoise(1 + Math.floor(random() * 300));
                const times = 1 + Math.floor(random() * 6);
                const names = ['garble', 'silence', 'lose-reply'] as const;
                if (random() < 0.5) {
                  rig.sim.spoil({ name: names[Math.floor(random() * 3)] ?? 'garble', times });
                }
                rig.sim.insertNote(ALL_MINOR[Math.floor(random() * ALL_MINOR.length)] ?? 500);
                await clock.advance(Math.floor(random() * 4_000));
              }
              rig.sim.clearSpoils();
              await clock.advance(60_000);
              expect(missingCount(rig)).toBe(0);
              expect(rig.lostMax).toBe(0);
              expect(rig.state?.kind).toBe('up');
            },
            seed,
          ),
        ),
        { numRuns: SEEDS },
      ),
    LIMIT_MS,
  );
});

describe.each(billFamilies)('$family: restarts of the till', (family) => {
  /** A process that dies at its n-th report, before or after that is durable, and one that follows. */
  async function dieAt(n: number, when: 'before' | 'after'): Promise<number> {
    const clock = new FakeClock();
    const until = untilOn(clock);
    const facts = { clock, random: seededRandom(n), timing: realNoteTiming };
    const rig = family.createRig(facts);
    const host = rig.start();
    host.acceptor.setAcceptance(ALL_MINOR);
    await until(() => rig.sim.letIn().length > 0);
    const seen = rig.reports.length;
    let count = 0;
    const crash = async (): Promise<void> => {
      count += 1;
      if (count >= n) throw new TypeError('the process has died');
    };
    if (when === 'before') rig.beforeDurable = crash;
    else rig.afterDurable = crash;
    rig.sim.insertNote(2_000);
    await clock.advance(6_000);
    await host[Symbol.asyncDispose]();
    const reached = rig.reports.length - seen;
    rig.beforeDurable = () => Promise.resolve();
    rig.afterDurable = () => Promise.resolve();
    await using next = rig.start();
    next.acceptor.setAcceptance(ALL_MINOR);
    await clock.advance(30_000);
    rig.sim.insertNote(500);
    await clock.advance(30_000);
    expect(missingCount(rig)).toBeLessThanOrEqual(rig.lostMax);
    expect(rig.sim.truth().path).toBeUndefined();
    expect(rig.sim.truth().stacker[500]).toBe(1);
    expect(rig.lostMax).toBe(0);
    return reached;
  }

  it('counts a note once wherever the process dies before a report is durable', async () => {
    for (let n = 1; n <= 8; n += 1) await dieAt(n, 'before');
  });

  it('counts a note once wherever the process dies after a report is durable', async () => {
    const reached: number[] = [];
    for (let n = 1; n <= 8; n += 1) reached.push(await dieAt(n, 'after'));
    expect(Math.max(...reached)).toBeGreaterThan(1);
  });

  it('counts nothing again when it only starts again', () =>
    withBills(family, async ({ rig, host, clock, until }) => {
      rig.sim.insertNote(500);
      await until(() => rig.creditedMinor.length === 1);
      await host[Symbol.asyncDispose]();
      await using next = rig.start();
      next.acceptor.setAcceptance(ALL_MINOR);
      await clock.advance(20_000);
      expect(rig.creditedMinor).toEqual([500]);
      expect(rig.lostMax).toBe(0);
    }));
});

describe.each(billFamilies)('$family: power cuts', (family) => {
  const places: readonly PathPlace[] = ['entering', 'escrow', 'returning', 'stacking'];

  it.each(places)('leaves no silent money with a note %s', (place) =>
    withBills(family, async ({ rig, clock, until }) => {
      if (place === 'returning') rig.judge = async () => 'return';
      rig.sim.insertNote(2_000);
      await until(() => rig.sim.truth().path?.at === place);
      await clock.advance(100);
      rig.sim.cutPower();
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      await until(() => rig.state?.kind === 'up' && rig.sim.truth().path === undefined);
      await clock.advance(20_000);
      const missing = missingCount(rig);
      const isUntold = place === 'stacking' && !family.tellsAfterPowerCut;
      expect(rig.lostMax).toBe(isUntold ? 1 : 0);
      expect(rig.incidents.includes('power-up-note-in-stacker')).toBe(isUntold);
      expect(missing).toBe(isUntold ? 1 : 0);
      rig.sim.insertNote(500);
      await clock.advance(10_000);
      expect(rig.sim.truth().stacker[500] ?? 0).toBe(
        rig.creditedMinor.filter((v) => v === 500).length,
      );
      expect(rig.sim.letIn()).toEqual(ALL_MINOR);
    }),
  );

  it('counts once though the power goes with the credit reported and not acknowledged', () =>
    withBills(family, async ({ rig, clock, until }) => {
      rig.afterDurable = async () => {
        if (rig.creditedMinor.length === 1 && rig.state?.kind === 'up') rig.sim.cutPower();
      };
      rig.sim.insertNote(1_000);
      await until(() => rig.state?.kind === 'down');
      rig.afterDurable = () => Promise.resolve();
      rig.sim.restorePower();
      await clock.advance(30_000);
      expect(rig.creditedMinor).toEqual([1_000]);
      expect(missingCount(rig)).toBe(0);
      expect(rig.lostMax).toBe(0);
    }));

  it('survives the till and the validator losing power together', async () => {
    for (let afterMs = 0; afterMs <= 5_000; afterMs += 250) {
      await withBills(family, async ({ rig, host, clock }) => {
        rig.sim.insertNote(2_000);
        await clock.advance(afterMs);
        rig.sim.cutPower();
        await host[Symbol.asyncDispose]();
        rig.sim.restorePower();
        await using next = rig.start();
        next.acceptor.setAcceptance(ALL_MINOR);
        await clock.advance(30_000);
        expect(missingCount(rig)).toBeLessThanOrEqual(rig.lostMax);
        expect(rig.lostMax).toBeLessThanOrEqual(1);
        expect(rig.state?.kind).toBe('up');
      });
    }
  });
});

describe.each(billFamilies)('$family: acceptance and the end of a deposit', (family) => {
  it.each([[[]], [[500]], [[1_000, 5_000]], [ALL_MINOR]])('lets in %j and nothing else', (values) =>
    withBills(family, async ({ rig, host, clock }) => {
      expect(host.acceptor.valuesMinor).toEqual(ALL_MINOR);
      host.acceptor.setAcceptance([...values, 777]);
      await clock.advance(2_000);
      expect(rig.sim.letIn()).toEqual(values);
    }),
  );

  it('is applied again after a power cut', () =>
    withBills(family, async ({ rig, host, clock, until }) => {
      host.acceptor.setAcceptance([500]);
      await clock.advance(2_000);
      rig.sim.cutPower();
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      await clock.advance(10_000);
      expect(rig.sim.letIn()).toEqual([500]);
    }));

  it('closes and is fixed with nothing on its way', () =>
    withBills(family, async (bench) => {
      expect(await valueOf(bench, bench.host.acceptor.fixDeposit())).toBe('fixed');
      expect(bench.rig.sim.letIn()).toEqual([]);
    }));

  it('waits for a note that is not decided about, and for its credit', () =>
    withBills(family, async (bench) => {
      const { rig, host, clock } = bench;
      const verdict = later<EscrowDecision>();
      rig.judge = () => verdict.promise;
      rig.sim.insertNote(5_000);
      await clock.advance(2_000);
      let ended = '';
      const fixing = host.acceptor.fixDeposit().then((end) => (ended = end));
      await clock.advance(15_000);
      expect(ended).toBe('');
      verdict.resolve('stack');
      expect(await valueOf(bench, fixing)).toBe('fixed');
      expect(rig.creditedMinor).toEqual([5_000]);
    }));

  it('is offline when nobody answers', () =>
    withBills(family, async (bench) => {
      bench.rig.sim.cutPower();
      expect(await valueOf(bench, bench.host.acceptor.fixDeposit())).toBe('offline');
    }));
});

describe.each(billFamilies)('$family: what a validator complains of', (family) => {
  it('tells a rejected note and its reason once', () =>
    withBills(family, async ({ rig, clock }) => {
      rig.sim.rejectNext(family.rejection.reason);
      rig.sim.insertNote(500);
      await clock.advance(8_000);
      expect(rig.items).toEqual([
        { kind: 'incident', code: family.rejection.code, isFraud: false },
      ]);
      expect(rig.sim.truth().customer).toEqual({ 500: 1 });
    }));

  it('tells a fraud once', () =>
    withBills(family, async ({ rig, clock }) => {
      rig.sim.cheat();
      await clock.advance(5_000);
      expect(rig.items).toEqual([{ kind: 'incident', code: 'cheated', isFraud: true }]);
      expect(rig.state?.kind).toBe('up');
    }));

  it.each([
    ['full', 'stacker-full'],
    ['removed', 'stacker-removed'],
  ] as const)('is a fault while the stacker is %s', (stacker, code) =>
    withBills(family, async (bench) => {
      const { rig, host, clock } = bench;
      rig.sim.setStacker(stacker);
      await clock.advance(1_000);
      expect(rig.state).toMatchObject({ kind: 'fault', code });
      expect(await valueOf(bench, host.acceptor.fixDeposit())).toBe('fixed');
      rig.sim.setStacker('present');
      await clock.advance(1_000);
      expect(rig.state).toEqual({ kind: 'up' });
    }),
  );

  it('names a note that was ordered and taken out of a jam by hand', () =>
    withBills(family, async ({ rig, clock, until }) => {
      rig.sim.insertNote(2_000);
      await until(() => rig.sim.truth().path?.at === 'stacking');
      rig.sim.jam();
      await clock.advance(2_000);
      expect(rig.state).toMatchObject({ kind: 'fault', code: 'jam' });
      rig.sim.unjam();
      await clock.advance(3_000);
      expect(rig.creditedMinor).toEqual([]);
      expect(rig.incidents).toContain('ordered-note-unaccounted');
      expect(rig.lostMax).toBe(1);
    }));
});
