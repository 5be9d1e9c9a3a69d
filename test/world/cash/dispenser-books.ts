/** What left each dispenser, by the machines' own record, and what the journal says of it. */
import type { BodyOf, Expect } from './books.ts';
import type { CashMachine, PieceCounts } from './cash-machine.ts';

type Target = 'customer' | 'cashbox';

interface Way {
  moved: number;
  settled: number;
}

interface DispenserBook {
  readonly valueMinor: number;
  readonly ways: Readonly<Record<Target, Way>>;
  /** Has been written down and not been settled. */
  order: { readonly payoutId: string; readonly to: Target; readonly count: number } | undefined;
  /** Orders that somebody's count has settled: exact only as far as the tube was. */
  isCounted: boolean;
}

export class DispenserBooks {
  readonly #expect: Expect;
  readonly #currencies: ReadonlyMap<string, string | undefined>;
  readonly #books = new Map<string, DispenserBook>();
  /** Pieces that ended in a cashbox and were not to be collected. */
  strayed = 0;

  constructor(machines: readonly CashMachine[], expect: Expect) {
    this.#expect = expect;
    this.#currencies = new Map(
      machines.flatMap(({ stocks, currency }) => stocks.map(({ place }) => [place, currency])),
    );
  }

  ordered(body: BodyOf<'dispense-started'>): void {
    const { device, valueMinor, count, payoutId, currency } = body;
    const to = body.to === undefined ? 'customer' : 'cashbox';
    const own = this.#currencies.get(device);
    this.#expect(own === currency, `${device} pays ${own ?? 'EUR'} for ${currency ?? 'EUR'}`);
    this.#book(device, valueMinor).order = { payoutId, to, count };
  }

  /** The payout that a piece left for; undefined for a piece that nobody has ordered. */
  moved(device: string, valueMinor: number, to: Target): string | undefined {
    const book = this.#book(device, valueMinor);
    const { order, isCounted } = book;
    if (to === 'cashbox' && order?.to !== 'cashbox') {
      this.strayed += 1;
      return undefined;
    }
    const way = book.ways[to];
    way.moved += 1;
    const beyond = way.moved - way.settled;
    const ordered = order?.to === to ? order.count : 0;
    this.#expect(
      beyond <= ordered || isCounted,
      `${device} moves piece ${beyond} of an order of ${ordered} (${to})`,
    );
    return order?.payoutId;
  }

  settled({ device, valueMinor, paid, end, to }: BodyOf<'dispense-settled'>): void {
    const book = this.#book(device, valueMinor);
    const way = book.ways[to ?? 'customer'];
    way.settled += paid;
    book.order = undefined;
    if (end === 'counted') book.isCounted = true;
    this.#expect(
      way.settled === way.moved || book.isCounted,
      `${device} settles ${way.settled} pieces in all (${to ?? 'customer'}), and has moved ${way.moved}`,
    );
  }

  /** Whether a person's count stands for what this dispenser cannot tell. */
  isCounted(device: string): boolean {
    return this.#books.get(device)?.isCounted === true;
  }

  close(): void {
    for (const [device, { ways, isCounted }] of this.#books) {
      for (const [to, { moved, settled }] of Object.entries(ways)) {
        const isExact = moved === settled || isCounted;
        this.#expect(isExact, `${device} has moved ${moved} (${to}), the journal says ${settled}`);
      }
    }
  }

  /** Pieces of which a person's count has said that they went there, and did not, by value. */
  miscounted(currency: string | undefined, to: Target): PieceCounts {
    const counts: Record<string, number> = {};
    for (const [device, { valueMinor, ways }] of this.#books) {
      if (this.#currencies.get(device) !== currency) continue;
      const { settled, moved } = ways[to];
      counts[valueMinor] = (counts[valueMinor] ?? 0) + settled - moved;
    }
    return counts;
  }

  #book(device: string, valueMinor: number): DispenserBook {
    const book = this.#books.get(device) ?? {
      valueMinor,
      ways: { customer: { moved: 0, settled: 0 }, cashbox: { moved: 0, settled: 0 } },
      order: undefined,
      isCounted: false,
    };
    this.#books.set(device, book);
    return book;
  }
}
