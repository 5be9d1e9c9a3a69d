/** Which stations a contract of the books is about, and whether their site is of its customer. Pure. */
import { coversStations } from '../../../agent/core/contract/coverage.ts';
import { withOwners, type PartyGraph } from '../../../agent/core/contract/parties.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import { planOf } from './plan-for.ts';

export interface StationPlace {
  readonly station: string;
  readonly site: string;
}

export interface GraphAt {
  readonly plans: readonly Plan[];
  readonly atMs: number;
  /** The customer and the groups that a site is part of at the instant. */
  readonly ownersOf: (site: string) => readonly string[];
}

/** What is known at an instant; whose a site is is looked for once. */
export function graphAt(graph: PartyGraph, plans: readonly Plan[], atMs: number): GraphAt {
  const owners = new Map<string, readonly string[]>();
  return {
    plans,
    atMs,
    ownersOf: (site) => {
      const found = owners.get(site) ?? ownersAt(graph, site, atMs);
      owners.set(site, found);
      return found;
    },
  };
}

/** Whether a contract names a station, or, where its plan names none, is for its site. */
export function isAbout(
  entry: ContractEntry,
  { station, site }: StationPlace,
  known: GraphAt,
): boolean {
  if (entry.stations.includes(station)) return true;
  const plan = planOf(known.plans, entry);
  if (plan === undefined || coversStations(plan) || entry.stations.length > 0) return false;
  if (entry.site !== undefined) return entry.site === site;
  return known.ownersOf(site).includes(entry.customer);
}

/** Whether the site is of the contract's customer; of a site that is nobody's yet, the contract says so. */
export function isOfOwner(
  entry: ContractEntry,
  { site }: StationPlace,
  known: Pick<GraphAt, 'ownersOf'>,
): boolean {
  const owners = known.ownersOf(site);
  return owners.length === 0 ? entry.site === site : owners.includes(entry.customer);
}

function ownersAt(graph: PartyGraph, site: string, atMs: number): readonly string[] {
  return withOwners(graph, site, atMs)
    .filter(({ kind }) => kind === 'customer' || kind === 'group')
    .map(({ id }) => id);
}
