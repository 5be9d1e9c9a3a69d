import {
  acceptableValues,
  repayableValues,
  type CashOnHand,
  type ReadyAcceptor,
} from '../cash/acceptance.ts';
import { ofCurrency } from '../cash/currency.ts';
import { foreignCurrency, insertedMinor, type Sale } from '../sale/sale.ts';
import type { TillFacts } from './events.ts';
import { activeSale, freeDispensers, type Till } from './till.ts';

/** The most that one deposit takes: above it the plan of what is paid back would be too large. */
const DEPOSIT_MAX_MINOR = 2_000_000;

/** The values an acceptor may take as things stand: none, unless a sale of its currency collects. */
export function acceptedNow(
  till: Till,
  { dispensers }: Pick<TillFacts, 'dispensers'>,
  acceptor: ReadyAcceptor,
): readonly number[] {
  const sale = activeSale(till);
  if (sale?.phase.kind !== 'collecting') return [];
  const currency = foreignCurrency(sale);
  if (acceptor.currency !== currency) return [];
  const onHand = {
    holdings: till.holdings,
    dispensers: ofCurrency(freeDispensers(till.payouts, dispensers), currency),
  };
  if (sale.deposit === undefined) {
    return acceptableValues(acceptor, sale.amountDueMinor - insertedMinor(sale), onHand);
  }
  return depositableValues(acceptor, sale, onHand);
}

/** What a fill brings stays; of any other deposit all must be there to be paid back. */
function depositableValues(
  { valuesMinor }: ReadyAcceptor,
  sale: Sale,
  onHand: CashOnHand,
): readonly number[] {
  const mostMinor = DEPOSIT_MAX_MINOR - insertedMinor(sale);
  const values = valuesMinor.filter((valueMinor) => valueMinor <= mostMinor);
  return sale.deposit?.purpose === 'fill'
    ? values
    : repayableValues(values, insertedMinor(sale), onHand);
}
