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

/** How an amount is told, behind its code. */
type Teller = (code: number, sumMinor: number, currency: string) => readonly number[];

const bare: Teller = (code) => [code];
const amount: Teller = (code, sumMinor, currency) => [code, ...valueBytes(sumMinor, currency)];
const amounts: Teller = (code, sumMinor, currency) => [code, 1, ...valueBytes(sumMinor, currency)];

interface Words {
  readonly going: readonly [code: number, tell: Teller];
  readonly gone: readonly [code: number, tell: Teller];
  /** What it tells when the power comes back; undefined where it tells nothing. */
  readonly cut: number | undefined;
}

const WORDS: Readonly<Record<SimMove, Words>> = {
  payout: { going: [0xda, amounts], gone: [0xd2, amounts], cut: 0xdc },
  float: { going: [0xd7, amounts], gone: [0xd8, amounts], cut: 0xdd },
  'smart-empty': { going: [0xb3, amounts], gone: [0xb4, amounts], cut: 0xdd },
  empty: { going: [0xc2, bare], gone: [0xc3, bare], cut: undefined },
  stack: { going: [0xcc, bare], gone: [0xc9, amount], cut: undefined },
};
const ERROR_JAM = 1;
const ERROR_VERSION = 7;

/** What a unit does with pieces of its store: pays them out, floats them off, stacks one, or empties itself. */
export type SimMove = 'payout' | 'float' | 'smart-empty' | 'empty' | 'stack';

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
    if (values.length === 0) this.#end(this.#order, WORDS[move].gone);
    else this.#next();
  }

  halt(): boolean {
    const order = this.#order;
    if (order === undefined) return false;
    this.#end(order, [HALTED, amounts]);
    return true;
  }

  polled(): readonly number[] {
    if (this.#jammedAt !== undefined) return this.#told(this.#jammedAt, [JAMMED, amounts]);
    const order = this.#order;
    return order === undefined ? [] : this.#told(order, WORDS[order.move].going);
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
      this.#end(order, [TIMED_OUT, amounts]);
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
    else this.#end(after, WORDS[after.move].gone);
  }

  #jam(order: Order): void {
    const { vault, events } = this.#options;
    vault.stuck(valueOf(order));
    this.#order = undefined;
    this.#jammedAt = order;
    if (isCoinUnit(this.#options.config)) return;
    events.push(
      (version) =>
        version < ERROR_VERSION
          ? []
          : [...this.#told(order, [ERROR_DURING_PAYOUT, amounts]), ERROR_JAM],
      true,
    );
  }

  #end(order: Order, word: Words['gone']): void {
    this.#timer?.cancel();
    this.#order = undefined;
    this.#options.events.push(() => this.#told(order, word), true);
  }

  #told({ values, moved }: Order, [code, tell]: Words['going']): readonly number[] {
    return tell(code, sum(values.slice(0, moved)), this.#options.config.currency);
  }
}

function incomplete({ move, values, moved }: Order, currency: string): readonly number[] {
  const { cut } = WORDS[move];
  if (cut === undefined) return [];
  const done = littleEndian(sum(values.slice(0, moved)), 4);
  return [cut, 1, ...done, ...valueBytes(sum(values), currency)];
}

/** The piece that goes next. */
function valueOf({ values, moved }: Order): number {
  return values[moved] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
