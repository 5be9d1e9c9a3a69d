import { remainingMinor } from '../core/cash/debt.ts';
import type { Payout } from '../core/cash/payout.ts';
import { askedMinor, insertedMinor, type Sale } from '../core/sale/sale.ts';
import type { Till } from '../core/till/till.ts';
import type { SaleView } from './schema.ts';

/** A sale with what its payout has come to so far, which only the till knows. */
export function saleView(sale: Sale, till: Till): SaleView {
  const inserted = insertedMinor(sale);
  const payout = Object.values(till.payouts).find(({ ownerId }) => ownerId === sale.saleId);
  const isPaid = isSalePaid(sale);
  const { amountDueMinor: cashDueMinor } = sale;
  return {
    saleId: sale.saleId,
    state: sale.phase.kind,
    client: sale.client,
    reference: sale.reference,
    amountDueMinor: askedMinor(sale),
    cashDueMinor,
    currency: sale.currency,
    insertedMinor: inserted,
    inserted: sale.inserted,
    restMinor: sale.phase.kind === 'collecting' ? Math.max(cashDueMinor - inserted, 0) : 0,
    isPaid,
    changeDueMinor: isPaid ? inserted - cashDueMinor : 0,
    paidOutMinor: payout?.paidMinor ?? sale.paidOutMinor,
    owedMinor: owedMinor(sale, till),
    unresolvedMinor: unresolvedMinor(payout),
    isAcknowledged: sale.isAcknowledged,
    startedAt: new Date(sale.startedAtMs).toISOString(),
  };
}

function isSalePaid({ phase }: Sale): boolean {
  switch (phase.kind) {
    case 'settling':
    case 'settled':
      return true;
    case 'collecting':
    case 'cancelled':
    case 'returning':
    case 'returned':
      return false;
    case 'unresolved':
    case 'owed':
      return phase.purpose === 'change';
  }
}

function owedMinor({ phase }: Sale, { debts }: Till): number {
  if (phase.kind !== 'owed') return 0;
  const debt = debts[phase.debtId];
  return debt === undefined ? phase.owedMinor : remainingMinor(debt);
}

function unresolvedMinor(payout: Payout | undefined): number {
  if (payout?.phase.kind !== 'unresolved') return 0;
  const { count, valueMinor } = payout.phase.leg;
  return count * valueMinor;
}
