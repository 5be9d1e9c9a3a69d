/**
 * Invariants 1 and 2 over whole lives of a validator: hosts end and start again, replies are lost,
 * the line is pulled, the judge changes its mind. Every note that is stacked is credited exactly
 * once, unless the device itself has forgotten, and then the loss is named.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FakeClock } from '../../../test/support/fake-clock.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { countNotes, creditsOf, isConserved, noteRigOptions, NOTES, notesOf } from './note-rig.ts';
import { Rig, untilAllUp, valueOf, type Host } from './rig.ts';
import { delay, garble, loseReply, silence } from './sim-behaviour.ts';

/** Each run is minutes of a validator's life. */
const RUNS = 12;
const LIMIT_MS = 60_000;

interface Life {
  readonly clock: FakeClock;
  readonly rig: Rig;
  readonly random: () => number;
  host: Host;
}

function below(life: Life, limit: number): number {
  return Math.floor(life.random() * limit);
}

async function restart(life: Life): Promise<void> {
  await life.host[Symbol.asyncDispose]();
  await life.clock.advance(below(life, 4_000));
  life.host = life.rig.start();
  life.host.validator.setAcceptance(NOTES);
}

async function pullPlug({ rig, clock, random }: Life): Promise<void> {
  await rig.line.unplug();
  await clock.advance(random() * 9_000);
  await rig.line.plug();
}

const FAULTS: readonly ((life: Life) => void | Promise<void>)[] = [
  restart,
  pullPlug,
  (life) => void life.rig.sim.behave('validator', loseReply({ times: 1 + below(life, 6) })),
  (life) => void life.rig.sim.behave('validator', silence({ times: 1 + below(life, 6) })),
  (life) => void life.rig.sim.behave('bus', garble({ times: 1 + below(life, 4) })),
  (life) => void life.rig.sim.behave('validator', delay(180, { times: 1 + below(life, 6) })),
  (life) => life.rig.sim.makeNoise(1 + below(life, 60)),
  () => {},
];

async function cutPower({ rig, clock, random }: Life): Promise<void> {
  rig.sim.cutPower('validator');
  await clock.advance(random() * 3_000);
  rig.sim.restorePower('validator');
}

async function live(seed: number, faults: typeof FAULTS): Promise<Rig> {
  const clock = new FakeClock();
  const random = seededRandom(seed);
  const rig = new Rig(noteRigOptions(clock, { seed }));
  rig.judge = () => judged(random());
  const life: Life = { clock, rig, random, host: rig.start() };
  await untilAllUp(clock, rig);
  life.host.validator.setAcceptance(NOTES);
  for (let turn = 0; turn < 10; turn += 1) {
    if (random() < 0.7) rig.sim.insertNote(NOTES[below(life, NOTES.length)] ?? 500);
    await clock.advance(below(life, 4_000));
    await faults[below(life, faults.length)]?.(life);
  }
  rig.sim.clearBehaviours();
  await clock.advance(90_000);
  expect(await valueOf(clock, life.host.validator.fixDeposit())).toBe('fixed');
  await life.host[Symbol.asyncDispose]();
  return rig;
}

/** Most take the note, some give it back, some fail, some never say anything. */
function judged(chance: number): Promise<'stack' | 'return'> {
  if (chance < 0.6) return Promise.resolve('stack');
  if (chance < 0.8) return Promise.resolve('return');
  return chance < 0.9 ? Promise.reject(new RangeError('down')) : new Promise(() => {});
}

/** Seeds that once showed something. */
const KEPT: [number][] = [[554_856]];

it(
  'credits each note that is stacked exactly once',
  () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const rig = await live(seed, FAULTS);
        expect(isConserved(rig)).toBe(true);
        const { credited, stacker, path } = notesOf(rig);
        expect(path).toEqual({});
        expect(stacker).toEqual(credited);
        // Events that have fallen out of the buffer could be credits: then they are named instead.
        const lost = rig.items.filter(({ kind }) => kind === 'lost');
        expect(lost.every((one) => 'cause' in one && one.cause === 'overflow')).toBe(true);
        const missing = countNotes(credited) - creditsOf(rig.items).length;
        expect(missing).toBeGreaterThanOrEqual(0);
        expect(missing).toBeLessThanOrEqual(lostMax(rig));
        const reported = Object.entries(creditsByValue(rig));
        expect(reported.every(([value, count]) => count <= (credited[value] ?? 0))).toBe(true);
      }),
      { numRuns: RUNS, examples: KEPT },
    ),
  LIMIT_MS,
);

it(
  'names what a power cut may have taken, and credits nothing twice',
  () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const rig = await live(seed, [...FAULTS, cutPower, cutPower]);
        expect(isConserved(rig)).toBe(true);
        const missing = countNotes(notesOf(rig).stacker) - creditsOf(rig.items).length;
        expect(missing).toBeGreaterThanOrEqual(0);
        expect(missing).toBeLessThanOrEqual(lostMax(rig));
      }),
      { numRuns: RUNS },
    ),
  LIMIT_MS,
);

/** The notes credited, by value. */
function creditsByValue(rig: Rig): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of rig.items) {
    if (one.kind === 'inserted') counts[one.valueMinor] = (counts[one.valueMinor] ?? 0) + 1;
  }
  return counts;
}

function lostMax(rig: Rig): number {
  return rig.items.reduce((sum, one) => sum + (one.kind === 'lost' ? one.countMax : 0), 0);
}
