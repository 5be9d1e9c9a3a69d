import type { Clock, Timer } from './clock.ts';

/** Something physical that happened to a note; what the validator says of it is another matter. */
export interface SimNoteEvent {
  readonly event:
    | 'inserted'
    | 'refused'
    | 'rejected'
    | 'returned'
    | 'stacked'
    | 'removed'
    /** Of the machine's own: into the stacker, and out to the customer. */
    | 'moved'
    | 'paid-out';
  readonly valueMinor: number;
}

/** Where every note physically is, whatever any device or journal says. */
export interface SimNoteTruth {
  /** Given back to the customer, or never taken in. */
  readonly customer: NoteCounts;
  /** In the path: `entering`, `escrow`, `stacking` or `returning`. */
  readonly path: { readonly valueMinor: number; readonly at: PathPlace } | undefined;
  readonly stacker: NoteCounts;
  /** Only of a unit that pays notes out. */
  readonly recycler?: SimRecyclerTruth;
}

export interface SimRecyclerTruth {
  /** What the cassettes hold. */
  readonly cassettes: NoteCounts;
  /** Between the cassettes and the customer. */
  readonly dispenser: NoteCounts;
  /** Given out to the customer. */
  readonly paidOut: NoteCounts;
}

/** How many notes of each value, by value in minor units. */
export type NoteCounts = Readonly<Record<string, number>>;

export type PathPlace = 'entering' | 'escrow' | 'stacking' | 'returning';

/** What the electronics above learn of the mechanics. */
export type NoteMotion =
  | { readonly kind: 'entering' | 'escrow' | 'stacking' | 'stacked'; readonly valueMinor: number }
  | { readonly kind: 'returning' | 'returned'; readonly valueMinor: number }
  | { readonly kind: 'rejecting' | 'rejected'; readonly reason: number }
  | { readonly kind: 'jammed' | 'unjammed' };

export interface SimNoteTiming {
  /** From a note's insertion to the decision about it. */
  readonly validateMs: number;
  /** From the escrow into the stacker, or back to the customer. */
  readonly moveMs: number;
  /** How long a note is kept in escrow without a word; never given back by itself when 0. */
  readonly escrowMs: number;
}

export const realNoteTiming: SimNoteTiming = { validateMs: 900, moveMs: 900, escrowMs: 10_000 };

/** For tests over a real terminal, where nobody wants to wait. */
export const fastNoteTiming: SimNoteTiming = { ...realNoteTiming, validateMs: 60, moveMs: 60 };

export interface SimNotesOptions {
  readonly clock: Clock;
  readonly timing: SimNoteTiming;
  readonly emit: (event: SimNoteEvent) => void;
  /** Whether the electronics let this note in as things stand. */
  readonly isLetIn: (valueMinor: number) => boolean;
  readonly onMotion: (motion: NoteMotion) => void;
  /** Keeps a note elsewhere than in the stacker; false: it goes there. */
  readonly keepElsewhere?: (valueMinor: number) => boolean;
}

/** The mechanics of a validator: one note at a time, which stays where it is when the power goes. */
export class SimNotes {
  readonly #options: SimNotesOptions;
  readonly #customer = new Map<number, number>();
  readonly #stacker = new Map<number, number>();
  #note: { readonly valueMinor: number; readonly at: PathPlace } | undefined;
  #timer: Timer | undefined;
  #isPowered = true;
  #isJamming = false;
  #rejectReason: number | undefined;
  #stackerState: StackerState = 'present';

