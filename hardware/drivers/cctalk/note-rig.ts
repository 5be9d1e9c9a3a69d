import type { CashItem, EscrowDecision } from '../../kit/device.ts';
import { seededRandom } from '../../kit/seeded-random.ts';
import { withMachine, type Rig, type Run, type SteppedClock } from './rig.ts';
import { euroNoteMachine, euroNoteMachineDriverConfig, type SimConfig } from './sim-config.ts';
import type { CoinCounts, NoteTruth } from './sim-truth.ts';

/** The notes of the simulated validator. */
export const NOTES: readonly number[] = [500, 1_000, 2_000, 5_000];
export const TWENTY: CashItem = { kind: 'inserted', valueMinor: 2_000, place: 'cashbox' };

export interface NoteRigOptions {
  readonly seed?: number;
  readonly sim?: SimConfig;
}

/** Runs a test on a machine whose validator is up and lets every note in. */
export function acceptingNotes(
  clock: SteppedClock,
  test: (run: Run) => Promise<void>,
  options: NoteRigOptions = {},
): Promise<void> {
  return withMachine(noteRigOptions(clock, options), async (run) => {
    run.host.validator.setAcceptance(NOTES);
    await clock.advance(1_000);
    await test(run);
  });
}

/** The euro machine with notes, and the driver that fits it. */
export function noteRigOptions(clock: SteppedClock, options: NoteRigOptions = {}) {
  const { seed = 1, sim = euroNoteMachine } = options;
  const driver = { ...euroNoteMachineDriverConfig, checksum: sim.checksum };
  return { clock, sim, driver, random: seededRandom(seed) };
}

export function withValidator(changes: Partial<NonNullable<SimConfig['validator']>>): SimConfig {
  const { validator } = euroNoteMachine;
  if (validator === undefined) throw new TypeError('The machine has no validator.');
  return { ...euroNoteMachine, validator: { ...validator, ...changes } };
}

export function notesOf(rig: Rig): NoteTruth {
  const truth = rig.sim.truth().notes;
  if (truth === undefined) throw new TypeError('The machine has no notes.');
  return truth;
}

export function countNotes(counts: CoinCounts): number {
  return Object.values(counts).reduce((sum, one) => sum + one, 0);
}

/** Every note that was put in is somewhere. */
export function isConserved(rig: Rig): boolean {
  const { inserted, path, stacker, returned, emptied, removed } = notesOf(rig);
  const there = [path, stacker, returned, emptied, removed].map(countNotes);
  return countNotes(inserted) === there.reduce((sum, one) => sum + one, 0);
}

export function creditsOf(items: readonly CashItem[]): readonly CashItem[] {
  return items.filter(({ kind }) => kind === 'inserted');
}

export interface SlowJudge {
  /** The values it has been asked about. */
  readonly asked: readonly number[];
  /** About the note that was asked about first, unless another is said. */
  readonly tell: (decision: EscrowDecision, question?: number) => void;
}

/** A judge that waits to be told. */
export function slowJudge(rig: Rig): SlowJudge {
  const asked: number[] = [];
  const answers: ((decision: EscrowDecision) => void)[] = [];
  rig.judge = ({ valueMinor }) => {
    asked.push(valueMinor);
    return new Promise((resolve) => void answers.push(resolve));
  };
  return { asked, tell: (decision, question = 0) => answers[question]?.(decision) };
}
