/**
 * A note that is held counts for nothing; it is taken or given back by what the judge says, and its
 * credit is reported once when the validator says that it is stacked, whatever is lost on the way.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import type { CashItem, EscrowDecision } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { BILL_HEADER } from './bill-machine.ts';
import { Rig, untilAllUp, valueOf, withMachine, type Run } from './rig.ts';
import { garble, loseReply, reply, silence, type Behaviour } from './sim-behaviour.ts';
import { euroNoteMachine, euroNoteMachineDriverConfig, type SimConfig } from './sim-config.ts';
import type { NoteTruth } from './sim-truth.ts';

const ALL = [500, 1_000, 2_000, 5_000];
const STACK = '2801019a013b';
const TWENTY: CashItem = { kind: 'inserted', valueMinor: 2_000, place: 'cashbox' };

interface Bench extends Run {
  readonly clock: FakeClock;
}

interface BenchOptions {
  readonly seed?: number;
  readonly sim?: SimConfig;
}

/** A validator that is up and lets every note in. */
function accepting(
  test: (bench: Bench) => Promise<void>,
  { seed = 1, sim = euroNoteMachine }: BenchOptions = {},
): Promise<void> {
  const clock = new FakeClock();
  const driver = { ...euroNoteMachineDriverConfig, checksum: sim.checksum };
  const options = { clock, sim, driver, random: seededRandom(seed) };
  return withMachine(options, async (run) => {
    run.host.validator.setAcceptance(ALL);
    await clock.advance(1_000);
    await test({ ...run, clock });
  });
}

function withValidator(changes: Partial<NonNullable<SimConfig['validator']>>): SimConfig {
  const { validator } = euroNoteMachine;
  if (validator === undefined) throw new TypeError('no validator');
  return { ...euroNoteMachine, validator: { ...validator, ...changes } };
}

function notes(rig: Rig): NoteTruth {
  const truth = rig.sim.truth().notes;
  if (truth === undefined) throw new TypeError('no notes');
  return truth;
}

function count(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}

function credits(items: readonly CashItem[]): readonly CashItem[] {
  return items.filter(({ kind }) => kind === 'inserted');
}

function isConserved(rig: Rig): boolean {
  const { inserted, path, stacker, returned, emptied, removed } = notes(rig);
  const there = [path, stacker, returned, emptied, removed].map(count);
  return count(inserted) === there.reduce((sum, one) => sum + one, 0);
}

/** A judge that waits to be told. */
function slowJudge(rig: Rig) {
  const asked: number[] = [];
  const answers: ((decision: EscrowDecision) => void)[] = [];
  rig.judge = ({ valueMinor }) => {
    asked.push(valueMinor);
    return new Promise((resolve) => void answers.push(resolve));
  };
  return {
    asked,
    /** About the note that was asked about first, unless another is said. */
    tell: (decision: EscrowDecision, question = 0): void => answers[question]?.(decision),
  };
}

