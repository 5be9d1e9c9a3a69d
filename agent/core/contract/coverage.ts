/** Which stations a contract covers of those that are there, and what covering another would cost. */
import { anotherStation } from './capacity.ts';
import { capacityOf, caseOf } from './case.ts';
import type { PricedOption } from './decision.ts';
import type { Condition, Plan } from './plan.ts';
import type { DecisionFacts } from './request.ts';

export interface Coverage {
  /** Named in the contract, and there. */
  readonly covered: readonly string[];
  /** There, and not named: help is refused to it until somebody names it. */
  readonly uncovered: readonly string[];
  /** Named, and not there: each could make place for another. */
  readonly absent: readonly string[];
  /** How many stations the contract may cover. */
  readonly capacity: number;
  /** Places that were bought and are nobody's. */
  readonly spare: number;
  /** Stations that are there beyond the capacity, counted with those that are named. */
  readonly over: number;
  /** What one more costs for a year once no place is spare; unpriced: it takes a quote. */
  readonly another: readonly PricedOption[];
}

/** Undefined for a plan that covers no stations by name, and where there is no contract. */
export function coverageOf(
  { facts, plan }: { readonly facts: DecisionFacts; readonly plan: Plan },
  present: readonly string[],
  nowMs: number,
): Coverage | undefined {
  const { contract } = facts;
  if (contract === undefined || !coversStations(plan)) return undefined;
  const of = caseOf({ kind: 'change-stations', atMs: nowMs }, facts, plan);
  const named = new Set(contract.stations);
  const there = new Set(present);
  const uncovered = [...there].filter((station) => !named.has(station));
  const capacity = capacityOf(of);
  const spare = Math.max(0, capacity - named.size);
  return {
    covered: [...named].filter((station) => there.has(station)),
    uncovered,
    absent: [...named].filter((station) => !there.has(station)),
    capacity,
    spare,
    over: Math.max(0, named.size + uncovered.length - capacity),
    another: spare > 0 ? [] : anotherStation(of),
  };
}

/** Whether the plan helps only the stations that a contract names. */
export function coversStations({ rows }: Plan): boolean {
  return rows.some(({ when }) => when.some(isAboutStations));
}

function isAboutStations(condition: Condition): boolean {
  return condition.is === 'not'
    ? isAboutStations(condition.that)
    : condition.is === 'station-covered';
}
