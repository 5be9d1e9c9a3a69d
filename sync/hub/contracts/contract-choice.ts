/** Which of several contracts decides: in one order for the hub's own answers and for what a till is told. Pure. */
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import { caseOf, isContractInForce } from '../../../agent/core/contract/case.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import { planOf } from './plan-for.ts';

export interface ChoiceAt {
  readonly plans: readonly Plan[];
  readonly atMs: number;
  /** The station it is about, if it is about one. */
  readonly station?: string | undefined;
}

/**
 * Of those in force the one for the station before that for its site before that for its customer, of
 * several the newest; where none is, the next to begin; where all are over, the newest: it says itself
 * that it is over.
 */
export function chosenContract(
  contracts: readonly ContractEntry[],
  at: ChoiceAt,
): ContractEntry | undefined {
  const newest = contracts.toSorted((a, b) => b.start.localeCompare(a.start));
  return (
    inForceFirst(newest, at) ??
    newest.findLast((entry) => hasNotBegun(entry, at)) ??
    newest.find((entry) => !hasNotBegun(entry, at))
  );
}

/** As {@link chosenContract}, and only one that is in force. */
export function chosenInForce(
  contracts: readonly ContractEntry[],
  at: ChoiceAt,
): ContractEntry | undefined {
  return inForceFirst(
    contracts.toSorted((a, b) => b.start.localeCompare(a.start)),
    at,
  );
}

function inForceFirst(newest: readonly ContractEntry[], at: ChoiceAt): ContractEntry | undefined {
  const running = newest.filter((entry) => isInForce(entry, at));
  return (
    running.find(({ stations }) => at.station !== undefined && stations.includes(at.station)) ??
    running.find(({ site }) => site !== undefined) ??
    running[0]
  );
}

function isInForce(contract: ContractEntry, { plans, atMs }: ChoiceAt): boolean {
  const plan = planOf(plans, contract);
  if (plan === undefined) return false;
  return isContractInForce(caseOf({ kind: 'contact', atMs }, { contract }, plan));
}

function hasNotBegun(entry: ContractEntry, { plans, atMs }: ChoiceAt): boolean {
  const plan = planOf(plans, entry);
  return plan !== undefined && entry.start > dateOfInstant(atMs, plan.zone);
}
