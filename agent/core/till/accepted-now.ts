import { acceptableValues, type ReadyAcceptor } from '../cash/acceptance.ts';
import { insertedMinor } from '../sale/sale.ts';
import type { TillFacts } from './events.ts';
import { activeSale, freeDispensers, type Till } from './till.ts';

/** The values an acceptor may take as things stand: none, unless a sale collects. */
export function acceptedNow(
  till: Till,
  { dispensers }: Pick<TillFacts, 'dispensers'>,
  acceptor: ReadyAcceptor,
): readonly number[] {
  const sale = activeSale(till);
  if (sale?.phase.kind !== 'collecting') return [];
  const onHand = {
    holdings: till.holdings,
    dispensers: freeDispensers(till.payouts, dispensers),
  };
  return acceptableValues(acceptor, sale.amountDueMinor - insertedMinor(sale), onHand);
}
