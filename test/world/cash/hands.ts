/** What people with the key do to the cash: it lies where they put it, whatever anybody writes. */
import type { CashCounts } from '../../../agent/core/cash/counts.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import { sumOfPieces, type CashMachine, type PieceCounts } from './cash-machine.ts';

export class Hands {
  readonly #machines: readonly CashMachine[];
  /** What was put into a cashbox (positive) or taken out of it, by place. */
  readonly #changes = new Map<string, PieceCounts>();
  /** What people have, less what they have put in, by currency. */
  readonly #pockets = new Map<string | undefined, PieceCounts>();

  constructor(machines: readonly CashMachine[]) {
    this.#machines = machines;
    for (const { stocks, currency } of machines) {
      for (const { valueMinor, count } of stocks) this.#pocket(currency, { [valueMinor]: -count });
    }
  }

  /** What is written down of people's hands they do at the same moment; the first fill is done. */
  wrote(line: JournalLine): void {
    switch (line.kind) {
      case 'cash-filled':
        if (line.body.client !== FIRST) this.#byHand(line.body.place, countOf(line.body.added));
        return;
      case 'cash-taken':
        return this.#byHand(line.body.place, -countOf(line.body.taken));
      case 'cassette-removed':
        return this.#change(line.body, inverted(this.at(line.body.place)));
      case 'cassette-replaced':
        return this.#change(line.body, piecesOf(line.body.added));
      default:
        return;
    }
  }

  /** What really lies there. */
  at(place: string): PieceCounts {
    const heaps = this.#machines.map((one) => one.held()[place] ?? {});
    return sumOfPieces([...heaps, this.#changes.get(place) ?? {}]);
  }

  /** What really lies in each place that there is of a currency, and in people's hands. */
  places(currency: string | undefined): ReadonlyMap<string, PieceCounts> {
    const names = this.#machines
      .filter((one) => one.currency === currency)
      .flatMap((one) => Object.keys(one.held()));
    const places = [...new Set(names)].map((place) => [place, this.at(place)] as const);
    return new Map([...places, [POCKET, this.#pockets.get(currency) ?? {}]]);
  }

  #byHand(place: string, count: number): void {
    const machine = this.#machines.find(({ openPlaces }) => openPlaces.includes(place));
    if (machine === undefined) throw new RangeError(`${place} cannot be opened`);
    const before = machine.held()[place] ?? {};
    machine.moveByHand(place, count);
    const after = machine.held()[place] ?? {};
    this.#pocket(machine.currency, sumOfPieces([before, inverted(after)]));
  }

  #change(
    { place, currency }: { readonly place: string; readonly currency?: string | undefined },
    change: PieceCounts,
  ): void {
    this.#changes.set(place, sumOfPieces([this.#changes.get(place) ?? {}, change]));
    this.#pocket(currency, inverted(change));
  }

  #pocket(currency: string | undefined, change: PieceCounts): void {
    this.#pockets.set(currency, sumOfPieces([this.#pockets.get(currency) ?? {}, change]));
  }
}

/** Where what people have is kept beside the places of the machines. */
export const POCKET = 'operator';
/** The client that enters what lies in the places at the beginning. */
export const FIRST = 'setup';

function piecesOf(counts: CashCounts): PieceCounts {
  return sumOfPieces(counts.map(({ valueMinor, count }) => ({ [valueMinor]: count })));
}

function countOf(counts: CashCounts): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function inverted(heap: PieceCounts): PieceCounts {
  return Object.fromEntries(Object.entries(heap).map(([value, count]) => [value, -count]));
}
