/** How many pieces of each value, by value in minor units; values without any are left out. */
export type PieceCounts = Readonly<Record<string, number>>;

/** Where every note and coin of a unit physically is, whatever the unit or any journal says. */
export interface UnitTruth {
  readonly store: PieceCounts;
  readonly cashbox: PieceCounts;
  /** Stuck or on its way inside. */
  readonly path: PieceCounts;
  /** Taken in from customers and kept. */
  readonly accepted: PieceCounts;
  /** Given back to the customer who had put it in. */
  readonly returned: PieceCounts;
  /** In a customer's hand out of the store. */
  readonly paidOut: PieceCounts;
}

/** By unit. */
export type SimTruth = Readonly<Record<string, UnitTruth>>;

/** Something physical that happened; what the units say of it is another matter. */
export interface SimEvent {
  readonly event: 'inserted' | 'accepted' | 'returned' | 'paid-out' | 'stuck' | 'moved-to-cashbox';
  readonly device: string;
  readonly valueMinor: number;
}

type Heap = 'cashbox' | 'accepted' | 'returned' | 'paidOut';

/** The store, the cash box and the hands before it. */
export class SimVault {
  readonly #device: string;
  readonly #emit: (event: SimEvent) => void;
  readonly #heaps: Record<Heap, number[]> = {
    cashbox: [],
    accepted: [],
    returned: [],
    paidOut: [],
  };
  readonly store: number[] = [];
  /** What is inside and in no place yet. */
  path: { readonly valueMinor: number; readonly isCustomers: boolean } | undefined;

  constructor(device: string, emit: (event: SimEvent) => void) {
    this.#device = device;
    this.#emit = emit;
  }

  inserted(valueMinor: number): void {
    this.#emit({ event: 'inserted', device: this.#device, valueMinor });
  }

  /** A customer's piece comes to stay. */
  keep(valueMinor: number, place: 'store' | 'cashbox'): void {
    if (place === 'store') this.store.push(valueMinor);
    else this.#heaps.cashbox.push(valueMinor);
    this.#heaps.accepted.push(valueMinor);
    this.#emit({ event: 'accepted', device: this.#device, valueMinor });
  }

  giveBack(valueMinor: number): void {
    this.#heaps.returned.push(valueMinor);
    this.#emit({ event: 'returned', device: this.#device, valueMinor });
  }

  /** Takes a piece of a value out of the store, or the last one that came in. */
  draw(valueMinor: number): boolean {
    const at = this.store.lastIndexOf(valueMinor);
    if (at >= 0) this.store.splice(at, 1);
    return at >= 0;
  }

  payOut(valueMinor: number): void {
    this.#heaps.paidOut.push(valueMinor);
    this.#emit({ event: 'paid-out', device: this.#device, valueMinor });
  }

  stuck(valueMinor: number): void {
    this.#emit({ event: 'stuck', device: this.#device, valueMinor });
  }

  /** The till's own piece ends in the cash box. */
  moveToCashbox(valueMinor: number): void {
    this.#heaps.cashbox.push(valueMinor);
    this.#emit({ event: 'moved-to-cashbox', device: this.#device, valueMinor });
  }

  truth(): UnitTruth {
    return {
      store: countPieces(this.store),
      cashbox: countPieces(this.#heaps.cashbox),
      path: countPieces(this.path === undefined ? [] : [this.path.valueMinor]),
      accepted: countPieces(this.#heaps.accepted),
      returned: countPieces(this.#heaps.returned),
      paidOut: countPieces(this.#heaps.paidOut),
    };
  }
}

export function countPieces(valuesMinor: readonly number[]): PieceCounts {
  const counts = new Map<number, number>();
  for (const value of valuesMinor) counts.set(value, (counts.get(value) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([left], [right]) => left - right));
}
