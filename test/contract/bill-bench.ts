import type { BillHost, BillRig } from '../../hardware/kit/bill-rig.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { realNoteTiming, type SimNoteTruth } from '../../hardware/kit/sim-notes.ts';
import { FakeClock } from '../support/fake-clock.ts';
import type { BillFamily } from './bill-families.ts';

export const ALL_MINOR = [500, 1_000, 2_000, 5_000];
export const LIMIT_MS = 120_000;

export interface Bench {
  readonly clock: FakeClock;
  readonly rig: BillRig;
  readonly host: BillHost;
  readonly until: (predicate: () => boolean, limitMs?: number) => Promise<void>;
}

/** A validator that is up and lets every note in, on a clock the test moves. */
export async function withBills(
  family: BillFamily,
  test: (bench: Bench) => Promise<void>,
  seed = 1,
): Promise<void> {
  const clock = new FakeClock();
  const timing = realNoteTiming;
  const rig = family.createRig({ clock, random: seededRandom(seed), timing });
  const until = untilOn(clock);
  await using host = rig.start();
  host.acceptor.setAcceptance(ALL_MINOR);
  await until(() => rig.state?.kind === 'up' && rig.sim.letIn().length === ALL_MINOR.length);
  await test({ clock, rig, host, until });
}

export function untilOn(clock: FakeClock): Bench['until'] {
  return async (predicate, limitMs = LIMIT_MS) => {
    if (!(await clock.runUntil(predicate, limitMs))) throw new RangeError('It does not come true.');
  };
}

/** Lets time pass until the promise has its value. */
export async function valueOf<Value>({ until }: Bench, promise: Promise<Value>): Promise<Value> {
  let isDone = false;
  const ended = promise.finally(() => {
    isDone = true;
  });
  await until(() => isDone);
  return ended;
}

/** A promise to be settled by hand. */
export function later<Value>(): {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;
} {
  return Promise.withResolvers<Value>();
}

/** What the stacker holds is what was credited, but for what is named as lost. */
export function missingCount(rig: BillRig): number {
  const credited = [...rig.creditedMinor];
  let missing = 0;
  for (const [value, count] of takenBy(rig)) {
    for (let note = 0; note < count; note += 1) {
      const at = credited.indexOf(Number(value));
      if (at < 0) missing += 1;
      else credited.splice(at, 1);
    }
  }
  if (credited.length > 0) throw new RangeError(`Credited and not there: ${credited.join()}`);
  return missing;
}

/** Where the notes are that customers have put in. */
export function placesOf({ sim }: BillRig): Pick<SimNoteTruth, 'customer' | 'path' | 'stacker'> {
  const { customer, path, stacker } = sim.truth();
  return { customer, path, stacker };
}

/** The notes that were let in: of a recycler, whose cassettes were empty, also those that it recycles. */
function takenBy({ sim }: BillRig): readonly (readonly [string, number])[] {
  const { stacker, recycler } = sim.truth();
  return [...Object.entries(stacker), ...Object.entries(recycler?.cassettes ?? {})];
}
