import { describe, expect, it } from 'vitest';
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { examplePlan } from '../../../agent/plans/example.ts';
import { innPlan } from '../../../agent/plans/inn.ts';
import { omnPlan } from '../../../agent/plans/omn.ts';
import { sdsPlan } from '../../../agent/plans/sds.ts';
import { ACCOUNTS, usesAccount } from './plan-accounts.ts';

function accountsOf(plan: Plan, variant: string): readonly string[] {
  const from = '2026-01-01';
  const contract = { id: 'c', customer: 'bar', start: from, from, variant, stations: [] };
  const { id, version } = plan;
  const terms = {
    contract: { ...contract, plan: { id, version } },
    plan,
    parameters: parametersOf(plan.parameters),
    prices: new Map<string, number>(),
    isInForce: true,
    today: from,
  };
  return ACCOUNTS.filter((account) => usesAccount(terms, account));
}

describe('the balances of a contract', () => {
  it.each([
    [sdsPlan, 'flat', []],
    [innPlan, 'credits', ['credits']],
    [omnPlan, 'presidio', ['wallet', 'pool-remote', 'pool-on-site']],
    [omnPlan, 'plafond', ['wallet']],
    [examplePlan, 'monthly', ['wallet']],
  ] as const)('$id, %s: what its rows set aside, and what work is settled from', (...of) => {
    const [plan, variant, accounts] = of;
    expect(accountsOf(plan, variant)).toEqual(accounts);
  });
});
