import type { Amount, EventName, PollEvent, Progress } from './events.ts';
import type { PayoutEnd } from './unit-cursor.ts';

const ENDS: Partial<Readonly<Record<EventName, PayoutEnd['kind']>>> = {
  dispensed: 'dispensed',
  floated: 'collected',
  'smart-emptied': 'collected',
  'incomplete-float': 'incomplete-collect',
  'incomplete-payout': 'incomplete',
  halted: 'halted',
  timeout: 'timeout',
  jammed: 'jammed',
  'error-during-payout': 'error',
};

/** How a payout has ended, if this event says so. */
export function payoutEndOf(event: PollEvent, currency: string): PayoutEnd | undefined {
  const kind = ENDS[event.name];
  if (kind === undefined) return undefined;
  const { code } = event;
  if (kind !== 'incomplete' && kind !== 'incomplete-collect')
    return { kind, paidMinor: sumOf(event.amounts, currency), code };
  const done = event.progress.map((one) => amountOf(one, one.doneMinor));
  const requested = event.progress.map((one) => amountOf(one, one.requestedMinor));
  const requestedMinor = Math.max(0, sumOf(requested, currency));
  return { kind, paidMinor: sumOf(done, currency), requestedMinor, code };
}

function amountOf({ currency }: Progress, valueMinor: number): Amount {
  return { valueMinor, currency };
}

const NOT_OUR_CURRENCY = -1;

function sumOf(amounts: readonly Amount[], currency: string): number {
  const isForeign = amounts.some((one) => one.currency !== currency && one.valueMinor > 0);
  if (isForeign) return NOT_OUR_CURRENCY;
  return amounts.reduce((total, { valueMinor }) => total + valueMinor, 0);
}
