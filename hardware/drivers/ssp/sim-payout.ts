import type { Clock, Timer } from '../../kit/clock.ts';
import { littleEndian, valueBytes } from './commands.ts';
import { isCoinUnit, type SimTiming, type SimUnitConfig } from './sim-config.ts';
import type { SimEventList } from './sim-event-list.ts';
import { foundNote } from './sim-note-path.ts';
import type { SimVault } from './sim-truth.ts';

const TIMED_OUT = 0xd9;
const HALTED = 0xd6;
const JAMMED = 0xd5;
const ERROR_DURING_PAYOUT = 0xb1;
const CODES: Readonly<
  Record<SimMove, { readonly going: number; readonly gone: number; readonly cut: number }>
> = {
  payout: { going: 0xda, gone: 0xd2, cut: 0xdc },
  float: { going: 0xd7, gone: 0xd8, cut: 0xdd },
  empty: { going: 0xb3, gone: 0xb4, cut: 0xdd },
};
const ERROR_JAM = 1;
const ERROR_VERSION = 7;

/** What a unit does with pieces of its store: pays them out, floats them off, or empties itself. */
export type SimMove = 'payout' | 'float' | 'empty';

interface Order {
  readonly move: SimMove;
  /** The pieces, in the order in which they go. */
  readonly values: readonly number[];
  readonly moved: number;
}

export interface SimPayoutOptions {
  readonly clock: Clock;
  readonly timing: SimTiming;
  readonly config: SimUnitConfig;
  readonly events: SimEventList;
  readonly vault: SimVault;
}

/** Pays out or moves into the cash box, piece by piece, by itself, until it is done, stuck, empty or without power. */
export class SimPayout {
  readonly #options: SimPayoutOptions;
  #order: Order | undefined;
  /** What had been paid when it got stuck; until the power is cut. */
  #jammedAt: Order | undefined;
  #isObstructed = false;
  #timer: Timer | undefined;
  /** Pieces paid in its life; outlives the power, as the store does. */
  dispensed = 0;
  /** Pieces moved into the cash box in its life. */
  collected = 0;
  /** What the last move into the cash box has taken so far. */
  lastCollected: readonly number[] = [];

  constructor(options: SimPayoutOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#order !== undefined || this.#jammedAt !== undefined;
  }

  obstruct(isObstructed: boolean): void {
    this.#isObstructed = isObstructed;
  }

  start(move: SimMove, values: readonly number[]): void {
    this.#order = { move, values, moved: 0 };
    if (move !== 'payout') this.lastCollected = [];
    if (values.length === 0) this.#end(CODES[move].gone, this.#order, []);
    else this.#next();
  }

  halt(): boolean {
    const order = this.#order;
    if (order === undefined) return false;
    this.#end(HALTED, order, []);
    return true;
  }

  polled(): readonly number[] {
    if (this.#jammedAt !== undefined) return this.#told(JAMMED, this.#jammedAt);
    const order = this.#order;
    return order === undefined ? [] : this.#told(CODES[order.move].going, order);
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
    const valueMinor = valueOf(order);
    if (this.#isObstructed && isCoinUnit(config)) return this.#jam(order);
    if (!vault.draw(valueMinor)) {
      this.#end(TIMED_OUT, order, []);
      return;
    }
    vault.path = { valueMinor, isCustomers: false };
    if (this.#isObstructed) return this.#jam(order);
    // A coin is out as soon as it is drawn; a note has a way to go.
    if (isCoinUnit(config)) return this.#deliver(order);
    this.#timer = clock.startTimer(timing.pieceMs / 2, () => this.#deliver(order));
  }

  #deliver(order: Order): void {
    const { vault } = this.#options;
    vault.path = undefined;
    const valueMinor = valueOf(order);
    if (order.move === 'payout') {
      vault.payOut(valueMinor);
      this.dispensed += 1;
    } else {
      vault.moveToCashbox(valueMinor);
      this.collected += 1;
      this.lastCollected = [...this.lastCollected, valueMinor];
    }
    const after = { ...order, moved: order.moved + 1 };
    this.#order = after;
    if (after.moved < after.values.length) this.#next();
    else this.#end(CODES[after.move].gone, after, []);
  }

  #jam(order: Order): void {
    const { vault, events } = this.#options;
    vault.stuck(valueOf(order));
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

  #told(code: number, { values, moved }: Order): readonly number[] {
    return [code, 1, ...valueBytes(sum(values.slice(0, moved)), this.#options.config.currency)];
  }
}

function incomplete({ move, values, moved }: Order, currency: string): readonly number[] {
  const done = littleEndian(sum(values.slice(0, moved)), 4);
  return [CODES[move].cut, 1, ...done, ...valueBytes(sum(values), currency)];
}

/** The piece that goes next. */
function valueOf({ values, moved }: Order): number {
  return values[moved] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
