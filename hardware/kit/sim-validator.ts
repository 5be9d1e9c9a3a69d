import type { Clock } from './clock.ts';
import type { DeviceLine } from './device-line.ts';
import type { SimSpoil } from './sim-line.ts';
import type { SimNoteEvent, SimNoteTiming, SimNoteTruth, StackerState } from './sim-notes.ts';

/** A note validator made of software, and the hands of those who stand before and behind it. */
export interface SimValidator {
  attach(line: DeviceLine): void;
  onEvent(listener: (event: SimNoteEvent) => void): void;
  /** A customer's note; one that is not let in stays with the customer. */
  insertNote(valueMinor: number): void;
  /** The next note is given back with this reason, in the protocol's own number. */
  rejectNext(reason: number): void;
  /** Somebody pulls at a note on a string. */
  cheat(): void;
  jam(): void;
  unjam(): void;
  setStacker(state: StackerState): void;
  cutPower(): void;
  restorePower(): void;
  spoil(spoil: SimSpoil): void;
  clearSpoils(): void;
  makeNoise(countBytes: number): void;
  /** Values of the notes the device would take as it is set now. */
  letIn(): readonly number[];
  truth(): SimNoteTruth;
}

export interface SimValidatorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly timing: SimNoteTiming;
}

/** The notes every simulated validator knows, the first as its number 1 or at its first place. */
export const EURO_NOTES_MINOR: readonly number[] = [500, 1_000, 2_000, 5_000];
