import { isUnfixed, type Deposit, type Sale } from '../core/sale/sale.ts';
import { isUnderWay } from '../core/cash/changer-job.ts';
import { ownOf, type Till } from '../core/till/till.ts';
import type { DepositView } from './deposit-schema.ts';
import { payoutView } from './payout-view.ts';

/** A sale that is a deposit. */
export type DepositSale = Sale & { readonly deposit: Deposit };

export function isDeposit(sale: Sale): sale is DepositSale {
  return sale.deposit !== undefined;
}

/** The devices that are to be closed for a deposit and have not said that they are. */
export function unansweredOf(
  { phase, deposit, job: jobId = '' }: Sale,
  till: Till,
): readonly string[] {
  if (phase.kind !== 'fixing') return [];
  const job = ownOf(till.jobs, jobId);
  const isOpen = job !== undefined && isUnderWay(job);
  return isOpen ? [job.device] : (deposit?.unanswered ?? []);
}

/** A deposit with what its payout has come to so far, which only the till knows. */
export function depositView(sale: DepositSale, till: Till): DepositView {
  const { deposit } = sale;
  return {
    depositId: sale.saleId,
    state: sale.phase.kind,
    purpose: deposit.purpose,
    client: sale.client,
    operator: deposit.operator ?? null,
    reference: sale.reference,
    reason: deposit.reason,
    currency: sale.currency,
    end: deposit.ended?.kind ?? null,
    keptMinor: sale.amountDueMinor,
    ...payoutView(sale, till),
    mayEnd: sale.phase.kind === 'fixed' || isUnfixed(sale),
    unanswered: unansweredOf(sale, till),
    isAcknowledged: sale.isAcknowledged,
    startedAt: new Date(sale.startedAtMs).toISOString(),
  };
}
