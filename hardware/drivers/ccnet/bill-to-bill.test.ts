import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { BillRig, type BillHost } from '../../kit/bill-rig.ts';
import type { DispenseOrder, DispenseOutcome, DispenseTarget } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { realNoteTiming } from '../../kit/sim-notes.ts';
import { ccnetConfigSchema } from './config.ts';
import { ccnet } from './driver.ts';
import { COMMAND } from './names.ts';
import { simBillToBillDriverConfig } from './rig.ts';
import { createSimBillToBill, EURO_CASSETTES } from './sim-bill-to-bill.ts';

/** A recycler pays once, says what it paid, and forgets nothing that the power took from it. */
const LIMIT_MS = 300_000;
const VALUES = [500, 1_000, 2_000, 5_000];
const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };

interface Bench {
  readonly clock: FakeClock;
  readonly rig: BillRig;
  readonly host: BillHost;
  readonly until: (predicate: () => boolean) => Promise<void>;
  readonly valueOf: <Value>(promise: Promise<Value>) => Promise<Value>;
}

async function recycling(
  test: (bench: Bench) => Promise<void>,
  cassettes = EURO_CASSETTES,
): Promise<void> {
  const clock = new FakeClock();
  const rig = new BillRig({
    clock,
    random: seededRandom(1),
    timing: realNoteTiming,
    openPort: (context) =>
      ccnet.openPort(ccnetConfigSchema.parse(simBillToBillDriverConfig), context),
    createSim: (options) => createSimBillToBill(options, cassettes),
  });
  const until = async (predicate: () => boolean): Promise<void> => {
    if (!(await clock.runUntil(predicate, LIMIT_MS))) throw new RangeError('It never comes true.');
  };
  const valueOf = async <Value>(promise: Promise<Value>): Promise<Value> => {
    let isDone = false;
    const ended = promise.finally(() => (isDone = true));
    await until(() => isDone);
    return ended;
  };
  await using host = rig.start();
  await until(() => rig.state !== undefined);
  await test({ clock, rig, host, until, valueOf });
}

async function order(
  { host, valueOf }: Bench,
  count: number,
  to: DispenseTarget = 'customer',
): Promise<DispenseOrder> {
  const prepared = await valueOf(host.dispenser('notes/500').prepare(to));
  if (prepared.kind !== 'prepared') throw new RangeError(JSON.stringify(prepared));
  return { count, evidence: prepared.evidence, to };
}

async function pay(bench: Bench, made: DispenseOrder): Promise<DispenseOutcome> {
  return bench.valueOf(bench.host.dispenser('notes/500').dispense(made));
}

const paidOut = ({ rig }: Bench) => rig.sim.truth().recycler?.paidOut;

