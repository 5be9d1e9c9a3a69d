/**
 * Whether a journal tells the truth, at every line of it: what it says of each device is held against
 * what the simulated machine has physically done with each piece, and what it says of each sale,
 * deposit and operation against what people asked for. The machines' motions, the people's wishes and
 * the journal's lines come in as they happen.
 */
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { TillRequest } from '../../../agent/core/till/events.ts';
import { AcceptorBooks } from './acceptor-books.ts';
import type { CashMachine, Motion, PieceCounts } from './cash-machine.ts';
import { DispenserBooks } from './dispenser-books.ts';
import { JobBooks } from './job-books.ts';
import { OwnerBooks } from './owner-books.ts';
import { ShiftBooks } from './shift-books.ts';
import { Wishes } from './wishes.ts';

/**
 * Incidents by which a device names that a piece may lie elsewhere than it was said to: a note that
 * is stuck goes into the cash box when the power comes back.
 */
const MOVES: ReadonlySet<string> = new Set([
  'note-in-other-place',
  'note-moved-to-cashbox',
  'payout-jam',
]);

export class Judge {
  readonly #acceptors: AcceptorBooks;
  readonly #dispensers: DispenserBooks;
  readonly #wishes: Wishes;
  readonly #owners: OwnerBooks;
  readonly #shifts: ShiftBooks;
  readonly #jobs: JobBooks;
  readonly problems: string[] = [];
  /** What came to pass, for the report. */
  readonly counts = { sales: 0, lines: 0, taken: 0, paidOut: 0, returned: 0, escrowed: 0 };
  /** The same of what is no sale, by what it is. */
  readonly deeds = new Map<string, number>();
  #line = 0;
  /** Incidents that name a piece in another place. */
  #moves = 0;

  constructor(machines: readonly CashMachine[]) {
    const expect = (holds: boolean, problem: string): void => {
      if (!holds) this.problems.push(`line ${this.#line}: ${problem}`);
    };
    this.#acceptors = new AcceptorBooks(machines, expect);
    this.#dispensers = new DispenserBooks(machines, expect);
    this.#wishes = new Wishes(expect);
    this.#owners = new OwnerBooks(this.#wishes, expect);
    this.#shifts = new ShiftBooks(expect);
    this.#jobs = new JobBooks(machines, expect);
  }

  /** Pieces that may lie elsewhere than booked, because a device said so. */
  get moves(): number {
    return this.#moves;
  }

  asked(request: TillRequest): void {
    this.#wishes.ask(request);
  }

  moved({ kind, device, valueMinor }: Motion): void {
    switch (kind) {
      case 'taken':
        this.counts.taken += 1;
        return this.#acceptors.taken(device, valueMinor);
      case 'swallowed':
        return this.#acceptors.swallowed(device, valueMinor);
      case 'given-back':
        this.counts.returned += 1;
        return this.#acceptors.givenBack(device);
      case 'paid-out':
        this.counts.paidOut += 1;
        return this.#left(device, valueMinor, 'customer');
      case 'collected':
        return this.#left(device, valueMinor, 'cashbox');
      case 'strayed':
        this.#dispensers.strayed += 1;
        return undefined;
      case 'job-in':
        this.counts.taken += 1;
        return undefined;
      case 'job-out':
        this.counts.paidOut += 1;
        return undefined;
    }
  }

  wrote(line: JournalLine): void {
    this.#line = line.seq;
    this.counts.lines += 1;
    this.#count(line);
    this.#wishes.wrote(line);
    switch (line.kind) {
      case 'cash-escrowed':
        this.counts.escrowed += 1;
        this.#acceptors.decided(line.body, this.#owners.isCollecting(line.body.saleId));
        break;
      case 'cash-inserted':
        this.#acceptors.credited(line.body);
        break;
      case 'credits-lost':
        this.#acceptors.namedLost(line.body);
        break;
      case 'cassette-removed':
        this.#acceptors.cassetteRemoved(line.body.currency);
        break;
      case 'dispense-started':
        this.#dispensers.ordered(line.body);
        break;
      case 'dispense-settled':
        this.#dispensers.settled(line.body);
        break;
      case 'incident-reported':
        if (MOVES.has(line.body.code)) this.#moves += 1;
        break;
      default:
        break;
    }
    this.#jobs.wrote(line);
    this.#owners.wrote(line);
    this.#shifts.wrote(line);
  }

  /** At the end, when nothing moves any more: every piece is booked or named. */
  close(): void {
    this.#acceptors.close();
    this.#dispensers.close();
    this.#jobs.close();
    const { strayed } = this.#dispensers;
    if (strayed <= this.#moves) return;
    this.problems.push(`${strayed} pieces strayed into a cashbox, and ${this.#moves} are named`);
  }

  /** Pieces of a currency that were taken in and not credited, by value. */
  lost(currency: string | undefined): PieceCounts {
    return this.#acceptors.lost(currency);
  }

  /** Pieces of a currency that were booked into a cassette after they had gone with another. */
  late(currency: string | undefined): PieceCounts {
    return this.#acceptors.late(currency);
  }

  /** Pieces of which a person's count has said that they went there, and did not, by value. */
  miscounted(currency: string | undefined, to: 'customer' | 'cashbox'): PieceCounts {
    return this.#dispensers.miscounted(currency, to);
  }

  #left(device: string, valueMinor: number, to: 'customer' | 'cashbox'): void {
    const payoutId = this.#dispensers.moved(device, valueMinor, to);
    if (payoutId !== undefined) this.#owners.moved(payoutId, valueMinor);
  }

  #count(line: JournalLine): void {
    if (line.kind === 'sale-started') this.counts.sales += 1;
    const name = deedOf(line);
    if (name !== undefined) this.deeds.set(name, (this.deeds.get(name) ?? 0) + 1);
  }
}

function deedOf(line: JournalLine): string | undefined {
  switch (line.kind) {
    case 'sale-started':
      return line.body.isForeign === true ? 'foreign-sale' : undefined;
    case 'deposit-started':
      return line.body.purpose === 'deposit' ? undefined : line.body.purpose;
    case 'deposit-ended':
      return `deposit-${line.body.end}`;
    case 'operation-finished':
      return line.body.purpose;
    case 'cash-filled':
    case 'cash-taken':
    case 'cash-counted':
    case 'cassette-removed':
    case 'cassette-replaced':
    case 'shift-closed':
    case 'debt-paid':
    case 'holding-corrected':
      return line.kind;
    default:
      return undefined;
  }
}
