/**
 * A shift: what happened to the money between its opening and its close, added up line by line. Its
 * report is a line of the journal, so it has a number and is never changed:
 * opening + inserted + filled + differences - paid out - taken - on its way = closing.
 */
import type { LineDraft } from '../journal-line.ts';
import { totalMinor } from './counts.ts';
import type { Holdings } from './holdings.ts';

/** Sums of minor units, unless a name says that it counts. */
export interface ShiftTotals {
  readonly salesCount: number;
  readonly soldMinor: number;
  /** What cash rounding brought in (positive) or cost; it is in what was sold. */
  readonly roundingMinor: number;
  /** Sales that were given up, their money given back. */
  readonly returnsCount: number;
  readonly insertedMinor: number;
  readonly paidOutMinor: number;
  readonly filledMinor: number;
  readonly takenMinor: number;
  /** What counts and corrections found more (positive) or less (negative) than was expected. */
  readonly differenceMinor: number;
  /** Ordered from a dispenser that has not told yet what it paid. */
  readonly onItsWayMinor: number;
  /** Debts that were paid out of somebody's hand, which no place of the machine knows. */
  readonly paidByHandMinor: number;
  /** Coins that devices may have lost, at most. */
  readonly lostCreditsMax: number;
}

export interface Shift {
  /** Rises by one with each; never used twice. */
  readonly number: number;
  readonly openedAtMs: number;
  readonly openedBy: string;
  readonly openingMinor: number;
  readonly totals: ShiftTotals;
}

/** What a closed shift leaves behind. */
export interface ShiftReport extends Shift {
  readonly closedAtMs: number;
  readonly closedBy: string;
  readonly closingMinor: number;
}

/** The shifts of a till: the one that is open, and how many there have been. */
export interface Shifts {
  readonly lastNumber: number;
  readonly open?: Shift | undefined;
}

export const NO_SHIFTS: Shifts = { lastNumber: 0 };

const NOTHING: ShiftTotals = {
  salesCount: 0,
  soldMinor: 0,
  roundingMinor: 0,
  returnsCount: 0,
  insertedMinor: 0,
  paidOutMinor: 0,
  filledMinor: 0,
  takenMinor: 0,
  differenceMinor: 0,
  onItsWayMinor: 0,
  paidByHandMinor: 0,
  lostCreditsMax: 0,
};

export interface ShiftMoment {
  readonly atMs: number;
  readonly by: string;
  readonly holdings: Holdings;
}

export function openShift({ lastNumber }: Shifts, { atMs, by, holdings }: ShiftMoment): Shift {
  return {
    number: lastNumber + 1,
    openedAtMs: atMs,
    openedBy: by,
    openingMinor: heldMinor(holdings),
    totals: NOTHING,
  };
}

export function closeShift(shift: Shift, { atMs, by, holdings }: ShiftMoment): ShiftReport {
  return { ...shift, closedAtMs: atMs, closedBy: by, closingMinor: heldMinor(holdings) };
}

/** What the shifts are after a line. */
export function applyToShifts(shifts: Shifts, line: LineDraft): Shifts {
  switch (line.kind) {
    case 'shift-opened':
      return { lastNumber: line.body.number, open: line.body };
    case 'shift-closed':
      return { lastNumber: line.body.number };
    default: {
      const { open } = shifts;
      const change = open === undefined ? undefined : changeOf(line);
      if (open === undefined || change === undefined) return shifts;
      return { ...shifts, open: { ...open, totals: added(open.totals, change) } };
    }
  }
}

function changeOf(line: LineDraft): Partial<ShiftTotals> | undefined {
  switch (line.kind) {
    case 'sale-settled': {
      const { insertedMinor, changeMinor, owedMinor, roundingMinor = 0 } = line.body;
      return {
        salesCount: 1,
        soldMinor: insertedMinor - changeMinor - owedMinor,
        roundingMinor,
      };
    }
    case 'sale-returned':
      return { returnsCount: 1 };
    case 'cash-inserted':
      return { insertedMinor: line.body.valueMinor };
    case 'dispense-started':
      return { onItsWayMinor: line.body.count * line.body.valueMinor };
    case 'dispense-settled': {
      const { count, paid, valueMinor } = line.body;
      return { onItsWayMinor: -count * valueMinor, paidOutMinor: paid * valueMinor };
    }
    case 'cash-filled':
      return { filledMinor: totalMinor(line.body.added) };
    case 'cash-taken':
      return { takenMinor: totalMinor(line.body.taken) };
    case 'cash-counted': {
      const { counted, expected } = line.body;
      return { differenceMinor: totalMinor(counted) - totalMinor(expected) };
    }
    case 'holding-corrected':
      return { differenceMinor: line.body.change * line.body.valueMinor };
    case 'debt-paid':
      return line.body.by === 'hand' ? { paidByHandMinor: line.body.amountMinor } : undefined;
    case 'credits-lost':
      return { lostCreditsMax: line.body.countMax };
    default:
      return undefined;
  }
}

function added(totals: ShiftTotals, change: Partial<ShiftTotals>): ShiftTotals {
  const sums = Object.entries(change).map(([name, value]) => [name, valueOf(totals, name) + value]);
  return { ...totals, ...Object.fromEntries(sums) };
}

function valueOf(totals: ShiftTotals, name: string): number {
  return Object.entries(totals).find(([one]) => one === name)?.[1] ?? 0;
}

function heldMinor(holdings: Holdings): number {
  return Object.values(holdings).reduce((sum, counts) => sum + totalMinor(counts), 0);
}