describe('a payout of a Bill-to-Bill unit', () => {
  it('whose command is not heard is not carried out', () =>
    recycling(async (bench) => {
      const made = await order(bench, 2);
      bench.rig.sim.spoil({ name: 'silence', times: 1, command: COMMAND.dispense });
      expect(await pay(bench, made)).toEqual(NOT_EXECUTED);
      expect(paidOut(bench)).toEqual({});
    }));

  it.each(['lose-reply', 'garble'] as const)('is commanded once through a %s', (name) =>
    recycling(async (bench) => {
      const made = await order(bench, 2);
      bench.rig.sim.spoil({ name, times: 1, command: COMMAND.dispense });
      expect(await pay(bench, made)).toEqual({ kind: 'settled', paid: 2, cause: 'complete' });
      await bench.clock.advance(30_000);
      expect(paidOut(bench)).toEqual({ 500: 2 });
    }),
  );

  it('that gets stuck is left open, and settled from the record once the power has been off', () =>
    recycling(async (bench) => {
      const { rig, host, clock, until, valueOf } = bench;
      const made = await order(bench, 4);
      const paying = host.dispenser('notes/500').dispense(made);
      await until(() => (rig.sim.truth().recycler?.dispenser[500] ?? 0) === 2);
      rig.sim.jam();
      expect(await valueOf(paying)).toMatchObject({ reason: 'counters-disagree' });
      rig.sim.unjam();
      rig.sim.cutPower();
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      await until(() => rig.state?.kind === 'up');
      const settled = await valueOf(host.dispenser('notes/500').settle(made));
      expect(settled).toEqual({ kind: 'settled', paid: 0, cause: 'power-lost' });
      expect(rig.sim.truth()).toMatchObject({ stacker: { 500: 2 }, recycler: { dispenser: {} } });
      expect(rig.incidents.filter((code) => code === 'note-moved-to-cashbox')).toHaveLength(2);
      await clock.advance(10_000);
      expect(paidOut(bench)).toEqual({});
    }));

  it('that got stuck is no question of the line to another process, as long as the unit fails', () =>
    recycling(async (bench) => {
      const { rig, host, until, valueOf } = bench;
      const made = await order(bench, 4);
      const paying = host.dispenser('notes/500').dispense(made);
      await until(() => (rig.sim.truth().recycler?.dispenser[500] ?? 0) === 2);
      rig.sim.jam();
      rig.sim.unjam();
      expect(await valueOf(paying)).toMatchObject({ reason: 'counters-disagree' });
      await host[Symbol.asyncDispose]();
      await using next = rig.start();
      await until(() => rig.state?.kind === 'fault');
      const settled = await valueOf(next.dispenser('notes/500').settle(made));
      expect(settled).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
      const prepared = await valueOf(next.dispenser('notes/500').prepare('customer'));
      expect(prepared).toMatchObject({ kind: 'refused', reason: 'fault' });
    }));

  it('is not begun where the cassette has changed since, is short, or is empty', () =>
    recycling(
      async (bench) => {
        const made = await order(bench, 2);
        expect(await pay(bench, { ...made, count: 3 })).toEqual(NOT_EXECUTED);
        expect(await pay(bench, { ...made, evidence: '{}' })).toEqual(NOT_EXECUTED);
        expect(await pay(bench, made)).toMatchObject({ paid: 2 });
        expect(await pay(bench, made)).toEqual(NOT_EXECUTED);
        const next = await order(bench, 1);
        expect(await pay(bench, next)).toEqual({ kind: 'settled', paid: 0, cause: 'empty' });
        expect(paidOut(bench)).toEqual({ 500: 2 });
      },
      [{ valueMinor: 500, count: 2 }, ...EURO_CASSETTES.slice(1)],
    ));

  it('keeps its notes out until it is known what became of it, and says the same ever after', () =>
    recycling(async (bench) => {
      const { rig, host, clock, valueOf } = bench;
      host.acceptor.setAcceptance(VALUES);
      await clock.advance(1_000);
      expect(rig.sim.letIn()).toEqual(VALUES);
      const made = await order(bench, 2);
      const paying = host.dispenser('notes/500').dispense(made);
      await clock.advance(500);
      await host[Symbol.asyncDispose]();
      paying.catch(() => undefined);
      await using next = rig.start();
      next.acceptor.setAcceptance(VALUES);
      await clock.advance(6_000);
      expect(rig.sim.letIn()).toEqual([1_000, 2_000, 5_000]);
      const complete = { kind: 'settled', paid: 2, cause: 'complete' };
      expect(await valueOf(next.dispenser('notes/500').settle(made))).toEqual(complete);
      await clock.advance(1_000);
      expect(rig.sim.letIn()).toEqual(VALUES);
      rig.sim.insertNote(500);
      await clock.advance(5_000);
      expect(await valueOf(next.dispenser('notes/500').settle(made))).toEqual(complete);
    }));
});

describe('a Bill-to-Bill unit that collects', () => {
  it('moves notes into its drop cassette, and pays nothing out', () =>
    recycling(async (bench) => {
      expect(bench.host.dispenser('notes/500').canCollect).toBe(true);
      const made = await order(bench, 5, 'cashbox');
      expect(await pay(bench, made)).toEqual({ kind: 'settled', paid: 5, cause: 'complete' });
      expect(bench.rig.sim.truth().stacker).toEqual({ 500: 5 });
      expect(paidOut(bench)).toEqual({});
    }));

  it('counts what it had moved when the power went, with what the emptying added', () =>
    recycling(async (bench) => {
      const { rig, host, until, valueOf } = bench;
      const made = await order(bench, 5, 'cashbox');
      const moving = host.dispenser('notes/500').dispense(made);
      await until(() => rig.sim.truth().stacker[500] === 1);
      await until(() => rig.sim.truth().recycler?.dispenser[500] === 1);
      rig.sim.cutPower();
      await bench.clock.advance(1_000);
      rig.sim.restorePower();
      await valueOf(moving);
      const settled = await valueOf(host.dispenser('notes/500').settle(made));
      expect(settled).toEqual({ kind: 'settled', paid: 2, cause: 'power-lost' });
      expect(rig.sim.truth().stacker).toEqual({ 500: 2 });
    }));
});

describe('a Bill-to-Bill unit that takes notes', () => {
  it('tells where each has gone', () =>
    recycling(async ({ rig, host, clock }) => {
      host.acceptor.setAcceptance(VALUES);
      await clock.advance(1_000);
      rig.sim.insertNote(500);
      await clock.advance(5_000);
      rig.sim.insertNote(5_000);
      await clock.advance(5_000);
      expect(rig.items).toEqual([
        { kind: 'inserted', valueMinor: 500, place: 'notes/500' },
        { kind: 'inserted', valueMinor: 5_000, place: 'cashbox' },
      ]);
    }));

  it('credits from its record what it had not told when the power went', () =>
    recycling(async ({ rig, host, clock, until }) => {
      host.acceptor.setAcceptance(VALUES);
      await clock.advance(1_000);
      rig.sim.onEvent(({ event }) => {
        if (event === 'stacked') clock.startTimer(0, () => rig.sim.cutPower());
      });
      rig.sim.insertNote(2_000);
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      await clock.advance(20_000);
      expect(rig.items).toEqual([{ kind: 'inserted', valueMinor: 2_000, place: 'notes/2000' }]);
      expect(rig.state).toEqual({ kind: 'up' });
    }));
});

