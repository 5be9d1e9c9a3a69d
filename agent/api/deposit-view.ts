import type { Deposit, Sale } from '../core/sale/sale.ts';
import type { Till } from '../core/till/till.ts';
import type { DepositView } from './deposit-schema.ts';
import { payoutView } from './payout-view.ts';

/** A sale that is a deposit. */
export type DepositSale = Sale & { readonly deposit: Deposit };

export function isDeposit(sale: Sale): sale is DepositSale {
  return sale.deposit !== undefined;
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
    isAcknowledged: sale.isAcknowledged,
    startedAt: new Date(sale.startedAtMs).toISOString(),
  };
}
