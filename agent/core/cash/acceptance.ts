/** Which coins may still come in, so that no sale takes what it could not give change for. */
import type { Holdings } from './holdings.ts';
import { sourcesOf, type ReadyDispenser } from './payout.ts';
import { greatestCommonDivisor, payableUpTo } from './plan.ts';

/** An acceptor that can be asked now, and the values it can take. */
export interface ReadyAcceptor {
  readonly device: string;
  readonly valuesMinor: readonly number[];
}

export interface CashOnHand {
  readonly holdings: Holdings;
  readonly dispensers: readonly ReadyDispenser[];
}

/**
 * The values to accept while `restMinor` is still to be paid: all that do not exceed it, and those
 * above whose change can be paid. The coin itself is no help there: its change is always less.
 */
export function acceptableValues(
  { valuesMinor }: ReadyAcceptor,
  restMinor: number,
  { holdings, dispensers }: CashOnHand,
): readonly number[] {
  const mostMinor = Math.max(0, ...valuesMinor.map((valueMinor) => valueMinor - restMinor));
  const isPayable = payableUpTo(mostMinor, sourcesOf(dispensers, holdings));
  return valuesMinor.filter((valueMinor) => isPayable(Math.max(valueMinor - restMinor, 0)));
}

/**
 * True when there is an amount below the largest coin accepted that cannot be paid as change: the
 * notice "exact change only" goes up before a sale, not in the middle of it.
 */
export function isExactChangeOnly(
  acceptors: readonly ReadyAcceptor[],
  { holdings, dispensers }: CashOnHand,
): boolean {
  const values = acceptors.flatMap(({ valuesMinor }) => valuesMinor);
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
  const stepMinor = greatestCommonDivisor(acceptors.flatMap(({ valuesMinor }) => valuesMinor));
  return stepMinor > 0 && amountMinor % stepMinor === 0;
}
