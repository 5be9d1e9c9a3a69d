/** Which plan decides: what the contract names, as it was in force when it was asked. */
import { planAt } from '../../../agent/core/contract/decide.ts';
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { ContractEntry } from '../books/contract-entry.ts';

/** The plan of a contract in its own version; the books say which held at an instant. */
export function planOf(
  plans: readonly Plan[],
  contract: Pick<ContractEntry, 'plan'>,
): Plan | undefined {
  const { id, version } = contract.plan;
  return plans.find((plan) => plan.id === id && plan.version === version);
}

/** A plan by its name, for whoever has no contract yet. */
export function planNamed(plans: readonly Plan[], id: string, atMs: number): Plan | undefined {
  const history = plans.filter((plan) => plan.id === id).map((plan) => ({ sinceMs: 0, plan }));
  return planAt(history, atMs);
}

/** The plan whose distributors promise to buy. */
export function planOfDistributors(plans: readonly Plan[]): Plan | undefined {
  return plans.find(({ parameters }) => parametersOf(parameters).licencesPerYear > 0);
}
