/** What the contract of a site says of the time that is free for a till that enrols there. */
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { FreeTerms } from '../licences/free-period.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks } from './books.ts';
import { chosenInForce } from './contract-choice.ts';
import { graphAt, isAbout, isOfOwner, type StationPlace } from './contract-scope.ts';
import { planOf } from './plan-for.ts';

/** By the contract in force that covers the station; undefined where the books have none. */
export async function freeTermsOfSite(
  database: HubDatabase,
  place: StationPlace,
  atMs: number,
): Promise<FreeTerms | undefined> {
  const plans = await knownPlans(database);
  const books = await readBooks(database, { atMs });
  const known = graphAt(books, plans, atMs);
  const own = books.contracts.filter(
    (entry) => isAbout(entry, place, known) && isOfOwner(entry, place, known),
  );
  const contract = chosenInForce(own, { plans, atMs, station: place.station });
  const plan = contract && planOf(plans, contract);
  return plan && parametersOf(plan.parameters, contract?.parameters);
}
