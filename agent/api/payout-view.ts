import type { CashCounts } from '../core/cash/counts.ts';
import { remainingMinor } from '../core/cash/debt.ts';
import { isUnresolved, type Payout } from '../core/cash/payout.ts';
import { insertedMinor, type Sale } from '../core/sale/sale.ts';
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

export function payoutView(sale: Sale, till: Till): PayoutView {
  const payout = payoutFor(till, sale.saleId);
  return {
    insertedMinor: insertedMinor(sale),
    inserted: sale.inserted,
    paidOutMinor: payout?.paidMinor ?? sale.paidOutMinor,
    owedMinor: owedMinor(sale, till),
    unresolvedMinor: unresolvedMinor(payout) + unresolvedJobMinor(sale),
  };
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
function unresolvedJobMinor(sale: Sale): number {
  const { phase, job, amountDueMinor, paidOutMinor } = sale;
  if (job === undefined || phase.kind !== 'unresolved') return 0;
  const dueMinor = insertedMinor(sale) - (phase.purpose === 'change' ? amountDueMinor : 0);
  return Math.max(dueMinor - paidOutMinor, 0);
}