describe('what goes wrong with a note', () => {
  const behaviours: readonly (readonly [string, Behaviour])[] = [
    ['silence', silence({ times: 3 })],
    ['garbled replies', garble({ times: 20 })],
    ['lost replies', loseReply({ times: 20 })],
    ['a lost answer to the routing', loseReply({ times: 1, header: BILL_HEADER.routeBill })],
    ['a routing that is never heard', silence({ times: 1, header: BILL_HEADER.routeBill })],
    [
      'a routing that is refused',
      reply({ header: 5, data: new Uint8Array(0) }, { times: 1, header: BILL_HEADER.routeBill }),
    ],
  ];

  it.each(behaviours)('is credited once through %s', (_, behaviour) =>
    accepting(async ({ rig, host, clock }) => {
      rig.sim.insertNote(2_000);
      await clock.advance(1_400);
      rig.sim.behave('validator', behaviour);
      await clock.advance(40_000);
      expect(await valueOf(clock, host.validator.fixDeposit())).toBe('fixed');
      expect(credits(rig.items)).toEqual([TWENTY]);
      expect(notes(rig)).toMatchObject({ credited: { 2000: 1 }, stacker: { 2000: 1 } });
    }),
  );

  it('is never more credits than notes, on a line full of noise', () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), (seed) =>
        accepting(
          async ({ rig, clock }) => {
            const random = seededRandom(seed);
            rig.judge = async () => (random() < 0.6 ? 'stack' : 'return');
            for (let turn = 0; turn < 8; turn += 1) {
              if (random() < 0.5) rig.sim.makeNoise(1 + Math.floor(random() * 60));
              if (random() < 0.5) {
                rig.sim.behave('bus', garble({ times: 1 + Math.floor(random() * 4) }));
              }
              rig.sim.insertNote(ALL[Math.floor(random() * ALL.length)] ?? 500);
              await clock.advance(Math.floor(random() * 6_000));
            }
            rig.sim.clearBehaviours();
            await clock.advance(60_000);
            expect(isConserved(rig)).toBe(true);
            expect(count(notes(rig).path)).toBe(0);
            expect(credits(rig.items)).toHaveLength(count(notes(rig).credited));
          },
          { seed },
        ),
      ),
      { numRuns: 20 },
    ));

  it('goes back when nobody can judge it', () =>
    accepting(async ({ rig, clock }) => {
      rig.judge = () => Promise.reject(new RangeError('going down'));
      rig.sim.insertNote(2_000);
      await clock.advance(10_000);
      expect(notes(rig)).toMatchObject({ returned: { 2000: 1 }, stacker: {} });
      expect(credits(rig.items)).toEqual([]);
    }));

  it('goes back when the judge never says anything', () =>
    accepting(async ({ rig, clock }) => {
      slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(55_000);
      expect(notes(rig).path).toEqual({ 2000: 1 });
      await clock.advance(20_000);
      expect(notes(rig)).toMatchObject({ path: {}, returned: { 2000: 1 } });
    }));

  it('a decision that comes after the note has gone does nothing to the next one', () =>
    accepting(
      async ({ rig, clock }) => {
        const { asked, tell } = slowJudge(rig);
        rig.sim.insertNote(2_000);
        await clock.advance(1_000);
        await rig.line.unplug();
        await clock.advance(7_000);
        expect(notes(rig).returned).toEqual({ 2000: 1 });
        rig.sim.insertNote(5_000);
        await clock.advance(500);
        await rig.line.plug();
        await clock.runUntil(() => asked.length === 2, 10_000);
        expect(asked).toEqual([2_000, 5_000]);
        tell('stack', 0);
        await clock.advance(800);
        expect(notes(rig).path).toEqual({ 5000: 1 });
        tell('return', 1);
        await clock.advance(5_000);
        expect(credits(rig.items)).toEqual([]);
        expect(notes(rig).returned).toEqual({ 2000: 1, 5000: 1 });
      },
      { sim: withValidator({ escrowMs: 6_000, drawMs: 300, moveMs: 300, selfInhibitMs: 20_000 }) },
    ));

  it('is a named uncertainty when the power goes, also where nobody had opened the validator', () =>
    accepting(async ({ rig, host, clock }) => {
      const { tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(3_000);
      await host[Symbol.asyncDispose]();
      delete rig.cursors['validator'];
      await using second = rig.start();
      await untilAllUp(clock, rig);
      tell('stack', 1);
      await clock.advance(300);
      rig.sim.cutPower('validator');
      await clock.advance(3_000);
      rig.sim.restorePower('validator');
      await clock.advance(5_000);
      expect(rig.items).toEqual([{ kind: 'lost', countMax: 2, cause: 'device-reset' }]);
      expect(second.validator.hasEscrow).toBe(true);
    }));

  it.each([
    ['return', { stacker: {}, returned: { 2000: 1 } }],
    ['stack', { stacker: { 2000: 1 }, swallowed: { 2000: 1 } }],
  ] as const)('a power cut with a note in escrow that the device will %s', (onPowerUp, where) =>
    accepting(
      async ({ rig, clock }) => {
        slowJudge(rig);
        rig.sim.insertNote(2_000);
        await clock.advance(3_000);
        rig.sim.cutPower('validator');
        await clock.advance(2_000);
        rig.sim.restorePower('validator');
        await clock.advance(5_000);
        expect(rig.items).toEqual([{ kind: 'lost', countMax: 2, cause: 'device-reset' }]);
        expect(notes(rig)).toMatchObject(where);
        rig.judge = async () => 'stack';
        rig.sim.insertNote(500);
        await clock.advance(5_000);
        expect(rig.items.at(-1)).toEqual({ ...TWENTY, valueMinor: 500 });
      },
      { sim: withValidator({ onPowerUp }) },
    ),
  );

  it('that jams on its way in is told, and not credited', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.jam('validator');
      rig.sim.insertNote(2_000);
      await clock.advance(4_000);
      expect(rig.states.get('validator')).toMatchObject({ kind: 'fault', code: 'bill-jam-unsafe' });
      rig.sim.unjam('validator');
      await clock.advance(4_000);
      expect(rig.stateOf('validator')).toBe('up');
      expect(rig.items).toEqual([{ kind: 'incident', code: 'bill-jam-unsafe', isFraud: false }]);
      expect(notes(rig)).toMatchObject({ removed: { 2000: 1 }, stacker: {} });
    }));

  it('that jams on its way to the stacker is a named uncertainty', () =>
    accepting(async ({ rig, clock }) => {
      const { tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(3_000);
      rig.sim.jam('validator');
      tell('stack');
      await clock.advance(4_000);
      expect(rig.items).toEqual([
        { kind: 'incident', code: 'bill-jam-safe', isFraud: false },
        { kind: 'lost', countMax: 1, cause: 'overflow' },
      ]);
      expect(rig.states.get('validator')).toMatchObject({ kind: 'fault', code: 'bill-jam-safe' });
    }));

  it('on a string is a fraud and no credit', () =>
    accepting(async ({ rig, clock }) => {
      rig.sim.tieString();
      rig.sim.insertNote(2_000);
      await clock.advance(6_000);
      expect(rig.items).toEqual([{ kind: 'incident', code: 'string-fraud', isFraud: true }]);
      expect(notes(rig)).toMatchObject({ stacker: {}, returned: { 2000: 1 } });
    }));
});