  constructor(options: SimNotesOptions) {
    this.#options = options;
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  get stacker(): StackerState {
    return this.#stackerState;
  }

  get path(): SimNoteTruth['path'] {
    return this.#note;
  }

  insert(valueMinor: number): void {
    const { isLetIn, timing } = this.#options;
    this.#tell('inserted', valueMinor);
    const isFree = this.#isPowered && this.#note === undefined && !this.#isJamming;
    if (!isFree || this.#stackerState !== 'present' || !isLetIn(valueMinor)) {
      this.#refuse(valueMinor);
      return;
    }
    this.#place(valueMinor, 'entering');
    this.#after(timing.validateMs, () => this.#validate(valueMinor));
  }

  /** The rollers stand still, and after a while the customer takes it away again. */
  #refuse(valueMinor: number): void {
    this.#giveTo(this.#customer, valueMinor);
    const { clock, timing } = this.#options;
    clock.startTimer(timing.validateMs, () => this.#tell('refused', valueMinor));
  }

  /** False where there is no note in escrow. */
  stack(): boolean {
    const note = this.#note;
    if (note?.at !== 'escrow') return false;
    this.#moveIn(note.valueMinor);
    return true;
  }

  giveBack(): boolean {
    const note = this.#note;
    if (note?.at !== 'escrow') return false;
    this.#moveOut(note.valueMinor);
    return true;
  }

  /** Starts the time in escrow anew. */
  hold(): boolean {
    if (this.#note?.at !== 'escrow') return false;
    this.#awaitOrder();
    return true;
  }

  /** After the power has come back: a note behind the escrow goes on in, any other goes back. */
  clearPath(): void {
    const note = this.#note;
    if (note === undefined || this.#isJamming) return;
    if (note.at === 'stacking') this.#moveIn(note.valueMinor);
    else this.#moveOut(note.valueMinor);
  }

  /** Puts a note into escrow again that was there when the power went. */
  resumeEscrow(): void {
    if (this.#note?.at === 'escrow') this.#awaitOrder();
  }

  /** The next note is not recognised. */
  rejectNext(reason: number): void {
    this.#rejectReason = reason;
  }

  setStacker(state: StackerState): void {
    this.#stackerState = state;
  }

  jam(): void {
    this.#isJamming = true;
    this.#timer?.cancel();
    this.#options.onMotion({ kind: 'jammed' });
  }

  /** Somebody opens the validator and takes out what is stuck. */
  unjam(): void {
    if (!this.#isJamming) return;
    this.#isJamming = false;
    const note = this.#note;
    this.#note = undefined;
    if (note !== undefined) {
      this.#giveTo(this.#customer, note.valueMinor);
      this.#tell('removed', note.valueMinor);
    }
    this.#options.onMotion({ kind: 'unjammed' });
  }

  /** Puts a note of the machine's own into the stacker. */
  addToStacker(valueMinor: number): void {
    this.#giveTo(this.#stacker, valueMinor);
    this.#tell('moved', valueMinor);
  }

  /** Tells of a note that a customer now has out of the machine's own. */
  payOut(valueMinor: number): void {
    this.#tell('paid-out', valueMinor);
  }

  cutPower(): void {
    this.#isPowered = false;
    this.#timer?.cancel();
  }

  /** False where the power was on. */
  restorePower(): boolean {
    if (this.#isPowered) return false;
    this.#isPowered = true;
    return true;
  }

  truth(): SimNoteTruth {
    return {
      customer: Object.fromEntries(this.#customer),
      path: this.#note,
      stacker: Object.fromEntries(this.#stacker),
    };
  }

  #validate(valueMinor: number): void {
    const reason = this.#rejectReason;
    this.#rejectReason = undefined;
    if (reason === undefined) {
      this.#place(valueMinor, 'escrow');
      this.#awaitOrder();
      return;
    }
    this.#note = { valueMinor, at: 'returning' };
    this.#options.onMotion({ kind: 'rejecting', reason });
    this.#after(this.#options.timing.moveMs, () => {
      this.#leave(this.#customer, valueMinor);
      this.#tell('rejected', valueMinor);
      this.#options.onMotion({ kind: 'rejected', reason });
    });
  }

  #awaitOrder(): void {
    this.#timer?.cancel();
    const { escrowMs } = this.#options.timing;
    if (escrowMs > 0) this.#after(escrowMs, () => this.giveBack());
  }

  #moveIn(valueMinor: number): void {
    this.#place(valueMinor, 'stacking');
    this.#after(this.#options.timing.moveMs, () => {
      if (this.#options.keepElsewhere?.(valueMinor) === true) this.#note = undefined;
      else this.#leave(this.#stacker, valueMinor);
      this.#tell('stacked', valueMinor);
      this.#options.onMotion({ kind: 'stacked', valueMinor });
    });
  }

  #moveOut(valueMinor: number): void {
    this.#place(valueMinor, 'returning');
    this.#after(this.#options.timing.moveMs, () => {
      this.#leave(this.#customer, valueMinor);
      this.#tell('returned', valueMinor);
      this.#options.onMotion({ kind: 'returned', valueMinor });
    });
  }

  #place(valueMinor: number, at: PathPlace): void {
    this.#note = { valueMinor, at };
    this.#options.onMotion({ kind: at, valueMinor });
  }

  #leave(heap: Map<number, number>, valueMinor: number): void {
    this.#note = undefined;
    this.#giveTo(heap, valueMinor);
  }

  #giveTo(heap: Map<number, number>, valueMinor: number): void {
    heap.set(valueMinor, (heap.get(valueMinor) ?? 0) + 1);
  }

  #after(delayMs: number, action: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.startTimer(delayMs, action);
  }

  #tell(event: SimNoteEvent['event'], valueMinor: number): void {
    this.#options.emit({ event, valueMinor });
  }
}

export type StackerState = 'present' | 'full' | 'removed';
