/**
 * Brings what a contract says to its tills: each station that it covers, or has ever covered, is
 * issued its next entitlement where that carries another contract than the last one.
 */
import { fleetRows, type FleetRow } from '../store/fleet-list.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks } from './books.ts';
import { contractVersions } from './carried-contract.ts';
import { isAbout } from './contract-scope.ts';
import type { Desk } from './desk.ts';
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
  const concerned = await stationsOf(desk, contract);
  if (concerned === undefined) return { kind: 'refused', code: 'contract-unknown' };
  const stations: SentToStation[] = [];
  for (const { station, row } of concerned) {
    const result = await sendToStation(desk, { station, row, contract, issuer });
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
  { database, nowMs }: Desk,
  contract: string,
): Promise<readonly Concerned[] | undefined> {
  const versions = await contractVersions(database, contract);
  if (versions.length === 0) return undefined;
  const atMs = nowMs();
  const plans = await knownPlans(database);
  const known = { graph: await readBooks(database, { atMs }), plans, atMs };
  const rows = await fleetRows(database, { sites: 'all' });
  const present = rows.filter((row) => versions.some((each) => isAbout(each, row, known)));
  const there = new Map(present.map((row) => [row.station, row]));
  const named = versions.flatMap(({ stations }) => stations);
  return [...new Set([...named, ...there.keys()])]
    .toSorted()
    .map((station) => ({ station, row: there.get(station) }));
}
