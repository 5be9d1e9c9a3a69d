/** Shifts as the API shows them; to who may not see counts, only what they know anyway. */
import { NOTHING, type Shift, type ShiftReport, type ShiftTotals } from '../core/cash/shift.ts';
import type { ShiftReportView, ShiftView } from './schema.ts';

/** `canSee`: the sums, which tell what must be in the machine. */
export function shiftView(shift: Shift, canSee: boolean): ShiftView {
  return { ...viewOf(shift, canSee), openedByOperator: shift.operator };
}

export function reportView(report: ShiftReport, canSee: boolean): ShiftReportView {
  const { closedAtMs, closedBy, closingMinor, openedByOperator, operator } = report;
  return {
    ...viewOf(report, canSee),
    openedByOperator,
    closedAt: new Date(closedAtMs).toISOString(),
    closedBy,
    closedByOperator: operator,
    closingMinor: canSee ? closingMinor : null,
  };
}

function viewOf(
  { number, openedAtMs, openedBy, openingMinor, totals }: Shift,
  canSee: boolean,
): Omit<ShiftView, 'openedByOperator'> {
  return {
    number,
    openedAt: new Date(openedAtMs).toISOString(),
    openedBy,
    openingMinor: canSee ? openingMinor : null,
    // A shift of an earlier release lacks what that did not add up.
    totals: canSee ? { ...NOTHING, ...totals } : blindTotals(totals),
  };
}

/** How many sales there were, everybody at the till has seen. */
function blindTotals({ salesCount }: ShiftTotals): ShiftView['totals'] {
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
