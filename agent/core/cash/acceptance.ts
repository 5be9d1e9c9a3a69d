/** Which coins may still come in, so that no sale takes what it could not give change for. */
import { withPiece, type Holdings } from './holdings.ts';
import { sourcesOf, type ReadyDispenser } from './payout.ts';
import { greatestCommonDivisor, payableUpTo } from './plan.ts';

/** An acceptor that can be asked now, and where a coin of each of its values would go. */
export interface ReadyAcceptor {
  readonly device: string;
  readonly values: readonly { readonly valueMinor: number; readonly place: string }[];
}

export interface CashOnHand {
  readonly holdings: Holdings;
  readonly dispensers: readonly ReadyDispenser[];
}

/**
 * The values to accept while `restMinor` is still to be paid: all that stay below it, and those
 * above whose change can be paid, the coin itself counted in where it would land.
 */
export function acceptableValues(
  { values }: ReadyAcceptor,
  restMinor: number,
  { holdings, dispensers }: CashOnHand,
): readonly number[] {
  return values
    .filter(({ valueMinor, place }) => {
      const changeMinor = valueMinor - restMinor;
      if (changeMinor <= 0) return true;
      const after = sourcesOf(dispensers, withPiece(holdings, place, valueMinor));
      return payableUpTo(changeMinor, after)(changeMinor);
    })
    .map(({ valueMinor }) => valueMinor);
}

/**
 * True when there is an amount below the largest coin accepted that cannot be paid as change: the
 * notice "exact change only" goes up before a sale, not in the middle of it.
 */
export function isExactChangeOnly(
  acceptors: readonly ReadyAcceptor[],
  { holdings, dispensers }: CashOnHand,
): boolean {
  const values = acceptors.flatMap((acceptor) =>
    acceptor.values.map(({ valueMinor }) => valueMinor),
  );
  const stepMinor = greatestCommonDivisor(values);
  const largestMinor = Math.max(0, ...values);
  const isPayable = payableUpTo(largestMinor, sourcesOf(dispensers, holdings));
  for (let amountMinor = stepMinor; amountMinor < largestMinor; amountMinor += stepMinor) {
    if (!isPayable(amountMinor)) return true;
  }
  return false;
}

/** True when coins of the accepted values can make up this amount at all. */
export function isPayableInCash(amountMinor: number, acceptors: readonly ReadyAcceptor[]): boolean {
  const stepMinor = greatestCommonDivisor(
    acceptors.flatMap(({ values }) => values.map(({ valueMinor }) => valueMinor)),
  );
  return stepMinor > 0 && amountMinor % stepMinor === 0;
}
