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
  readonly graph: PartyGraph;
  readonly plans: readonly Plan[];
  readonly atMs: number;
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
  return ownersOf(site, known).includes(entry.customer);
}

/** Whether the site is of the contract's customer; of a site that is nobody's yet, the contract says so. */
export function isOfOwner(
  entry: ContractEntry,
  { site }: StationPlace,
  known: Omit<GraphAt, 'plans'>,
): boolean {
  const owners = ownersOf(site, known);
  return owners.length === 0 ? entry.site === site : owners.includes(entry.customer);
}

function ownersOf(site: string, { graph, atMs }: Omit<GraphAt, 'plans'>): readonly string[] {
  return withOwners(graph, site, atMs)
    .filter(({ kind }) => kind === 'customer' || kind === 'group')
    .map(({ id }) => id);
}
