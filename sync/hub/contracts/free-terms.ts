/** What the contract of a site says of the time that is free for a till that enrols there. */
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import { withOwners } from '../../../agent/core/contract/parties.ts';
import type { FreeTerms } from '../licences/free-period.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks } from './books.ts';
import type { StationPlace } from './contract-scope.ts';
import { contractFor } from './hub-facts.ts';
import { planOf } from './plan-for.ts';

/** The contract of the station, its site or its customer; undefined where the books have none. */
export async function freeTermsOfSite(
  database: HubDatabase,
  { station, site }: StationPlace,
  atMs: number,
): Promise<FreeTerms | undefined> {
  const books = await readBooks(database, { atMs });
  const subjects = [
    { station, site },
    ...withOwners(books, site, atMs).map(({ id }) => ({ customer: id })),
  ];
  const [contract] = subjects.flatMap((subject) => contractFor(books, subject) ?? []);
  if (contract === undefined) return undefined;
  const plan = planOf(await knownPlans(database), contract);
  return plan === undefined ? undefined : parametersOf(plan.parameters, contract.parameters);
}
