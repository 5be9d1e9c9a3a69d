/** What of a machine's report is still to be booked: what has been booked once is never taken back. */
import type { PlacedCount } from '../changer-line.ts';
import type { LineDraft } from '../journal-line.ts';
import type { ChangerJob, JobReport, Moved } from './changer-job.ts';
import { countOf } from './counts.ts';
import { heldAt, type Holdings } from './holdings.ts';
import { placedCounts, placedDifference, placedMinor, recyclerOf } from './placed-counts.ts';

export interface Bookable {
  readonly moved: Moved;
  /** At its end the machine's totals and its pieces do not agree. */
  readonly isDisputed: boolean;
}

/**
 * While a job runs, pieces are booked when they add up to the machine's total: between two of its
 * own steps they need not. At the end the total counts; a rest that no piece explains is booked in
 * pieces of one minor unit, which the next reading of the levels puts right.
 */
export function bookable(
  booked: Pick<ChangerJob, 'device' | 'in' | 'out'>,
  report: JobReport,
): Bookable {
  const isFinal = report.state === 'finished';
  const place = recyclerOf(booked.device);
  const common = { isFinal, place };
  const { in: toldIn, out: toldOut, inMinor, outMinor } = report;
  const cashIn = side({ booked: booked.in, told: toldIn, totalMinor: inMinor, ...common });
  const cashOut = side({ booked: booked.out, told: toldOut, totalMinor: outMinor, ...common });
  return {
    moved: { in: cashIn.moved, out: cashOut.moved },
    isDisputed: cashIn.isDisputed || cashOut.isDisputed,
  };
}

/** What comes out was there, whatever the journal thought: then it is put right first. */
export function missing(moved: Moved, holdings: Holdings): LineDraft[] {
  return moved.out.flatMap(({ place, valueMinor, count }): LineDraft[] => {
    const justIn = moved.in.filter((one) => one.place === place && one.valueMinor === valueMinor);
    const held = countOf(heldAt(holdings, place), valueMinor) + (justIn[0]?.count ?? 0);
    const change = count - held;
    const body = { place, valueMinor, change, cause: 'paid-more-than-held' } as const;
    return change > 0 ? [{ kind: 'holding-corrected', body }] : [];
  });
}

interface Side {
  readonly booked: readonly PlacedCount[];
  readonly told: readonly PlacedCount[];
  readonly totalMinor: number;
  readonly isFinal: boolean;
  /** Where a rest is booked that no piece explains. */
  readonly place: string;
}

function side({ booked, told, totalMinor, isFinal, place }: Side): {
  readonly moved: readonly PlacedCount[];
  readonly isDisputed: boolean;
} {
  const adds = placedMinor(told) === totalMinor;
  if (!adds && !isFinal) return { moved: [], isDisputed: false };
  const change = placedDifference(told, booked);
  const risen = change.filter(({ count }) => count > 0);
  if (!isFinal) return { moved: risen, isDisputed: false };
  const restMinor = totalMinor - placedMinor(booked) - placedMinor(risen);
  const rest = restMinor > 0 ? [{ place, valueMinor: 1, count: restMinor }] : [];
  return { moved: placedCounts([...risen, ...rest]), isDisputed: !adds || restMinor !== 0 };
}
