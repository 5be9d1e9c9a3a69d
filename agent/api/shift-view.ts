/** Shifts as the API shows them; to who may not see counts, only what they know anyway. */
import {
  NOTHING,
  type ClosedSums,
  type Shift,
  type ShiftReport,
  type ShiftSums,
  type ShiftTotals,
} from '../core/cash/shift.ts';
import type { ShiftReportView, ShiftTotalsView, ShiftView } from './shift-schema.ts';

/** What is shown to whom. */
export interface Sight {
  /** The sums, which tell what must be in the machine. */
  readonly canSee: boolean;
  /** The till's own. */
  readonly currency: string;
}

export function shiftView(shift: Shift, sight: Sight): ShiftView {
  const foreign = Object.entries(shift.foreign ?? {}).map(([currency, sums]) => {
    return { currency, ...sumsView(sums, sight) };
  });
  return { ...viewOf(shift, sight), openedByOperator: shift.operator, foreign };
}

export function reportView(report: ShiftReport, sight: Sight): ShiftReportView {
  const { closedAtMs, closedBy, openedByOperator, operator } = report;
  const foreign = Object.entries(report.foreign ?? {}).map(([currency, sums]) => {
    return { currency, ...sumsView(sums, sight), ...closingView(sums, sight) };
  });
  return {
    ...viewOf(report, sight),
    openedByOperator,
    closedAt: new Date(closedAtMs).toISOString(),
    closedBy,
    closedByOperator: operator,
    ...closingView(report, sight),
    foreign,
  };
}

function viewOf(
  shift: Omit<Shift, 'foreign'>,
  sight: Sight,
): Omit<ShiftView, 'openedByOperator' | 'foreign'> {
  const { number, openedAtMs, openedBy } = shift;
  return {
    number,
    openedAt: new Date(openedAtMs).toISOString(),
    openedBy,
    currency: sight.currency,
    ...sumsView(shift, sight),
  };
}

function sumsView(
  { openingMinor, totals }: ShiftSums,
  { canSee }: Sight,
): Pick<ShiftView, 'openingMinor' | 'totals'> {
  return {
    openingMinor: canSee ? openingMinor : null,
    // A shift of an earlier release lacks what that did not add up.
    totals: canSee ? { ...NOTHING, ...totals } : blindTotals(totals),
  };
}

function closingView(
  { closingMinor }: Pick<ClosedSums, 'closingMinor'>,
  { canSee }: Sight,
): Pick<ShiftReportView, 'closingMinor'> {
  return { closingMinor: canSee ? closingMinor : null };
}

/** How many sales there were, everybody at the till has seen. */
function blindTotals({ salesCount }: ShiftTotals): ShiftTotalsView {
  return {
    salesCount,
    soldMinor: null,
    roundingMinor: null,
    returnsCount: null,
    insertedMinor: null,
    paidOutMinor: null,
    depositedMinor: null,
    manualInMinor: null,
    manualOutMinor: null,
    collectedMinor: null,
    filledMinor: null,
    takenMinor: null,
    differenceMinor: null,
    onItsWayMinor: null,
    paidByHandMinor: null,
    lostCreditsMax: null,
  };
}
