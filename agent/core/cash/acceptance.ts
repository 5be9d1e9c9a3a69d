/** Which coins may still come in, so that no sale takes what it could not give change for. */
import type { InCurrency } from './currency.ts';
import type { Holdings } from './holdings.ts';
import { sourcesOf, type ReadyDispenser } from './dispensers.ts';
import { greatestCommonDivisor, payableUpTo } from './plan.ts';

/** An acceptor that can be asked now, and the values it can take. */
export interface ReadyAcceptor extends InCurrency {
  readonly device: string;
  readonly kind: 'coin-acceptor' | 'bill-acceptor';
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

/** Of these values, those that could be given back together with what is in already. */
export function repayableValues(
  valuesMinor: readonly number[],
  insertedMinor: number,
  { holdings, dispensers }: CashOnHand,
): readonly number[] {
  const mostMinor = insertedMinor + Math.max(0, ...valuesMinor);
  const isPayable = payableUpTo(mostMinor, sourcesOf(dispensers, holdings));
  return valuesMinor.filter((valueMinor) => isPayable(insertedMinor + valueMinor));
}

/**
 * True when there is an amount below the largest coin accepted that cannot be paid as change: the
 * notice "exact change only" goes up before a sale, not in the middle of it. Where only notes are
 * taken, the smallest of them counts: a larger one is given back where its change cannot be paid.
 */
export function isExactChangeOnly(
  acceptors: readonly ReadyAcceptor[],
  { holdings, dispensers }: CashOnHand,
): boolean {
  const coins = acceptors.filter(({ kind }) => kind === 'coin-acceptor').flatMap(valuesOf);
  const values = acceptors.flatMap(valuesOf);
  const stepMinor = greatestCommonDivisor(values);
  const smallestMinor = values.length === 0 ? 0 : Math.min(...values);
  const largestMinor = coins.length > 0 ? Math.max(...coins) : smallestMinor;
  const isPayable = payableUpTo(largestMinor, sourcesOf(dispensers, holdings));
  for (let amountMinor = stepMinor; amountMinor < largestMinor; amountMinor += stepMinor) {
    if (!isPayable(amountMinor)) return true;
  }
  return false;
}

function valuesOf({ valuesMinor }: ReadyAcceptor): readonly number[] {
  return valuesMinor;
}

/** True when coins of the accepted values can make up this amount at all. */
export function isPayableInCash(amountMinor: number, acceptors: readonly ReadyAcceptor[]): boolean {
  const stepMinor = greatestCommonDivisor(acceptors.flatMap(({ valuesMinor }) => valuesMinor));
  return stepMinor > 0 && amountMinor % stepMinor === 0;
}
