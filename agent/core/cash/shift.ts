/**
 * A shift: what happened to the money between its opening and its close, added up line by line. Its
 * report is a line of the journal, so it has a number and is never changed:
 * opening + inserted + filled + differences - paid out - taken - on its way = closing.
 */
import type { DepositPurpose, LineDraft } from '../journal-line.ts';
import { isCustomerTask } from './changer-transfers.ts';
import { totalMinor } from './counts.ts';
import type { Holdings } from './holdings.ts';
import { placedMinor } from './placed-counts.ts';
import { currencyAt, type PlaceCurrencies } from './place-currencies.ts';

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
  /** Kept of deposits, which are no sales. */
  readonly depositedMinor: number;
  /** Put in through the machine as the till's own; counted in what was inserted. */
  readonly manualInMinor: number;
  /** Paid out for an operator; counted in what was paid out. */
  readonly manualOutMinor: number;
  /** Moved into a cashbox by the machine itself: it lies in another place now. */
  readonly collectedMinor: number;
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
  /** The one who opened it; in its report, the one who closed it. */
  readonly operator?: string | undefined;
  readonly openingMinor: number;
  readonly totals: ShiftTotals;
  /** The same of every other currency, by its code; absent where there was none. */
  readonly foreign?: Readonly<Record<string, ShiftSums>> | undefined;
}

/** What a shift adds up in one currency. */
export interface ShiftSums {
  readonly openingMinor: number;
  readonly totals: ShiftTotals;
}

/** The same of a shift that is closed. */
export interface ClosedSums extends ShiftSums {
  readonly closingMinor: number;
}

/** What a closed shift leaves behind. */
export interface ShiftReport extends Omit<Shift, 'foreign'> {
  readonly closedAtMs: number;
  readonly closedBy: string;
  readonly openedByOperator?: string | undefined;
  /** The client's; under it the close is answered again with this report. */
  readonly idempotencyKey?: string | undefined;
  readonly closingMinor: number;
  readonly foreign?: Readonly<Record<string, ClosedSums>> | undefined;
}

/** The shifts of a till: the one that is open, and how many there have been. */
export interface Shifts {
  readonly lastNumber: number;
  readonly open?: Shift | undefined;
}

export const NO_SHIFTS: Shifts = { lastNumber: 0 };

/** Of a shift in which nothing has happened. */
export const NOTHING: ShiftTotals = {
  salesCount: 0,
  soldMinor: 0,
  roundingMinor: 0,
  returnsCount: 0,
  insertedMinor: 0,
  paidOutMinor: 0,
  depositedMinor: 0,
  manualInMinor: 0,
  manualOutMinor: 0,
  collectedMinor: 0,
  filledMinor: 0,
  takenMinor: 0,
  differenceMinor: 0,
  onItsWayMinor: 0,
  paidByHandMinor: 0,
  lostCreditsMax: 0,
};

const NO_SUMS: ShiftSums = { openingMinor: 0, totals: NOTHING };

export interface ShiftMoment {
  readonly atMs: number;
  readonly by: string;
  readonly operator?: string | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly holdings: Holdings;
  readonly placeCurrencies: PlaceCurrencies;
}

export function openShift({ lastNumber }: Shifts, moment: ShiftMoment): Shift {
  const { atMs, by, operator } = moment;
  const held = Object.entries(heldByCurrency(moment));
  return {
    number: lastNumber + 1,
    openedAtMs: atMs,
    openedBy: by,
    operator,
    openingMinor: heldMinor(moment, undefined),
    totals: NOTHING,
    ...foreignSums(held.map(([code, openingMinor]) => [code, { openingMinor, totals: NOTHING }])),
  };
}

export function closeShift(open: Shift, moment: ShiftMoment): ShiftReport {
  const { operator: openedByOperator, foreign = {}, ...shift } = open;
  const { atMs, by, operator, idempotencyKey } = moment;
  const held = heldByCurrency(moment);
  const codes = [...new Set([...Object.keys(foreign), ...Object.keys(held)])];
  const sums = codes.map((code) => {
    const closingMinor = held[code] ?? 0;
    return [code, { ...(foreign[code] ?? NO_SUMS), closingMinor }] as const;
  });
  return {
    ...shift,
    openedByOperator,
    closedAtMs: atMs,
    closedBy: by,
    operator,
    idempotencyKey,
    closingMinor: heldMinor(moment, undefined),
    ...foreignSums(sums),
  };
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
      return { ...shifts, open: withChange(open, currencyOf(line), change) };
    }
  }
}