/** A note is in, the power goes before that is told, and the unit is not let take notes again. */
async function recoverCredit({ rig, host, clock, until }: Bench): Promise<void> {
  host.acceptor.setAcceptance(VALUES);
  await clock.advance(1_000);
  rig.sim.onEvent(({ event }) => {
    if (event === 'stacked') clock.startTimer(0, () => rig.sim.cutPower());
  });
  rig.sim.insertNote(5_000);
  await until(() => rig.state?.kind === 'down');
  host.acceptor.setAcceptance([]);
  rig.sim.restorePower();
  await clock.advance(10_000);
  expect(rig.creditedMinor).toEqual([5_000]);
}

describe('a credit that a Bill-to-Bill unit keeps in its record until it is enabled', () => {
  it('is not counted again by another process', () =>
    recycling(async (bench) => {
      const { rig, host, clock } = bench;
      await recoverCredit(bench);
      await host[Symbol.asyncDispose]();
      await using _next = rig.start();
      await clock.advance(10_000);
      expect(rig.creditedMinor).toEqual([5_000]);
      expect(rig.incidents).toEqual([]);
    }));

  it.each<[string, (rig: BillRig) => unknown, (rig: BillRig) => unknown]>([
    ['the power', ({ sim }) => sim.cutPower(), ({ sim }) => sim.restorePower()],
    ['the cable', ({ line }) => line.unplug(), ({ line }) => line.plug()],
  ])('is not counted again when %s has been off', (_, takeAway, bringBack) =>
    recycling(async (bench) => {
      const { rig, clock, until } = bench;
      await recoverCredit(bench);
      await takeAway(rig);
      await until(() => rig.state?.kind === 'down');
      await bringBack(rig);
      await clock.advance(10_000);
      expect(rig.state).toEqual({ kind: 'up' });
      expect(rig.creditedMinor).toEqual([5_000]);
    }),
  );

  it('is over once it takes notes, and the next one counts', () =>
    recycling(async (bench) => {
      const { rig, host, clock, until } = bench;
      await recoverCredit(bench);
      host.acceptor.setAcceptance(VALUES);
      await clock.advance(1_000);
      rig.sim.insertNote(5_000);
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      await clock.advance(10_000);
      expect(rig.creditedMinor).toEqual([5_000, 5_000]);
      expect(rig.incidents).toEqual([]);
    }));

  it('says nothing of a payout after it, which is left to a count', () =>
    recycling(async (bench) => {
      const { rig, host, clock, until, valueOf } = bench;
      await recoverCredit(bench);
      const made = await order(bench, 4);
      const paying = host.dispenser('notes/500').dispense(made);
      await until(() => (rig.sim.truth().recycler?.dispenser[500] ?? 0) === 4);
      rig.sim.cutPower();
      await until(() => rig.state?.kind === 'down');
      rig.sim.restorePower();
      expect(await valueOf(paying)).toMatchObject({ reason: 'counters-disagree' });
      await clock.advance(10_000);
      const settled = await valueOf(host.dispenser('notes/500').settle(made));
      expect(settled).toMatchObject({ reason: 'counters-disagree' });
      expect(paidOut(bench)).toEqual({});
      expect(rig.creditedMinor).toEqual([5_000]);
    }));
});

describe('the cassettes', () => {
  it('are set to what they are to hold while they are empty', () =>
    recycling(
      async ({ rig }) => expect(rig.state).toEqual({ kind: 'up' }),
      [
        { valueMinor: undefined, count: 0 },
        { valueMinor: 5_000, count: 0 },
        { valueMinor: 2_000, count: 1 },
      ],
    ));

  it.each([
    ['other notes', [{ valueMinor: 5_000, count: 3 }, ...EURO_CASSETTES.slice(1)]],
    ['none there', EURO_CASSETTES.slice(1)],
    ['one too many', [...EURO_CASSETTES, { valueMinor: 5_000, count: 1 }]],
  ])('are a fault with %s', (_, cassettes) =>
    recycling(async ({ rig }) => {
      expect(rig.state).toMatchObject({ kind: 'fault', code: 'wrong-cassette' });
    }, cassettes),
  );

  it.each([
    { unit: 'validator' },
    { cassettes: [{ cassette: 0, valueMinor: 500 }] },
    { cassettes: [1, 2].map((cassette) => ({ cassette, valueMinor: 500 })) },
    { cassettes: [500, 1_000].map((valueMinor) => ({ cassette: 1, valueMinor })) },
  ])('are refused where nobody could tell them apart: %j', (changes) => {
    const config = { ...simBillToBillDriverConfig, ...changes };
    expect(ccnetConfigSchema.safeParse(config).success).toBe(false);
  });

  it('are asked for at address 1', () => {
    const { address } = ccnetConfigSchema.parse(simBillToBillDriverConfig);
    expect(address).toBe(1);
  });
});
