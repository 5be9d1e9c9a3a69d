/** Which balances a contract works with, as the rows of its plan's tables say. */
import { hourlyMinor } from '../../../agent/core/contract/tariff.ts';
import { rateCode } from '../../../agent/core/contract/case.ts';
import type { HoldRule, Plan, PlanRow } from '../../../agent/core/contract/plan.ts';
import { HELP_MODES } from '../../../agent/core/contract/request.ts';
import type { CustomerTerms } from './customer-terms.ts';

export const ACCOUNTS = ['credits', 'wallet', 'pool-remote', 'pool-on-site'] as const;

export type Account = (typeof ACCOUNTS)[number];

export function usesAccount({ plan, contract }: CustomerTerms, account: Account): boolean {
  return plan.rows
    .filter((row) => isOpenTo(row, contract.variant))
    .some((row) => accountsOf(holdOf(row)).includes(account) || settlesFrom(row, account));
}

/** Whether so little is left that whoever owns it should be told (INN-16, OMN-08). */
export function isLow(terms: CustomerTerms | undefined, account: Account, left: number): boolean {
  if (terms === undefined || !usesAccount(terms, account)) return false;
  const { warnBelowCredits, walletGateHours } = terms.parameters;
  switch (account) {
    case 'credits':
      return left < warnBelowCredits;
    case 'wallet': {
      const gates = HELP_MODES.flatMap((mode) => terms.prices.get(rateCode(mode)) ?? []);
      if (gates.length === 0) return false;
      return left < hourlyMinor(walletGateHours * MINUTES_PER_HOUR, Math.min(...gates));
    }
    case 'pool-remote':
    case 'pool-on-site':
      return left <= 0;
  }
}

const MINUTES_PER_HOUR = 60;

function isOpenTo({ when }: PlanRow, variant: string | undefined): boolean {
  return when.every(
    (condition) =>
      condition.is !== 'variant' || (variant !== undefined && condition.in.includes(variant)),
  );
}

function holdOf({ then }: Plan['rows'][number]): HoldRule | undefined {
  return 'hold' in then ? then.hold : undefined;
}

/** Work that nothing was set aside for is still taken from a balance when it is settled. */
function settlesFrom({ then }: PlanRow, account: Account): boolean {
  if (then.outcome !== 'SETTLE') return false;
  return account === (then.by === 'credits' ? 'credits' : 'wallet');
}

function accountsOf(rule: HoldRule | undefined): readonly Account[] {
  switch (rule) {
    case undefined:
      return [];
    case 'class-minimum':
      return ['credits'];
    case 'wallet-gate':
      return ['wallet'];
    case 'pool-then-wallet':
      return ['pool-remote', 'pool-on-site', 'wallet'];
  }
}