function withChange(
  open: Shift,
  currency: string | undefined,
  change: Partial<ShiftTotals>,
): Shift {
  if (currency === undefined) return { ...open, totals: added(open.totals, change) };
  const sums = open.foreign?.[currency] ?? NO_SUMS;
  const changed = { ...sums, totals: added(sums.totals, change) };
  return { ...open, foreign: { ...open.foreign, [currency]: changed } };
}

/** Of a line that a shift adds up. */
function currencyOf({ body }: LineDraft): string | undefined {
  return 'currency' in body ? body.currency : undefined;
}

function changeOf(line: LineDraft): Partial<ShiftTotals> | undefined {
  switch (line.kind) {
    case 'sale-settled': {
      const { insertedMinor, changeMinor, owedMinor, roundingMinor, purpose } = line.body;
      return keptBy(purpose, insertedMinor - changeMinor - owedMinor, roundingMinor);
    }
    case 'sale-returned':
      return line.body.purpose === undefined ? { returnsCount: 1 } : undefined;
    case 'operation-finished': {
      const { purpose, atMachine, paidMinor } = line.body;
      // What is taken at the machine is counted as it moves.
      const isPaidOut = purpose !== 'collect' && atMachine === undefined;
      return isPaidOut ? { manualOutMinor: paidMinor } : undefined;
    }
    case 'cash-inserted':
      return { insertedMinor: line.body.valueMinor };
    case 'dispense-started':
      return { onItsWayMinor: line.body.count * line.body.valueMinor };
    case 'dispense-settled': {
      const { count, paid, valueMinor, to } = line.body;
      const goneMinor = paid * valueMinor;
      return {
        onItsWayMinor: -count * valueMinor,
        ...(to === 'cashbox' ? { collectedMinor: goneMinor } : { paidOutMinor: goneMinor }),
      };
    }
    case 'job-moved':
      return jobChange(line.body);
    case 'levels-read': {
      const { found, expected, isFirst } = line.body;
      const changeMinor = placedMinor(found) - placedMinor(expected);
      return isFirst ? { filledMinor: changeMinor } : { differenceMinor: changeMinor };
    }
    case 'cash-filled':
    case 'cassette-replaced':
      return { filledMinor: totalMinor(line.body.added) };
    case 'cash-taken':
    case 'cassette-removed':
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

function keptBy(
  purpose: DepositPurpose | undefined,
  keptMinor: number,
  roundingMinor = 0,
): Partial<ShiftTotals> {
  switch (purpose) {
    case undefined:
      return { salesCount: 1, soldMinor: keptMinor, roundingMinor };
    case 'deposit':
      return { depositedMinor: keptMinor, roundingMinor };
    case 'fill':
      return { manualInMinor: keptMinor };
    case 'exchange':
      return {};
  }
}

function jobChange(body: Extract<LineDraft, { kind: 'job-moved' }>['body']): Partial<ShiftTotals> {
  const [inMinor, outMinor] = [placedMinor(body.in), placedMinor(body.out)];
  if (body.task === 'to-cassette') return movedInside(inMinor, outMinor);
  return isCustomerTask(body.task)
    ? { insertedMinor: inMinor, paidOutMinor: outMinor }
    : { filledMinor: inMinor, takenMinor: outMinor };
}

/** What stays in the machine is collected; what it says beyond that came or went. */
function movedInside(inMinor: number, outMinor: number): Partial<ShiftTotals> {
  return {
    collectedMinor: Math.min(inMinor, outMinor),
    filledMinor: Math.max(inMinor - outMinor, 0),
    takenMinor: Math.max(outMinor - inMinor, 0),
  };
}

function added(totals: ShiftTotals, change: Partial<ShiftTotals>): ShiftTotals {
  const sums = Object.entries(change).map(([name, value]) => [name, valueOf(totals, name) + value]);
  return { ...totals, ...Object.fromEntries(sums) };
}

function valueOf(totals: ShiftTotals, name: string): number {
  return Object.entries(totals).find(([one]) => one === name)?.[1] ?? 0;
}

function foreignSums<Sums>(sums: readonly (readonly [string, Sums])[]): {
  readonly foreign?: Readonly<Record<string, Sums>>;
} {
  return sums.length === 0 ? {} : { foreign: Object.fromEntries(sums) };
}

/** What lies in the places of every other currency than the till's own. */
function heldByCurrency(moment: ShiftMoment): Readonly<Record<string, number>> {
  const codes = new Set(Object.values(moment.placeCurrencies));
  return Object.fromEntries([...codes].map((code) => [code, heldMinor(moment, code)]));
}

function heldMinor(
  { holdings, placeCurrencies }: ShiftMoment,
  currency: string | undefined,
): number {
  return Object.entries(holdings)
    .filter(([place]) => currencyAt(placeCurrencies, place) === currency)
    .reduce((sum, [, counts]) => sum + totalMinor(counts), 0);
}
