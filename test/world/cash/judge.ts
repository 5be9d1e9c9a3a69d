/**
 * Whether a journal tells the truth, at every line of it: what it says of each device is held against
 * what the simulated machine has physically done with each piece. The machines' motions and the
 * journal's lines come in as they happen.
 */
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { CashMachine, Motion, PieceCounts } from './cash-machine.ts';

type Body<Kind extends JournalLine['kind']> = Extract<JournalLine, { readonly kind: Kind }>['body'];

interface AcceptorBook {
  readonly taken: Map<number, number>;
  readonly swallowed: Map<number, number>;
  readonly credited: Map<number, number>;
  /** The most pieces it has named as lost. */
  lostMax: number;
  /** The last decision on what it holds, until the piece is in or back. */
  decision: { readonly valueMinor: number; readonly isTaken: boolean } | undefined;
}

interface DispenserBook {
  readonly valueMinor: number;
  paidOut: number;
  settled: number;
  /** Of the order that has been written down and not been settled. */
  ordered: number;
  /** Orders that somebody's count has settled: exact only as far as the tube was. */
  isCounted: boolean;
}

export class Judge {
  readonly #machines: readonly CashMachine[];
  readonly #asking: ReadonlySet<string>;
  readonly #acceptors = new Map<string, AcceptorBook>();
  readonly #dispensers = new Map<string, DispenserBook>();
  readonly #collecting = new Set<string>();
  readonly problems: string[] = [];
  /** What was written down of each thing that came to pass, for the report. */
  readonly counts = { sales: 0, lines: 0, taken: 0, paidOut: 0, returned: 0, escrowed: 0 };
  #line = 0;

  constructor(machines: readonly CashMachine[]) {
    this.#machines = machines;
    this.#asking = new Set(machines.flatMap(({ asking }) => asking));
  }

