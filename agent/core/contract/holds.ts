/** What is set aside before the work: credits, minutes of a pool, or money of a wallet. */
import { accountKey, accountOf, rateCode, rateMinor, walletGateMinor, type Case } from './case.ts';
import { creditsWanted } from './credits.ts';
import type { Answer, CostLine, Hold } from './decision.ts';
import type { HoldRule, Reason } from './plan.ts';
import { hourlyMinor } from './tariff.ts';

export interface Held extends Pick<Answer, 'needs' | 'options'> {
  readonly holds: readonly Hold[];
  readonly costLines: readonly CostLine[];
  readonly reasons?: readonly Reason[] | undefined;
}

/** What a row sets aside; `no-price`: nobody has set the rate it would take. */
export function heldOf(of: Case, rule: HoldRule | undefined): Held | 'no-price' {
  switch (rule) {
    case undefined:
      return { holds: [], costLines: [] };
    case 'class-minimum': {
      const amount = creditsWanted(of);
      return { holds: amount > 0 ? [{ account: 'credits', amount }] : [], costLines: [] };
    }
    case 'wallet-gate': {
      const amount = walletGateMinor(of);
      return amount === undefined
        ? 'no-price'
        : { holds: [{ account: 'wallet', amount }], costLines: [] };
    }
    case 'pool-then-wallet':
      return poolThenWallet(of);
  }
}

/**
 * What the pool covers, and the rest at the rate of the mode from the wallet (E40). A rest that
 * nobody has priced, or that the wallet cannot bear, takes nothing away from what the pool covers.
 */
function poolThenWallet(of: Case): Held {
  const { available } = accountOf(of, 'pool');
  const wanted = of.request.minutes ?? Math.min(available, of.parameters.walletGateHours * 60);
  const amount = Math.min(available, wanted);
  const holds = amount > 0 ? [{ account: accountKey(of, 'pool'), amount }] : [];
  const rest = wanted - amount;
  if (rest === 0) return { holds, costLines: [] };
  const code = rateCode(of.request.mode ?? 'remote');
  const rate = rateMinor(of);
  if (rate === undefined) {
    return { holds, costLines: [], options: [{ code }], reasons: ['PRICE_NOT_SET'] };
  }
  const totalMinor = hourlyMinor(rest, rate);
  const line = { code, quantity: rest, unit: 'minute', totalMinor, payer: 'customer' } as const;
  const costLines = [{ ...line, currency: of.plan.currency }];
  const missing = totalMinor - accountOf(of, 'wallet').available;
  return missing > 0
    ? { holds, costLines, needs: { what: 'recharge', missing } }
    : { holds: [...holds, { account: 'wallet', amount: totalMinor }], costLines };
}