describe('a note in escrow', () => {
  it('stays there while the judge thinks, and is taken when the judge says so', () =>
    accepting(async ({ rig, clock }) => {
      const { asked, tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(50_000);
      expect(asked).toEqual([2_000]);
      expect(notes(rig).path).toEqual({ 2000: 1 });
      expect(rig.items).toEqual([]);
      tell('stack');
      await clock.advance(3_000);
      expect(rig.items).toEqual([TWENTY]);
      const sent = rig.traces.flatMap((one) => (one.kind === 'frame-sent' ? [one.hex] : []));
      expect(sent.filter((hex) => hex === STACK)).toHaveLength(1);
    }));

  it('is given back when the judge says so', () =>
    accepting(async ({ rig, clock }) => {
      rig.judge = async () => 'return';
      rig.sim.insertNote(2_000);
      await clock.advance(5_000);
      expect(rig.items).toEqual([{ kind: 'incident', code: 'bill-returned', isFraud: false }]);
      expect(notes(rig)).toMatchObject({ stacker: {}, returned: { 2000: 1 } });
    }));

  it('is asked about again by a host that has started anew, and credited once', async () => {
    const clock = new FakeClock();
    const random = seededRandom(1);
    const rig = new Rig({
      clock,
      random,
      sim: euroNoteMachine,
      driver: euroNoteMachineDriverConfig,
    });
    const first = rig.start();
    await untilAllUp(clock, rig);
    first.validator.setAcceptance(ALL);
    await clock.advance(1_000);
    const { asked } = slowJudge(rig);
    rig.sim.insertNote(2_000);
    await clock.advance(3_000);
    expect(asked).toEqual([2_000]);
    await first[Symbol.asyncDispose]();
    rig.judge = async () => 'stack';
    await using second = rig.start();
    await untilAllUp(clock, rig);
    await clock.advance(5_000);
    expect(credits(rig.items)).toEqual([TWENTY]);
    expect(await valueOf(clock, second.validator.fixDeposit())).toBe('fixed');
  });

  it('that was stacked while no host was there is credited by the next one, once', async () => {
    const clock = new FakeClock();
    const rig = new Rig({
      clock,
      random: seededRandom(1),
      sim: euroNoteMachine,
      driver: euroNoteMachineDriverConfig,
    });
    const first = rig.start();
    await untilAllUp(clock, rig);
    first.validator.setAcceptance(ALL);
    await clock.advance(1_000);
    rig.sim.insertNote(2_000);
    await clock.advance(2_200);
    expect(notes(rig).path).toEqual({ 2000: 1 });
    await first[Symbol.asyncDispose]();
    await clock.advance(2_000);
    expect(notes(rig).stacker).toEqual({ 2000: 1 });
    expect(credits(rig.items)).toEqual([]);
    await using second = rig.start();
    await untilAllUp(clock, rig);
    await clock.advance(2_000);
    expect(credits(rig.items)).toEqual([TWENTY]);
    expect(second.validator.hasEscrow).toBe(true);
  });

  it('keeps the end of a deposit waiting until it is decided', () =>
    accepting(async ({ rig, host, clock }) => {
      const { tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(3_000);
      let isFixed = false;
      const fixed = host.validator.fixDeposit().finally(() => {
        isFixed = true;
      });
      await clock.advance(20_000);
      expect(isFixed).toBe(false);
      tell('stack');
      expect(await valueOf(clock, fixed)).toBe('fixed');
      expect(credits(rig.items)).toEqual([TWENTY]);
    }));
});

describe('a bill validator', () => {
  it('knows its notes, and refuses what is not wanted or not money', () =>
    accepting(async ({ rig, host, clock }) => {
      expect(host.validator).toMatchObject({ kind: 'bill-acceptor', valuesMinor: ALL });
      host.validator.setAcceptance([500]);
      await clock.advance(1_000);
      for (const value of [2_000, 10_000, 500]) {
        rig.sim.insertNote(value);
        await clock.advance(6_000);
      }
      expect(notes(rig)).toMatchObject({ stacker: { 500: 1 }, returned: { 2000: 1, 10000: 1 } });
      expect(rig.items).toEqual([
        { kind: 'incident', code: 'bill-inhibited', isFraud: false },
        { kind: 'incident', code: 'bill-invalid', isFraud: false },
        { ...TWENTY, valueMinor: 500 },
      ]);
    }));

  it('is opened again after it has closed itself for want of polls', () =>
    accepting(async ({ rig, clock }) => {
      await rig.line.unplug();
      await clock.advance(8_000);
      await rig.line.plug();
      await clock.advance(10_000);
      rig.sim.insertNote(2_000);
      await clock.advance(5_000);
      expect(credits(rig.items)).toEqual([TWENTY]);
    }));

  it('says when its stacker is out or full, and when it is well again', () =>
    accepting(
      async ({ rig, clock }) => {
        rig.sim.takeStacker();
        await clock.advance(1_000);
        expect(rig.states.get('validator')).toMatchObject({ code: 'stacker-removed' });
        rig.sim.putStacker();
        await clock.advance(3_000);
        expect(rig.stateOf('validator')).toBe('up');
        rig.sim.insertNote(2_000);
        await clock.advance(5_000);
        expect(rig.states.get('validator')).toMatchObject({ code: 'stacker-full' });
        rig.sim.empty('validator');
        await clock.advance(3_000);
        expect(rig.stateOf('validator')).toBe('up');
        expect(notes(rig)).toMatchObject({ emptied: { 2000: 1 }, stacker: {} });
        expect(isConserved(rig)).toBe(true);
      },
      { sim: withValidator({ stackerMax: 1 }) },
    ));

  it('works with CRC-16 frames, beside coins', () =>
    accepting(
      async ({ rig, host, clock }) => {
        host.acceptor.setAcceptance([200]);
        await clock.advance(1_000);
        rig.sim.insertNote(2_000);
        rig.sim.insertCoin(200);
        await clock.advance(6_000);
        expect(credits(rig.items)).toEqual([
          { kind: 'inserted', valueMinor: 200, place: 'hopper-200' },
          TWENTY,
        ]);
      },
      { sim: { ...euroNoteMachine, checksum: 'crc' } },
    ));
});

describe('a validator that cannot be used', () => {
  it.each([
    ['wrong-category', { category: 'Coin Acceptor' }],
    ['wrong-currency', { bills: [{ id: 'GB0010A', valueMinor: 1_000 }] }],
    ['wrong-scaling', { scaling: 0 }],
    ['wrong-scaling', { decimals: 0 }],
    ['no-bills', { bills: [] }],
  ])('says %s', async (code, changes) => {
    const clock = new FakeClock();
    const rig = new Rig({
      clock,
      random: seededRandom(1),
      sim: withValidator(changes),
      driver: euroNoteMachineDriverConfig,
    });
    await using host = rig.start();
    const isFault = (): boolean => rig.stateOf('validator') === 'fault';
    expect(await clock.runUntil(isFault, 20_000)).toBe(true);
    expect(rig.states.get('validator')).toMatchObject({ code });
    expect(host.validator.valuesMinor).toEqual([]);
  });

  it('says that it has no escrow', async () => {
    const clock = new FakeClock();
    const rig = new Rig({
      clock,
      random: seededRandom(1),
      sim: euroNoteMachine,
      driver: euroNoteMachineDriverConfig,
    });
    const header = BILL_HEADER.requestBillOperatingMode;
    const answer = { header: 0, data: Uint8Array.of(1) };
    rig.sim.behave('validator', reply(answer, { times: 1_000, header }));
    await using host = rig.start();
    const isFault = (): boolean => rig.stateOf('validator') === 'fault';
    expect(await clock.runUntil(isFault, 20_000)).toBe(true);
    expect(rig.states.get('validator')).toMatchObject({ code: 'no-escrow' });
    expect(host.validator.hasEscrow).toBe(true);
  });
});
