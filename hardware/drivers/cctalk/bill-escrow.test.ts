/**
 * A note that is held counts for nothing. It is taken or given back by what the judge says, and given
 * back when nobody says anything; no answer reaches another note than the one it was about.
 */
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { BILL_HEADER } from './bill-machine.ts';
import {
  acceptingNotes,
  creditsOf,
  noteRigOptions,
  NOTES,
  notesOf,
  slowJudge,
  TWENTY,
  withValidator,
  type NoteRigOptions,
} from './note-rig.ts';
import { Rig, untilAllUp, valueOf, type Run } from './rig.ts';
import { silence } from './sim-behaviour.ts';

/** The frame that has the note stacked. */
const STACK = '2801019a013b';

interface Bench extends Run {
  readonly clock: FakeClock;
}

/** A validator that is up and lets every note in. */
function accepting(test: (bench: Bench) => Promise<void>, options: NoteRigOptions = {}) {
  const clock = new FakeClock();
  return acceptingNotes(clock, (run) => test({ ...run, clock }), options);
}

describe('a note whose judge fails', () => {
  it('goes back when nobody can judge it', () =>
    accepting(async ({ rig, clock }) => {
      rig.judge = () => Promise.reject(new RangeError('going down'));
      rig.sim.insertNote(2_000);
      await clock.advance(10_000);
      expect(notesOf(rig)).toMatchObject({ returned: { 2000: 1 }, stacker: {} });
      expect(creditsOf(rig.items)).toEqual([]);
    }));

  it('goes back when the judge never says anything', () =>
    accepting(async ({ rig, clock }) => {
      slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(55_000);
      expect(notesOf(rig).path).toEqual({ 2000: 1 });
      await clock.advance(20_000);
      expect(notesOf(rig)).toMatchObject({ path: {}, returned: { 2000: 1 } });
    }));

  it('a decision that comes after the note has gone does nothing to the next one', () =>
    accepting(
      async ({ rig, clock }) => {
        const { asked, tell } = slowJudge(rig);
        rig.sim.insertNote(2_000);
        await clock.advance(1_000);
        await rig.line.unplug();
        await clock.advance(7_000);
        expect(notesOf(rig).returned).toEqual({ 2000: 1 });
        rig.sim.insertNote(5_000);
        await clock.advance(500);
        await rig.line.plug();
        await clock.runUntil(() => asked.length === 2, 10_000);
        expect(asked).toEqual([2_000, 5_000]);
        tell('stack', 0);
        await clock.advance(800);
        expect(notesOf(rig).path).toEqual({ 5000: 1 });
        tell('return', 1);
        await clock.advance(5_000);
        expect(creditsOf(rig.items)).toEqual([]);
        expect(notesOf(rig).returned).toEqual({ 2000: 1, 5000: 1 });
      },
      { sim: withValidator({ escrowMs: 6_000, drawMs: 300, moveMs: 300, selfInhibitMs: 20_000 }) },
    ));

  it('goes back when it cannot be stacked', () =>
    accepting(async ({ rig, clock }) => {
      const { tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(3_000);
      rig.sim.takeStacker();
      tell('stack');
      await clock.advance(6_000);
      expect(notesOf(rig)).toMatchObject({ path: {}, stacker: {}, returned: { 2000: 1 } });
      expect(creditsOf(rig.items)).toEqual([]);
    }));

  it('is not waited for any longer when no routing moves it, and that is told', () =>
    accepting(
      async ({ rig, host, clock }) => {
        rig.sim.behave('validator', silence({ times: 1_000, header: BILL_HEADER.routeBill }));
        rig.sim.insertNote(2_000);
        await clock.advance(80_000);
        const fixed = host.validator.fixDeposit();
        await clock.advance(5_000);
        expect(rig.stateOf('validator')).toBe('up');
        await clock.advance(20_000);
        expect(rig.states.get('validator')).toMatchObject({ kind: 'fault', code: 'escrow-stuck' });
        expect(await valueOf(clock, fixed)).toBe('fixed');
        expect(creditsOf(rig.items)).toEqual([]);
        rig.sim.clearBehaviours();
        await clock.advance(8_000);
        expect(rig.stateOf('validator')).toBe('up');
        expect(creditsOf(rig.items)).toEqual([TWENTY]);
      },
      { sim: withValidator({ escrowMs: 60_000 * 5 }) },
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
});

describe('a note in escrow', () => {
  it('stays there while the judge thinks, and is taken when the judge says so', () =>
    accepting(async ({ rig, clock }) => {
      const { asked, tell } = slowJudge(rig);
      rig.sim.insertNote(2_000);
      await clock.advance(50_000);
      expect(asked).toEqual([2_000]);
      expect(notesOf(rig).path).toEqual({ 2000: 1 });
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
      expect(notesOf(rig)).toMatchObject({ stacker: {}, returned: { 2000: 1 } });
    }));

  it('is asked about again by a host that has started anew, and credited once', async () => {
    const clock = new FakeClock();
    const rig = new Rig(noteRigOptions(clock));
    const first = rig.start();
    await untilAllUp(clock, rig);
    first.validator.setAcceptance(NOTES);
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
    expect(creditsOf(rig.items)).toEqual([TWENTY]);
    expect(await valueOf(clock, second.validator.fixDeposit())).toBe('fixed');
  });

  it('that was stacked while no host was there is credited by the next one, once', async () => {
    const clock = new FakeClock();
    const rig = new Rig(noteRigOptions(clock));
    const first = rig.start();
    await untilAllUp(clock, rig);
    first.validator.setAcceptance(NOTES);
    await clock.advance(1_000);
    rig.sim.insertNote(2_000);
    await clock.advance(2_200);
    expect(notesOf(rig).path).toEqual({ 2000: 1 });
    await first[Symbol.asyncDispose]();
    await clock.advance(2_000);
    expect(notesOf(rig).stacker).toEqual({ 2000: 1 });
    expect(creditsOf(rig.items)).toEqual([]);
    await using second = rig.start();
    await untilAllUp(clock, rig);
    await clock.advance(2_000);
    expect(creditsOf(rig.items)).toEqual([TWENTY]);
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
      expect(creditsOf(rig.items)).toEqual([TWENTY]);
    }));
});
