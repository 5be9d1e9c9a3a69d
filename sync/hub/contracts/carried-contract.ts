/** Which contract the next entitlement of a station carries. Pure. */
import type { Contract } from '../../../agent/core/entitlement/entitlement.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import { contractForStation, type ContractOfStation } from './contract-for-station.ts';
import { isAbout, isOfOwner, type GraphAt, type StationPlace } from './contract-scope.ts';
import type { KnownBooks } from './known-books.ts';

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
export function carriedContract(all: KnownBooks, { place, before }: Carrying): Carried {
  const found = contractForStation(all, place);
  if (found.kind === 'covered') return { found, contract: found.contract };
  if (before === undefined) return { found, contract: undefined };
  const isOurs = all.versions.some((entry) => isFrom(entry, { place, before }, all.known));
  return { found, contract: isOurs ? undefined : before };
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