  moved({ kind, device, valueMinor }: Motion): void {
    switch (kind) {
      case 'taken':
        this.counts.taken += 1;
        if (this.#asking.has(device)) this.#expectDecision(device, valueMinor);
        return add(this.#acceptor(device).taken, valueMinor);
      case 'swallowed':
        return add(this.#acceptor(device).swallowed, valueMinor);
      case 'given-back':
        this.counts.returned += 1;
        return this.#givenBack(device);
      case 'paid-out':
        this.counts.paidOut += 1;
        return this.#paidOut(device, valueMinor);
    }
  }

  wrote(line: JournalLine): void {
    this.#line = line.seq;
    this.counts.lines += 1;
    switch (line.kind) {
      case 'sale-started':
        this.counts.sales += 1;
        this.#collecting.add(line.body.saleId);
        return;
      case 'sale-paid':
      case 'sale-cancelled':
        this.#collecting.delete(line.body.saleId);
        return;
      case 'cash-escrowed':
        return this.#decided(line.body);
      case 'cash-inserted':
        return this.#credited(line.body);
      case 'credits-lost':
        this.#acceptor(line.body.device).lostMax += line.body.countMax;
        return;
      case 'dispense-started':
        this.#dispenser(line.body.device, line.body.valueMinor).ordered = line.body.count;
        return;
      case 'dispense-settled':
        return this.#settled(line.body);
      default:
        return;
    }
  }

  /** At the end, when nothing moves any more: every piece in a machine is credited or named. */
  close(): void {
    for (const [device, book] of this.#acceptors) this.#closeAcceptor(device, book);
    for (const [device, { paidOut, settled, isCounted }] of this.#dispensers) {
      const isExact = paidOut === settled || isCounted;
      this.#expect(isExact, `${device} has paid out ${paidOut}, the journal says ${settled}`);
    }
  }

  /** Pieces that were taken in and not credited, by value, over all devices. */
  lost(): PieceCounts {
    const lost: Record<string, number> = {};
    for (const { taken, swallowed, credited } of this.#acceptors.values()) {
      const values = new Set([...taken.keys(), ...swallowed.keys(), ...credited.keys()]);
      for (const value of values) {
        const more = of(taken, value) + of(swallowed, value) - of(credited, value);
        lost[value] = (lost[value] ?? 0) + more;
      }
    }
    return lost;
  }

  /** Pieces of which a person's count has said that they were paid out, and were not, by value. */
  miscounted(): PieceCounts {
    const counts: Record<string, number> = {};
    for (const { valueMinor, settled, paidOut } of this.#dispensers.values()) {
      counts[valueMinor] = (counts[valueMinor] ?? 0) + settled - paidOut;
    }
    return counts;
  }

  #closeAcceptor(device: string, { taken, swallowed, credited, lostMax }: AcceptorBook): void {
    const lost = total(taken) + total(swallowed) - total(credited);
    const isNamed = lost >= 0 && lost <= lostMax;
    this.#expect(isNamed, `${device} has ${lost} pieces nobody credited, and named ${lostMax}`);
  }

  #credited({ device, valueMinor }: Body<'cash-inserted'>): void {
    const book = this.#acceptor(device);
    add(book.credited, valueMinor);
    const credited = of(book.credited, valueMinor);
    // A credit may come before the piece lies where it stays.
    const there = of(book.taken, valueMinor) + this.#onTheWay(device, valueMinor);
    this.#expect(
      credited <= there,
      `${device} credits ${valueMinor} for the ${credited}th time, and has taken ${there}`,
    );
  }

  #decided({ device, valueMinor, decision, saleId }: Body<'cash-escrowed'>): void {
    this.counts.escrowed += 1;
    this.#acceptor(device).decision = { valueMinor, isTaken: decision === 'stack' };
    const isCollected = saleId !== undefined && this.#collecting.has(saleId);
    this.#expect(
      decision === 'return' || isCollected,
      `${device} is told to take ${valueMinor} for no sale that collects`,
    );
  }

  #expectDecision(device: string, valueMinor: number): void {
    const book = this.#acceptor(device);
    const { decision } = book;
    book.decision = undefined;
    const isDecided = decision?.isTaken === true && decision.valueMinor === valueMinor;
    this.#expect(isDecided, `${device} takes ${valueMinor}, and no line before says that it may`);
  }

  #givenBack(device: string): void {
    const isPathFree = this.#machines.every((one) => total(one.onTheWay(device)) === 0);
    if (isPathFree) this.#acceptor(device).decision = undefined;
  }

  #paidOut(device: string, valueMinor: number): void {
    const book = this.#dispenser(device, valueMinor);
    book.paidOut += 1;
    const beyond = book.paidOut - book.settled;
    this.#expect(
      beyond <= book.ordered || book.isCounted,
      `${device} pays piece ${beyond} of an order of ${book.ordered}`,
    );
  }

  #settled({ device, valueMinor, paid, end }: Body<'dispense-settled'>): void {
    const book = this.#dispenser(device, valueMinor);
    book.settled += paid;
    book.ordered = 0;
    if (end === 'counted') book.isCounted = true;
    this.#expect(
      book.settled === book.paidOut || book.isCounted,
      `${device} settles ${book.settled} pieces in all, and has paid out ${book.paidOut}`,
    );
  }

  #onTheWay(device: string, valueMinor: number): number {
    return this.#machines.reduce((sum, one) => sum + (one.onTheWay(device)[valueMinor] ?? 0), 0);
  }

  #acceptor(device: string): AcceptorBook {
    const book = this.#acceptors.get(device) ?? {
      taken: new Map(),
      swallowed: new Map(),
      credited: new Map(),
      lostMax: 0,
      decision: undefined,
    };
    this.#acceptors.set(device, book);
    return book;
  }

  #dispenser(device: string, valueMinor: number): DispenserBook {
    const book = this.#dispensers.get(device) ?? {
      valueMinor,
      paidOut: 0,
      settled: 0,
      ordered: 0,
      isCounted: false,
    };
    this.#dispensers.set(device, book);
    return book;
  }

  #expect(holds: boolean, problem: string): void {
    if (!holds) this.problems.push(`line ${this.#line}: ${problem}`);
  }
}

function add(counts: Map<number, number>, valueMinor: number): void {
  counts.set(valueMinor, of(counts, valueMinor) + 1);
}

function of(counts: ReadonlyMap<number, number>, valueMinor: number): number {
  return counts.get(valueMinor) ?? 0;
}

function total(counts: ReadonlyMap<number, number> | PieceCounts): number {
  const each = counts instanceof Map ? [...counts.values()] : Object.values(counts);
  return each.reduce((sum: number, count: number) => sum + count, 0);
}
