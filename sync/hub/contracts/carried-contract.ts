/** Which contract the next entitlement of a station carries. */
import type { Contract } from '../../../agent/core/entitlement/entitlement.ts';
import { contractEntrySchema, type ContractEntry } from '../books/contract-entry.ts';
import { versionsIn } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks } from './books.ts';
import { contractForStation, type ContractOfStation } from './contract-for-station.ts';
import { isAbout, isOfOwner, type GraphAt, type StationPlace } from './contract-scope.ts';

export interface Carrying {
  readonly place: StationPlace;
  /** What the station's entitlement has said so far. */
  readonly before: Contract | undefined;
}

export interface Carried {
  readonly found: ContractOfStation;
  /** Undefined: the entitlement carries none. */
  readonly contract: Contract | undefined;
}

/**
 * What the books say at an instant. A contract that was signed elsewhere stays, as long as no contract
 * of these books has ever been about the station.
 */
export async function carriedContract(
  database: HubDatabase,
  { place, before }: Carrying,
  atMs: number,
): Promise<Carried> {
  const plans = await knownPlans(database);
  const books = { ...(await readBooks(database, { atMs })), plans };
  const found = contractForStation(books, place, atMs);
  if (found.kind === 'covered') return { found, contract: found.contract };
  if (before === undefined) return { found, contract: undefined };
  const versions = await contractVersions(database);
  const isOurs = versions.some((entry) =>
    isFrom(entry, { place, before }, { graph: books, plans, atMs }),
  );
  return { found, contract: isOurs ? undefined : before };
}

/** Every contract as it ever was, the future included; of one entry or of all. */
export async function contractVersions(
  database: HubDatabase,
  entry?: string,
): Promise<readonly ContractEntry[]> {
  const versions = await versionsIn(database, ['contracts']);
  return versions
    .filter((version) => entry === undefined || version.entry === entry)
    .flatMap(({ body }) => contractEntrySchema.safeParse(body).data ?? []);
}

/** A station that another customer's contract names by mistake keeps its own. */
function isFrom(
  entry: ContractEntry,
  { place, before }: { readonly place: StationPlace; readonly before: Contract },
  known: GraphAt,
): boolean {
  if (!isAbout(entry, place, known)) return false;
  const isThatOne = before.plan.id === entry.plan.id && before.start === entry.start;
  return isThatOne || isOfOwner(entry, place, known);
}
