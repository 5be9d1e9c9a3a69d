/** A simulated machine on its line, as a whole till and its judge see it. */
import type { ChangerSink, Port, PortContext } from '../../../hardware/kit/device.ts';
import type { MemoryPipe } from '../../../hardware/kit/memory-transport.ts';
import type { FakeClock } from '../../support/fake-clock.ts';

/** Pieces by value in minor units. */
export type PieceCounts = Readonly<Record<string, number>>;

/** A piece that moved, whatever any device or journal says of it. */
export interface Motion {
  /**
   * `swallowed`: in the machine, and its acceptor will never say so. `collected`: moved into the
   * cashbox by the machine; `strayed`: it ended there when the power came back. `job-in` and
   * `job-out`: a whole machine's, which keeps its own record of them.
   */
  readonly kind:
    | 'taken'
    | 'swallowed'
    | 'given-back'
    | 'paid-out'
    | 'collected'
    | 'strayed'
    | 'job-in'
    | 'job-out';
  /** The acceptor it went into, or the dispenser it came out of. */
  readonly device: string;
  readonly valueMinor: number;
}

/** A place that holds pieces at the beginning. */
export interface Stock {
  readonly place: string;
  readonly valueMinor: number;
  readonly count: number;
}

/** Something that goes wrong, as often as its weight beside the others. */
export interface Mishap {
  readonly name: string;
  readonly weight: number;
  readonly happen: () => void;
}

export interface CashMachine {
  readonly pipe: MemoryPipe;
  /** Undefined: the till's own. */
  readonly currency: string | undefined;
  /** Where customers put something in. */
  readonly acceptors: readonly string[];
  /** Values a customer may try to put in. */
  readonly takes: readonly number[];
  /** Acceptors that ask before they take. */
  readonly asking: readonly string[];
  readonly stocks: readonly Stock[];
  readonly mishaps: readonly Mishap[];
  /** Of a whole machine: every operation that it was given under an id. */
  readonly jobs?: (jobId: string) => readonly JobRecord[];
  /** `tell`: what a whole machine tells of its jobs. */
  openPort(context: PortContext, tell: ChangerSink): Port;
  onMotion(listener: (motion: Motion) => void): void;
  insert(valueMinor: number): void;
  /** Somebody comes and repairs all of it; what is stuck is taken out. */
  mend(): void;
  /** By place, as in the journal. */
  held(): Readonly<Record<string, PieceCounts>>;
  /** On its way inside, in no place yet. */
  onTheWay(device: string): PieceCounts;
  /** It can move what it holds into its cashbox. */
  readonly canCollect: boolean;
  /** Places that a person with the key can fill and empty. */
  readonly openPlaces: readonly string[];
  /** A person puts in so many (positive), or takes them out. */
  moveByHand(place: string, count: number): void;
}

/** What moved for one operation of a whole machine. */
export interface JobRecord {
  readonly in: PieceCounts;
  readonly out: PieceCounts;
}

/** What a machine is made of: the clock of the world, and chance. */
export interface Making {
  readonly clock: FakeClock;
  readonly random: () => number;
  /** How many pieces lie in each place at the beginning. */
  readonly piecesEach: number;
  /** Of what it takes and pays, where that is not the till's own currency. */
  readonly currency?: string | undefined;
  /** The machine speaks of another currency than its port's: it must not be used at all. */
  readonly isForeign: boolean;
}

export const COINS: readonly number[] = [5, 10, 20, 50, 100, 200];
export const NOTES: readonly number[] = [500, 1_000, 2_000, 5_000];

export function pick<T>(random: () => number, choices: readonly T[]): T {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined) throw new RangeError('there is nothing to pick from');
  return chosen;
}

/** From one to `most`. */
export function some(random: () => number, most: number): number {
  return 1 + Math.floor(random() * most);
}

/** Of a machine that nobody fills or empties by hand. */
export const CLOSED: Pick<CashMachine, 'openPlaces' | 'moveByHand'> = {
  openPlaces: [],
  moveByHand: (place) => {
    throw new RangeError(`${place} cannot be opened`);
  },
};

/** The cable is pulled; it is put back when the machine is mended. */
export function cablePulled(pipe: MemoryPipe): Mishap {
  return { name: 'cable-pulled', weight: 1, happen: () => void pipe.line.unplug() };
}

export function sumOfPieces(heaps: readonly PieceCounts[]): PieceCounts {
  const sum: Record<string, number> = {};
  for (const heap of heaps) {
    for (const [value, count] of Object.entries(heap)) sum[value] = (sum[value] ?? 0) + count;
  }
  return sum;
}
