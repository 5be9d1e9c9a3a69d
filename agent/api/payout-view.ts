import type { ChangerJob } from '../core/cash/changer-job.ts';
import { isSaleTask } from '../core/cash/changer-transfers.ts';
import type { CashCounts } from '../core/cash/counts.ts';
import { placedMinor } from '../core/cash/placed-counts.ts';
import { remainingMinor } from '../core/cash/debt.ts';
import { isUnresolved, type Payout } from '../core/cash/payout.ts';
import { insertedMinor, isFinished, type Sale } from '../core/sale/sale.ts';
import type { Till } from '../core/till/till.ts';

/** What came in for a sale or a deposit, and what has gone out for it. */
export interface PayoutView {
  readonly insertedMinor: number;
  readonly inserted: CashCounts;
  readonly paidOutMinor: number;
  readonly owedMinor: number;
  readonly unresolvedMinor: number;
}

/** The payout that is under way for somebody, if any. */
export function payoutFor(till: Till, ownerId: string): Payout | undefined {
  return Object.values(till.payouts).find((payout) => payout.ownerId === ownerId);
}

/** The job by which a whole machine pays for somebody, if any. */
export function payoutJobFor(till: Till, ownerId: string): ChangerJob | undefined {
  return Object.values(till.jobs).find((job) => job.ownerId === ownerId && !isSaleTask(job.task));
}

export function payoutView(sale: Sale, till: Till): PayoutView {
  const payout = payoutFor(till, sale.saleId);
  return {
    insertedMinor: insertedMinor(sale),
    inserted: sale.inserted,
    paidOutMinor: payout?.paidMinor ?? paidOutMinor(sale, till),
    owedMinor: owedMinor(sale, till),
    unresolvedMinor: unresolvedMinor(payout) + unresolvedJobMinor(sale, till),
  };
}

/** A sale knows what came out once it is over; until then the job does. */
function paidOutMinor(sale: Sale, till: Till): number {
  const job = isFinished(sale) ? undefined : payoutJobFor(till, sale.saleId);
  return job === undefined ? sale.paidOutMinor : placedMinor(job.out);
}

function owedMinor({ phase }: Sale, { debts }: Till): number {
  if (phase.kind !== 'owed') return 0;
  const debt = debts[phase.debtId];
  return debt === undefined ? phase.owedMinor : remainingMinor(debt);
}

function unresolvedMinor(payout: Payout | undefined): number {
  if (payout === undefined || !isUnresolved(payout)) return 0;
  return payout.legs.reduce((sum, { leg }) => sum + leg.count * leg.valueMinor, 0);
}

/** What a whole machine may or may not have paid by now. */
function unresolvedJobMinor(sale: Sale, till: Till): number {
  const { phase, job, amountDueMinor } = sale;
  if (job === undefined || phase.kind !== 'unresolved') return 0;
  const dueMinor = insertedMinor(sale) - (phase.purpose === 'change' ? amountDueMinor : 0);
  return Math.max(dueMinor - paidOutMinor(sale, till), 0);
}
