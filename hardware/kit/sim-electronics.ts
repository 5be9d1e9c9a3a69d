import type { DeviceLine } from './device-line.ts';
import type { Decoder } from './framing.ts';
import { SimLine, type SimSpoil } from './sim-line.ts';
import {
  SimNotes,
  type NoteMotion,
  type SimNoteEvent,
  type SimNoteTruth,
  type StackerState,
} from './sim-notes.ts';
import { EURO_NOTES_MINOR, type SimValidator, type SimValidatorOptions } from './sim-validator.ts';

export interface SimFrames<Frame> {
  readonly decode: Decoder<Frame>;
  readonly encode: (frame: Frame) => Uint8Array;
  readonly frameMaxBytes: number;
  /** What tells requests apart for a spoil. */
  readonly commandOf: (frame: Frame) => number;
}

const REPLY_MS = 2;

/** What simulated validators of every family share: mechanics and a line. The rest is what they say. */
export abstract class SimElectronics<Frame> implements SimValidator {
  protected readonly options: SimValidatorOptions;
  protected readonly notes: SimNotes;
  protected isJammed = false;
  readonly #line: SimLine<Frame>;
  readonly #listeners = new Set<(event: SimNoteEvent) => void>();

  constructor(options: SimValidatorOptions, frames: SimFrames<Frame>) {
    const { clock, random, timing } = options;
    const { decode, encode, frameMaxBytes, commandOf } = frames;
    this.options = options;
    this.notes = new SimNotes({
      clock,
      timing,
      emit: (event) => this.#emit(event),
      isLetIn: (valueMinor) => this.isLetIn(valueMinor),
      onMotion: (motion) => this.#moved(motion),
      keepElsewhere: (valueMinor) => this.keepElsewhere(valueMinor),
    });
    this.#line = new SimLine({
      clock,
      random,
      decode,
      frameMaxBytes,
      replyMs: REPLY_MS,
      commandOf,
      respond: (frame) => {
        const answer = this.notes.isPowered ? this.respond(frame) : undefined;
        return answer === undefined ? undefined : encode(answer);
      },
    });
  }

  /** Somebody pulls at a note on a string. */
  abstract cheat(): void;
  /** Whether it keeps a note elsewhere than in the stacker; does so then. */
  protected keepElsewhere(_valueMinor: number): boolean {
    return false;
  }

  protected abstract isLetIn(valueMinor: number): boolean;
  protected abstract moved(motion: NoteMotion): void;
  /** A note was held out to a validator that does not want it. */
  protected abstract refused(): void;
  protected abstract poweredUp(): void;
  protected abstract respond(request: Frame): Frame | undefined;

  attach(line: DeviceLine): void {
    this.#line.attach(line);
  }

  onEvent(listener: (event: SimNoteEvent) => void): void {
    this.#listeners.add(listener);
  }

  insertNote(valueMinor: number): void {
    const isUnwanted = this.notes.path === undefined && !this.isLetIn(valueMinor);
    if (this.notes.isPowered && isUnwanted) this.refused();
    this.notes.insert(valueMinor);
  }

  rejectNext(reason: number): void {
    this.notes.rejectNext(reason);
  }

  jam(): void {
    this.notes.jam();
  }

  unjam(): void {
    this.notes.unjam();
  }

  setStacker(state: StackerState): void {
    this.notes.setStacker(state);
  }

  cutPower(): void {
    this.notes.cutPower();
  }

  restorePower(): void {
    if (this.notes.restorePower()) this.poweredUp();
  }

  spoil(spoil: SimSpoil): void {
    this.#line.spoil(spoil);
  }

  clearSpoils(): void {
    this.#line.clear();
  }

  makeNoise(countBytes: number): void {
    this.#line.makeNoise(countBytes);
  }

  letIn(): readonly number[] {
    return EURO_NOTES_MINOR.filter((valueMinor) => this.isLetIn(valueMinor));
  }

  truth(): SimNoteTruth {
    return this.notes.truth();
  }

  #moved(motion: NoteMotion): void {
    if (motion.kind === 'jammed') this.isJammed = true;
    if (motion.kind === 'unjammed') this.isJammed = false;
    this.moved(motion);
  }

  #emit(event: SimNoteEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
