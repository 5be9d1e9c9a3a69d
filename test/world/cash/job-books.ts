/** What a whole machine moved for each job, by its own record, and what the journal says of it. */
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { PlacedCount } from '../../../agent/core/changer-line.ts';
import type { BodyOf, Expect } from './books.ts';
import { sumOfPieces, type CashMachine, type JobRecord, type PieceCounts } from './cash-machine.ts';

interface JobBook {
  in: PieceCounts;
  out: PieceCounts;
  isEnded: boolean;
}

export class JobBooks {
  readonly #machines: readonly CashMachine[];
  readonly #expect: Expect;
  readonly #books = new Map<string, JobBook>();

  constructor(machines: readonly CashMachine[], expect: Expect) {
    this.#machines = machines;
    this.#expect = expect;
  }

  wrote(line: JournalLine): void {
    switch (line.kind) {
      case 'job-ordered': {
        const { jobId } = line.body;
        this.#expect(!this.#books.has(jobId), `job ${jobId} is ordered twice`);
        this.#books.set(jobId, { in: {}, out: {}, isEnded: false });
        return;
      }
      case 'job-moved':
        return this.#moved(line.body);
      case 'job-ended':
        return this.#ended(line.body);
      case 'levels-read':
        // It forgets nothing here and nobody else uses it: its count is what was booked.
        return this.#expect(line.body.isFirst, 'the machine holds other than was booked');
      default:
        return;
    }
  }

  /** Nothing was begun twice, and nothing moved for a job that the journal has not ended. */
  close(): void {
    for (const [jobId, { isEnded }] of this.#books) {
      const moving = this.#records(jobId).filter((one) => !isStill(one));
      this.#expect(moving.length <= 1, `job ${jobId} moved money ${moving.length} times`);
      this.#expect(isEnded, `job ${jobId} never ended`);
    }
  }

  #moved({ jobId, in: cashIn, out }: BodyOf<'job-moved'>): void {
    const book = this.#books.get(jobId);
    this.#expect(book?.isEnded === false, `job ${jobId} moves and is not under way`);
    if (book === undefined) return;
    book.in = sumOfPieces([book.in, countsOf(cashIn)]);
    book.out = sumOfPieces([book.out, countsOf(out)]);
    const record = this.#record(jobId);
    this.#expect(isWithin(book.in, record.in), `job ${jobId} books more than came in`);
    this.#expect(isWithin(book.out, record.out), `job ${jobId} books more than went out`);
  }

  /** What ends without the machine's word has moved nothing beyond what is booked. */
  #ended({ jobId, end }: BodyOf<'job-ended'>): void {
    const book = this.#books.get(jobId);
    const record = this.#record(jobId);
    const isAll = isWithin(record.in, book?.in ?? {}) && isWithin(record.out, book?.out ?? {});
    this.#expect(isAll, `job ${jobId} ends (${end}), and ${JSON.stringify(record)} has moved`);
    if (book !== undefined) book.isEnded = true;
  }

  #record(jobId: string): JobRecord {
    const records = this.#records(jobId);
    return {
      in: sumOfPieces(records.map((one) => one.in)),
      out: sumOfPieces(records.map((one) => one.out)),
    };
  }

  #records(jobId: string): readonly JobRecord[] {
    return this.#machines.flatMap(({ jobs }) => jobs?.(jobId) ?? []);
  }
}

function countsOf(placed: readonly PlacedCount[]): PieceCounts {
  return sumOfPieces(placed.map(({ valueMinor, count }) => ({ [valueMinor]: count })));
}

function isWithin(part: PieceCounts, whole: PieceCounts): boolean {
  return Object.entries(part).every(([value, count]) => count <= (whole[value] ?? 0));
}

function isStill(record: JobRecord): boolean {
  return isWithin(record.in, {}) && isWithin(record.out, {});
}
