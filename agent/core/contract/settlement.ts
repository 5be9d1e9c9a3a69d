/** What a solved ticket costs: credits by minimum and blocks, or minutes from pool and wallet. */
import {
  accountKey,
  accountOf,
  classMinimum,
  rateCode,
  rateMinor,
  surchargeOf,
  type Case,
} from './case.ts';
import type { Answer, Hold } from './decision.ts';
import { billedMinutes, blocksCharged, hourlyMinor } from './tariff.ts';

/** A settlement names in `holds` what is taken from which account. */
export function settlementOf(of: Case, by: 'credits' | 'minutes'): Answer {
  return by === 'credits' ? settleCredits(of) : settleMinutes(of);
}

/** One line, in the highest class the ticket reached: never a minimum twice (INN-08). */
function settleCredits(of: Case): Answer {
  const { used = 0, serviceClass, accepted } = of.request;
  const tariff = { minimum: classMinimum(of), block: of.parameters.creditBlock };
  const charged = serviceClass === 'security-update' ? tariff.minimum : blocksCharged(tariff, used);
  const surcharge = accepted?.includes('surcharge') === true ? surchargeOf(of) : 0;
  const amount = charged + surcharge;
  return { outcome: 'SETTLE', holds: [{ account: 'credits', amount }], count: amount };
}

function settleMinutes(of: Case): Answer {
  const { request, parameters, plan } = of;
  const minutes = billedMinutes(request.used ?? 0, parameters.billingIncrement);
  const { available, held = 0 } = accountOf(of, 'pool');
  const fromPool = Math.min(minutes, available + held);
  const rest = minutes - fromPool;
  const pool: readonly Hold[] =
    fromPool > 0 ? [{ account: accountKey(of, 'pool'), amount: fromPool }] : [];
  if (rest === 0) return { outcome: 'SETTLE', holds: pool, count: minutes };
  const rate = rateMinor(of);
  const code = rateCode(request.mode ?? 'remote');
  if (rate === undefined) {
    return { outcome: 'QUOTE', reasons: ['PRICE_NOT_SET'], options: [{ code }], holds: pool };
  }
  const totalMinor = hourlyMinor(rest, rate);
  const line = { code, quantity: rest, unit: 'minute', totalMinor, payer: 'customer' } as const;
  return {
    outcome: 'SETTLE',
    holds: [...pool, { account: 'wallet', amount: totalMinor }],
    costLines: [{ ...line, currency: plan.currency }],
    count: minutes,
  };
}
