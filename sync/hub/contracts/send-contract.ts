/**
 * Brings what a contract says to its tills: each station that it covers, or has ever covered, is
 * issued its next entitlement where that carries another contract than the last one.
 */
import { fleetRows, type FleetRow } from '../store/fleet-list.ts';
import { isAbout } from './contract-scope.ts';
import type { Desk } from './desk.ts';
import { BooksReader, contractVersions } from './known-books.ts';
import { sendToStation, type StationResult } from './send-to-station.ts';

export interface SentToStation {
  readonly station: string;
  readonly result: StationResult;
}

export type ContractSent =
  | { readonly kind: 'sent'; readonly stations: readonly SentToStation[] }
  | { readonly kind: 'refused'; readonly code: 'issuer-key-missing' | 'contract-unknown' };

/** Once more with the same books it issues nothing. */
export async function sendContract(desk: Desk, contract: string): Promise<ContractSent> {
  const issuer = desk.vendor?.issuer;
  if (issuer === undefined) return { kind: 'refused', code: 'issuer-key-missing' };
  const books = new BooksReader(desk.nowMs());
  const concerned = await stationsOf(desk, contract, books);
  if (concerned === undefined) return { kind: 'refused', code: 'contract-unknown' };
  const stations: SentToStation[] = [];
  for (const { station, row } of concerned) {
    const result = await sendToStation(desk, { station, row, contract, issuer, books });
    stations.push({ station, result });
  }
  return { kind: 'sent', stations };
}

interface Concerned {
  readonly station: string;
  /** Undefined where it is not enrolled. */
  readonly row: FleetRow | undefined;
}

/** In the order of their names; undefined where there has never been such a contract. */
async function stationsOf(
  { database }: Desk,
  contract: string,
  books: BooksReader,
): Promise<readonly Concerned[] | undefined> {
  const versions = await contractVersions(database, contract);
  if (versions.length === 0) return undefined;
  const { known } = await books.read(database);
  const rows = await fleetRows(database, { sites: 'all' });
  const present = rows.filter((row) => versions.some((each) => isAbout(each, row, known)));
  const there = new Map(present.map((row) => [row.station, row]));
  const named = versions.flatMap(({ stations }) => stations);
  return [...new Set([...named, ...there.keys()])]
    .toSorted()
    .map((station) => ({ station, row: there.get(station) }));
}
