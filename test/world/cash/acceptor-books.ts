/** What came in at each device, by the machines' own record, and what the journal says of it. */
import type { BodyOf, Expect } from './books.ts';
import { sumOfPieces, type CashMachine, type PieceCounts } from './cash-machine.ts';
import { addPiece, pieceCount, pieceTotal, type Heap } from './heap.ts';

interface AcceptorBook {
  readonly taken: Heap;
  readonly swallowed: Heap;
  readonly credited: Heap;
  /** In, and not credited, when a cassette was last taken away. */
  carriedOff: Heap;
  /** Credited when they were gone with their cassette. */
  readonly late: Heap;
  /** The most pieces it has named as lost. */
  lostMax: number;
  /** The last decision on what it holds, until the piece is in or back. */
  decision: { readonly valueMinor: number; readonly isTaken: boolean } | undefined;
}

export class AcceptorBooks {
  readonly #machines: readonly CashMachine[];
  readonly #expect: Expect;
  readonly #asking: ReadonlySet<string>;
  readonly #currencies: ReadonlyMap<string, string | undefined>;
  readonly #books = new Map<string, AcceptorBook>();

  constructor(machines: readonly CashMachine[], expect: Expect) {
    this.#machines = machines;
    this.#expect = expect;
    this.#asking = new Set(machines.flatMap(({ asking }) => asking));
    this.#currencies = new Map(
      machines.flatMap(({ acceptors, currency }) => acceptors.map((one) => [one, currency])),
    );
  }

  taken(device: string, valueMinor: number): void {
    if (this.#asking.has(device)) this.#expectDecision(device, valueMinor);
    addPiece(this.#book(device).taken, valueMinor);
  }

  swallowed(device: string, valueMinor: number): void {
    addPiece(this.#book(device).swallowed, valueMinor);
  }

  givenBack(device: string): void {
    const isPathFree = this.#machines.every((one) => pieceTotal(one.onTheWay(device)) === 0);
    if (isPathFree) this.#book(device).decision = undefined;
  }

  credited({ device, valueMinor, currency }: BodyOf<'cash-inserted'>): void {
    const book = this.#book(device);
    this.#noteLate(book, valueMinor);
    addPiece(book.credited, valueMinor);
    const credited = pieceCount(book.credited, valueMinor);
    // A credit may come before the piece lies where it stays.
    const there = pieceCount(book.taken, valueMinor) + this.#onTheWay(device, valueMinor);
    this.#expect(
      credited <= there,
      `${device} credits ${valueMinor} for the ${credited}th time, and has taken ${there}`,
    );
    this.#expectCurrency(device, currency);
  }

  /** What a validator has not told of by now goes with the cassette, and is told of after it. */
  cassetteRemoved(ofCurrency: string | undefined): void {
    for (const [device, book] of this.#books) {
      if (this.#currencies.get(device) !== ofCurrency) continue;
      const { taken, credited } = book;
      book.carriedOff = new Map(
        [...taken].map(([value, count]) => [value, count - pieceCount(credited, value)]),
      );
    }
  }

  /** `isCollecting`: the sale or deposit it is for wants cash. */
  decided(body: BodyOf<'cash-escrowed'>, isCollecting: boolean): void {
    const { device, valueMinor, decision, currency } = body;
    this.#book(device).decision = { valueMinor, isTaken: decision === 'stack' };
    this.#expectCurrency(device, currency);
    this.#expect(
      decision === 'return' || isCollecting,
      `${device} is told to take ${valueMinor} for no sale that collects`,
    );
  }

  namedLost({ device, countMax }: BodyOf<'credits-lost'>): void {
    this.#book(device).lostMax += countMax;
  }

  /** Every piece in a machine is credited or named. */
  close(): void {
    for (const [device, { taken, swallowed, credited, lostMax }] of this.#books) {
      const lost = pieceTotal(taken) + pieceTotal(swallowed) - pieceTotal(credited);
      const isNamed = lost >= 0 && lost <= lostMax;
      this.#expect(isNamed, `${device} has ${lost} pieces nobody credited, and named ${lostMax}`);
    }
  }

  /** Pieces of a currency that were taken in and not credited, by value. */
  lost(currency: string | undefined): PieceCounts {
    const lost: Record<string, number> = {};
    for (const [device, { taken, swallowed, credited }] of this.#books) {
      if (this.#currencies.get(device) !== currency) continue;
      for (const value of new Set([...taken.keys(), ...swallowed.keys(), ...credited.keys()])) {
        const more =
          pieceCount(taken, value) + pieceCount(swallowed, value) - pieceCount(credited, value);
        lost[value] = (lost[value] ?? 0) + more;
      }
    }
    return lost;
  }

  /** Pieces of a currency that were booked into a cassette after they had gone with another. */
  late(currency: string | undefined): PieceCounts {
    const books = [...this.#books].filter(([device]) => this.#currencies.get(device) === currency);
    return sumOfPieces(books.map(([, { late }]) => Object.fromEntries(late)));
  }

  #noteLate({ carriedOff, late }: AcceptorBook, valueMinor: number): void {
    const count = pieceCount(carriedOff, valueMinor);
    if (count <= 0) return;
    carriedOff.set(valueMinor, count - 1);
    addPiece(late, valueMinor);
  }

  #expectCurrency(device: string, currency: string | undefined): void {
    const own = this.#currencies.get(device);
    this.#expect(own === currency, `${device} takes ${own ?? 'EUR'}, booked ${currency ?? 'EUR'}`);
  }

  #expectDecision(device: string, valueMinor: number): void {
    const book = this.#book(device);
    const { decision } = book;
    book.decision = undefined;
    const isDecided = decision?.isTaken === true && decision.valueMinor === valueMinor;
    this.#expect(isDecided, `${device} takes ${valueMinor}, and no line before says that it may`);
  }

  #onTheWay(device: string, valueMinor: number): number {
    return this.#machines.reduce((sum, one) => sum + (one.onTheWay(device)[valueMinor] ?? 0), 0);
  }

  #book(device: string): AcceptorBook {
    const book = this.#books.get(device) ?? {
      taken: new Map(),
      swallowed: new Map(),
      credited: new Map(),
      carriedOff: new Map(),
      late: new Map(),
      lostMax: 0,
      decision: undefined,
    };
    this.#books.set(device, book);
    return book;
  }
}
