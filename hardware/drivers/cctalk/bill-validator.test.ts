/**
 * A note's credit is reported once, when the validator says that it is stacked, whatever is lost on
 * the way; and what the validator says of itself is told.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { BILL_HEADER } from './bill-machine.ts';
import {
  acceptingNotes,
  countNotes,
  creditsOf,
  isConserved,
  noteRigOptions,
  NOTES,
  notesOf,
  slowJudge,
  TWENTY,
  withValidator,
  type NoteRigOptions,
} from './note-rig.ts';
import { Rig, valueOf, type Run } from './rig.ts';
import { garble, loseReply, reply, silence, type Behaviour } from './sim-behaviour.ts';
import { euroNoteMachine } from './sim-config.ts';

/** Minutes of a validator's life pass in some tests. */
const LIMIT_MS = 60_000;

interface Bench extends Run {
  readonly clock: FakeClock;
}

/** A validator that is up and lets every note in. */
function accepting(test: (bench: Bench) => Promise<void>, options: NoteRigOptions = {}) {
  const clock = new FakeClock();
  return acceptingNotes(clock, (run) => test({ ...run, clock }), options);
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
      expect(creditsOf(rig.items)).toEqual([TWENTY]);
      expect(notesOf(rig)).toMatchObject({ credited: { 2000: 1 }, stacker: { 2000: 1 } });
    }),
  );

  it(
    'is never more credits than notes, on a line full of noise',
    () =>
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
                rig.sim.insertNote(NOTES[Math.floor(random() * NOTES.length)] ?? 500);
                await clock.advance(Math.floor(random() * 6_000));
              }
              rig.sim.clearBehaviours();
              await clock.advance(60_000);
              expect(isConserved(rig)).toBe(true);
              expect(countNotes(notesOf(rig).path)).toBe(0);
              expect(creditsOf(rig.items)).toHaveLength(countNotes(notesOf(rig).credited));
            },
            { seed },
          ),
        ),
        { numRuns: 20 },
      ),
    LIMIT_MS,
  );

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
        expect(notesOf(rig)).toMatchObject(where);
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
      expect(notesOf(rig)).toMatchObject({ removed: { 2000: 1 }, stacker: {} });
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
      expect(notesOf(rig)).toMatchObject({ stacker: {}, returned: { 2000: 1 } });
    }));
});

describe('a bill validator', () => {
  it('knows its notes, and refuses what is not wanted or not money', () =>
    accepting(async ({ rig, host, clock }) => {
      expect(host.validator).toMatchObject({ kind: 'bill-acceptor', valuesMinor: NOTES });
      host.validator.setAcceptance([500]);
      await clock.advance(1_000);
      for (const value of [2_000, 10_000, 500]) {
        rig.sim.insertNote(value);
        await clock.advance(6_000);
      }
      expect(notesOf(rig)).toMatchObject({ stacker: { 500: 1 }, returned: { 2000: 1, 10000: 1 } });
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
      expect(creditsOf(rig.items)).toEqual([TWENTY]);
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
        expect(notesOf(rig)).toMatchObject({ emptied: { 2000: 1 }, stacker: {} });
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
        expect(creditsOf(rig.items)).toEqual([
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
    const rig = new Rig(noteRigOptions(clock, { sim: withValidator(changes) }));
    await using host = rig.start();
    const isFault = (): boolean => rig.stateOf('validator') === 'fault';
    expect(await clock.runUntil(isFault, 20_000)).toBe(true);
    expect(rig.states.get('validator')).toMatchObject({ code });
    expect(host.validator.valuesMinor).toEqual([]);
  });

  it('says that it has no escrow', async () => {
    const clock = new FakeClock();
    const rig = new Rig(noteRigOptions(clock));
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
