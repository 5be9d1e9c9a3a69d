/** Whether the report of a shift says what happened in it; each currency by itself. */
import { placedMinor } from '../../../agent/core/cash/placed-counts.ts';
import type { JournalLine } from '../../../agent/core/journal-line.ts';
import type { ClosedSums } from '../../../agent/core/cash/shift.ts';
import type { BodyOf, Expect } from './books.ts';

interface Sums {
  insertedMinor: number;
  outMinor: number;
  collectedMinor: number;
}

const OWN = '';

export class ShiftBooks {
  readonly #expect: Expect;
  #open = new Map<string, Sums>();
  #isOpen = false;
  #openingForeign: Readonly<Record<string, { readonly openingMinor: number }>> = {};
  #openingMinor = 0;
  closed = 0;

  constructor(expect: Expect) {
    this.#expect = expect;
  }

  wrote(line: JournalLine): void {
    switch (line.kind) {
      case 'shift-opened':
        this.#open = new Map();
        this.#isOpen = true;
        this.#openingMinor = line.body.openingMinor;
        this.#openingForeign = line.body.foreign ?? {};
        return;
      case 'shift-closed':
        return this.#close(line.body);
      case 'cash-inserted':
        this.#sums(line.body.currency).insertedMinor += line.body.valueMinor;
        return;
      case 'job-moved':
        this.#sums(undefined).insertedMinor += placedMinor(line.body.in);
        this.#sums(undefined).outMinor += placedMinor(line.body.out);
        return;
      case 'dispense-settled': {
        const { paid, valueMinor, to, currency } = line.body;
        const sums = this.#sums(currency);
        if (to === 'cashbox') sums.collectedMinor += paid * valueMinor;
        else sums.outMinor += paid * valueMinor;
        return;
      }
      default:
        return;
    }
  }

  #close({ totals, openingMinor, closingMinor, foreign = {} }: BodyOf<'shift-closed'>): void {
    this.#expect(this.#isOpen, 'a shift is closed that was not open');
    this.#isOpen = false;
    this.closed += 1;
    this.#check(OWN, { totals, openingMinor, closingMinor });
    this.#expect(openingMinor === this.#openingMinor, 'a shift ends with another beginning');
    for (const [code, sums] of Object.entries(foreign)) {
      this.#check(code, sums);
      const before = this.#openingForeign[code]?.openingMinor ?? 0;
      this.#expect(sums.openingMinor === before, `a shift ends with another beginning in ${code}`);
    }
  }

  #check(code: string, { totals, openingMinor, closingMinor }: ClosedSums): void {
    const { insertedMinor, paidOutMinor, filledMinor, takenMinor, differenceMinor } = totals;
    const inMinor = insertedMinor + filledMinor + differenceMinor;
    const outMinor = paidOutMinor + takenMinor + totals.onItsWayMinor;
    this.#expect(
      openingMinor + inMinor - outMinor === closingMinor,
      `a shift in ${code || 'EUR'} does not add up: ${JSON.stringify(totals)}`,
    );
    const sums = this.#sums(code === OWN ? undefined : code);
    const isSame =
      sums.insertedMinor === insertedMinor &&
      sums.outMinor === paidOutMinor &&
      sums.collectedMinor === totals.collectedMinor;
    this.#expect(isSame, `a shift in ${code || 'EUR'} says other than its lines`);
  }

  #sums(currency: string | undefined): Sums {
    const sums = this.#open.get(currency ?? OWN) ?? {
      insertedMinor: 0,
      outMinor: 0,
      collectedMinor: 0,
    };
    this.#open.set(currency ?? OWN, sums);
    return sums;
  }
}
