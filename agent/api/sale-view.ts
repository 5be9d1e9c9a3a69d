import { askedMinor, insertedMinor, type Sale } from '../core/sale/sale.ts';
import type { Till } from '../core/till/till.ts';
import { payoutView } from './payout-view.ts';
import type { SaleView } from './schema.ts';

/** A sale with what its payout has come to so far, which only the till knows. */
export function saleView(sale: Sale, till: Till): SaleView {
  const inserted = insertedMinor(sale);
  const isPaid = isSalePaid(sale);
  const { amountDueMinor: cashDueMinor, differenceMinor = 0 } = sale;
  return {
    saleId: sale.saleId,
    state: stateOf(sale),
    client: sale.client,
    reference: sale.reference,
    amountDueMinor: askedMinor(sale),
    cashDueMinor,
    currency: sale.currency,
    ...payoutView(sale, till),
    restMinor: sale.phase.kind === 'collecting' ? Math.max(cashDueMinor - inserted, 0) : 0,
    isPaid,
    changeDueMinor: isPaid ? Math.max(inserted - cashDueMinor - differenceMinor, 0) : 0,
    differenceMinor,
    isAcknowledged: sale.isAcknowledged,
    startedAt: new Date(sale.startedAtMs).toISOString(),
  };
}

/** What only a deposit goes through is told of a deposit. */
function stateOf({ phase }: Sale): SaleView['state'] {
  switch (phase.kind) {
    case 'paused':
    case 'fixing':
    case 'fixed':
      return 'collecting';
    case 'collecting':
    case 'settling':
    case 'settled':
    case 'cancelled':
    case 'returning':
    case 'returned':
    case 'unresolved':
    case 'owed':
      return phase.kind;
  }
}

function isSalePaid({ phase }: Sale): boolean {
  switch (phase.kind) {
    case 'settling':
    case 'settled':
      return true;
    case 'collecting':
    case 'paused':
    case 'fixing':
    case 'fixed':
    case 'cancelled':
    case 'returning':
    case 'returned':
      return false;
    case 'unresolved':
    case 'owed':
      return phase.purpose === 'change';
  }
}
