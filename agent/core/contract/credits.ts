/** What a ticket needs and costs in credits: the minimum of its class, then whole blocks. */
import { accountOf, classMinimum, minimumOf, surchargeOf, type Case } from './case.ts';
import { blocksCharged } from './tariff.ts';

/** What a ticket may use: what is free, and what it holds already. */
export function creditsAtHand(of: Case): number {
  const { available, held = 0 } = accountOf(of, 'credits');
  return available + held;
}

/** What must be at hand: before the work the minimum, during it the block the next credit lies in. */
export function creditsWanted(of: Case): number {
  const { kind, used = 0 } = of.request;
  return (kind === 'work' ? charged(of, used + 1) : classMinimum(of)) + acceptedSurcharge(of);
}

/** What a solved ticket costs: one line, in the highest class it reached (INN-08). */
export function creditsCharged(of: Case): number {
  return charged(of, of.request.used ?? 0) + acceptedSurcharge(of);
}

/** What is left when this ticket is settled. */
export function creditsAfterwards(of: Case): number {
  return creditsAtHand(of) - creditsCharged(of);
}

/** What a minimum rises by, where the work turned out dearer than the ticket was opened as. */
export function minimumRise(of: Case): number {
  const { openedAs } = of.request;
  return openedAs === undefined ? 0 : classMinimum(of) - minimumOf(openedAs, of.parameters);
}

/** A security update is flat, however long it takes (INN-04). */
function charged(of: Case, used: number): number {
  const minimum = classMinimum(of);
  if (of.request.serviceClass === 'security-update') return minimum;
  return blocksCharged({ minimum, block: of.parameters.creditBlock }, used);
}

/** A surcharge counts once somebody has agreed to it, and never before. */
function acceptedSurcharge(of: Case): number {
  return of.request.accepted?.includes('surcharge') === true ? surchargeOf(of) : 0;
}
