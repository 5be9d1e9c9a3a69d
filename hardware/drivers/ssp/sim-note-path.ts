import type { Clock, Timer } from '../../kit/clock.ts';
import { littleEndian, valueBytes } from './commands.ts';
import type { SimTiming, SimUnitConfig } from './sim-config.ts';
import type { SimEventList } from './sim-event-list.ts';
import type { SimVault } from './sim-truth.ts';

const CREDIT = 0xee;
const STACKED = 0xeb;
const NOTE_STORED = 0xdb;
const READ = 0xef;
const STACKING = 0xcc;
const REJECTING = 0xed;
const REJECTED = 0xec;
const CLEARED_FROM_FRONT = 0xe1;
const CLEARED_INTO_CASHBOX = 0xe2;
const NOTE_INTO_STACKER = 0xca;
/** From this version on a note found at power-up is told with its value. */
const VALUE_AT_RESET_VERSION = 8;

type Stage = 'reading' | 'escrow' | 'stacking' | 'credited' | 'returning';

interface Note {
  readonly valueMinor: number;
  readonly stage: Stage;
  /** The host has been told which note it is: its next poll takes it. */
  readonly isTold: boolean;
}

export interface NotePathOptions {
  readonly clock: Clock;
  readonly timing: SimTiming;
  readonly config: SimUnitConfig;
  readonly events: SimEventList;
  readonly vault: SimVault;
  readonly mayEnter: (valueMinor: number) => boolean;
  readonly placeOf: (valueMinor: number) => 'store' | 'cashbox';
  readonly onKept: (place: 'store' | 'cashbox') => void;
}

/** The way of one note from the customer's hand to where it stays, or back. */
export class SimNotePath {
  readonly #options: NotePathOptions;
  #note: Note | undefined;
  #timer: Timer | undefined;

  constructor(options: NotePathOptions) {
    this.#options = options;
  }

  get isFree(): boolean {
    return this.#note === undefined;
  }

  insert(valueMinor: number, isPowered: boolean): void {
    const { vault, mayEnter, timing, events } = this.#options;
    vault.inserted(valueMinor);
    if (!isPowered || !this.isFree || !mayEnter(valueMinor)) {
      vault.giveBack(valueMinor);
      if (isPowered) events.push(() => [REJECTING, REJECTED]);
      return;
    }
    this.#enter(valueMinor, 'reading');
    this.#after(timing.readMs, () => {
      this.#enter(valueMinor, 'escrow');
      this.#startEscrow();
    });
  }

  /** The states that a poll tells of; a poll after the one that named the note takes it. */
  polled(): readonly number[] {
    const note = this.#note;
    if (note === undefined) return [];
    if (note.stage === 'escrow' && note.isTold) this.#accept(note.valueMinor);
    else if (note.stage === 'escrow') this.#note = { ...note, isTold: true };
    return this.#status();
  }

  /** False when there is no note to hold. */
  hold(): boolean {
    if (this.#note?.stage !== 'escrow') return false;
    this.#startEscrow();
    return true;
  }

  reject(): boolean {
    const note = this.#note;
    if (note?.stage !== 'escrow') return false;
    this.#return(note.valueMinor);
    return true;
  }

  /** Goes on with a credited note once the host has heard of it. */
  proceed(): void {
    const note = this.#note;
    const { events, timing } = this.#options;
    if (note?.stage !== 'credited' || this.#timer !== undefined || events.isWaitingForAck) return;
    this.#after(timing.storeMs, () => this.#store(note.valueMinor));
  }

  cutPower(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** A note that had not been taken yet comes out at the front, any other goes into the cash box. */
  restorePower(): void {
    const note = this.#note;
    if (note === undefined) return;
    this.#leave();
    const { vault, events, config, onKept } = this.#options;
    const { valueMinor, stage } = note;
    const channel = config.values.indexOf(valueMinor) + 1;
    if (stage === 'stacking' || stage === 'credited') {
      vault.keep(valueMinor, 'cashbox');
      onKept('cashbox');
      events.push(
        (version) => foundNote(version, { channel, valueMinor, currency: config.currency }),
        true,
      );
      return;
    }
    vault.giveBack(valueMinor);
    events.push(() => [CLEARED_FROM_FRONT, channel]);
  }

  #status(): readonly number[] {
    switch (this.#note?.stage) {
      case undefined:
        return [];
      case 'reading':
        return [READ, 0];
      case 'escrow':
        return [READ, this.#options.config.values.indexOf(this.#note.valueMinor) + 1];
      case 'stacking':
      case 'credited':
        return [STACKING];
      case 'returning':
        return [REJECTING];
    }
  }

  #accept(valueMinor: number): void {
    const { timing, events, config } = this.#options;
    this.#enter(valueMinor, 'stacking');
    this.#after(timing.stackMs, () => {
      this.#enter(valueMinor, 'credited');
      this.#timer = undefined;
      events.push(() => [CREDIT, config.values.indexOf(valueMinor) + 1], true);
      this.proceed();
    });
  }

  #store(valueMinor: number): void {
    const { vault, events, placeOf, onKept } = this.#options;
    const place = placeOf(valueMinor);
    this.#leave();
    vault.keep(valueMinor, place);
    onKept(place);
    events.push(() => [place === 'store' ? NOTE_STORED : STACKED]);
  }

  #return(valueMinor: number): void {
    const { timing, vault, events } = this.#options;
    this.#enter(valueMinor, 'returning');
    this.#after(timing.returnMs, () => {
      this.#leave();
      vault.giveBack(valueMinor);
      events.push(() => [REJECTED]);
    });
  }

  #startEscrow(): void {
    const note = this.#note;
    if (note === undefined) return;
    this.#after(this.#options.timing.escrowMs, () => this.#return(note.valueMinor));
  }

  #enter(valueMinor: number, stage: Stage): void {
    this.#note = { valueMinor, stage, isTold: false };
    this.#options.vault.path = { valueMinor, isCustomers: true };
  }

  #leave(): void {
    this.#note = undefined;
    this.#timer = undefined;
    this.#options.vault.path = undefined;
  }

  #after(delayMs: number, act: () => void): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.startTimer(delayMs, act);
  }
}

export interface FoundNote {
  readonly channel: number;
  readonly valueMinor: number;
  readonly currency: string;
}

/** How a note that went into the cash box at power-up is told. */
export function foundNote(version: number, note: FoundNote): readonly number[] {
  return version >= VALUE_AT_RESET_VERSION
    ? [NOTE_INTO_STACKER, ...valueBytes(note.valueMinor, note.currency)]
    : [CLEARED_INTO_CASHBOX, ...littleEndian(note.channel, 1)];
}
