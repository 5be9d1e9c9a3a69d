/** What a solved ticket costs: credits by minimum and blocks, or minutes from pool and wallet. */
import { accountKey, accountOf, rateCode, rateMinor, type Case } from './case.ts';
import { creditsAfterwards, creditsCharged } from './credits.ts';
import type { Answer, Hold } from './decision.ts';
import { billedMinutes, hourlyMinor } from './tariff.ts';

/** A settlement names in `holds` what is taken from which account. */
export function settlementOf(of: Case, by: 'credits' | 'minutes'): Answer {
  return by === 'credits' ? settleCredits(of) : settleMinutes(of);
}

/** Whoever has little left is told so when a ticket is settled (INN-16). */
function settleCredits(of: Case): Answer {
  const amount = creditsCharged(of);
  const isLow = creditsAfterwards(of) < of.parameters.warnBelowCredits;
  return {
    outcome: 'SETTLE',
    reasons: isLow ? ['BALANCE_LOW'] : [],
    holds: amount > 0 ? [{ account: 'credits', amount }] : [],
    count: amount,
  };
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
