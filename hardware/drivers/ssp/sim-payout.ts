import type { Clock, Timer } from '../../kit/clock.ts';
import { littleEndian, valueBytes } from './commands.ts';
import { isCoinUnit, type SimTiming, type SimUnitConfig } from './sim-config.ts';
import type { SimEventList } from './sim-event-list.ts';
import { foundNote } from './sim-note-path.ts';
import type { SimVault } from './sim-truth.ts';

const DISPENSING = 0xda;
const DISPENSED = 0xd2;
const TIMED_OUT = 0xd9;
const HALTED = 0xd6;
const JAMMED = 0xd5;
const ERROR_DURING_PAYOUT = 0xb1;
const INCOMPLETE_PAYOUT = 0xdc;
const ERROR_JAM = 1;
const ERROR_VERSION = 7;

interface Order {
  readonly valueMinor: number;
  readonly count: number;
  readonly paid: number;
}

export interface SimPayoutOptions {
  readonly clock: Clock;
  readonly timing: SimTiming;
  readonly config: SimUnitConfig;
  readonly events: SimEventList;
  readonly vault: SimVault;
}

/** Pays piece by piece, by itself, until it is done, stuck, empty or without power. */
export class SimPayout {
  readonly #options: SimPayoutOptions;
  #order: Order | undefined;
  /** What had been paid when it got stuck; until the power is cut. */
  #jammedAt: Order | undefined;
  #isObstructed = false;
  #timer: Timer | undefined;
  /** Pieces paid in its life; outlives the power, as the store does. */
  dispensed = 0;

  constructor(options: SimPayoutOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#order !== undefined || this.#jammedAt !== undefined;
  }

  obstruct(isObstructed: boolean): void {
    this.#isObstructed = isObstructed;
  }

  start(valueMinor: number, count: number): void {
    this.#order = { valueMinor, count, paid: 0 };
    this.#next();
  }

  halt(): boolean {
    const order = this.#order;
    if (order === undefined) return false;
    this.#end(HALTED, order, []);
    return true;
  }

  polled(): readonly number[] {
    if (this.#jammedAt !== undefined) return this.#told(JAMMED, this.#jammedAt);
    return this.#order === undefined ? [] : this.#told(DISPENSING, this.#order);
  }

  cutPower(): void {
    this.#timer?.cancel();
  }

  /** Tells of the payout that the power ended, and where the note went that was on its way. */
  restorePower(): void {
    const { events, vault, config } = this.#options;
    const order = this.#order ?? this.#jammedAt;
    this.#order = undefined;
    this.#jammedAt = undefined;
    if (order !== undefined) events.push(() => incomplete(order, config.currency), true);
    const stuck = vault.path;
    if (stuck === undefined || stuck.isCustomers) return;
    vault.path = undefined;
    vault.moveToCashbox(stuck.valueMinor);
    const channel = config.values.indexOf(stuck.valueMinor) + 1;
    const { valueMinor } = stuck;
    const note = { channel, valueMinor, currency: config.currency };
    events.push((version) => foundNote(version, note), true);
  }

  #next(): void {
    const { clock, timing } = this.#options;
    this.#timer = clock.startTimer(timing.pieceMs / 2, () => this.#draw());
  }

  #draw(): void {
    const order = this.#order;
    if (order === undefined) return;
    const { vault, clock, timing, config } = this.#options;
    if (this.#isObstructed && isCoinUnit(config)) return this.#jam(order);
    if (!vault.draw(order.valueMinor)) {
      this.#end(TIMED_OUT, order, []);
      return;
    }
    vault.path = { valueMinor: order.valueMinor, isCustomers: false };
    if (this.#isObstructed) return this.#jam(order);
    // A coin is out as soon as it is drawn; a note has a way to go.
    if (isCoinUnit(config)) return this.#deliver(order);
    this.#timer = clock.startTimer(timing.pieceMs / 2, () => this.#deliver(order));
  }

  #deliver(order: Order): void {
    const { vault } = this.#options;
    vault.path = undefined;
    vault.payOut(order.valueMinor);
    this.dispensed += 1;
    const paid = { ...order, paid: order.paid + 1 };
    this.#order = paid;
    if (paid.paid < paid.count) this.#next();
    else this.#end(DISPENSED, paid, []);
  }

  #jam(order: Order): void {
    const { vault, events } = this.#options;
    vault.stuck(order.valueMinor);
    this.#order = undefined;
    this.#jammedAt = order;
    if (isCoinUnit(this.#options.config)) return;
    events.push(
      (version) =>
        version < ERROR_VERSION ? [] : [...this.#told(ERROR_DURING_PAYOUT, order), ERROR_JAM],
      true,
    );
  }

  #end(code: number, order: Order, rest: readonly number[]): void {
    this.#timer?.cancel();
    this.#order = undefined;
    this.#options.events.push(() => [...this.#told(code, order), ...rest], true);
  }

  #told(code: number, { valueMinor, paid }: Order): readonly number[] {
    return [code, 1, ...valueBytes(valueMinor * paid, this.#options.config.currency)];
  }
}

function incomplete({ valueMinor, count, paid }: Order, currency: string): readonly number[] {
  const done = littleEndian(valueMinor * paid, 4);
  return [INCOMPLETE_PAYOUT, 1, ...done, ...valueBytes(valueMinor * count, currency)];
}
