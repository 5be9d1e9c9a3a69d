/**
 * The licence that a till brings along when it enrols. It goes on at the new station with its dates,
 * whoever has issued it; but a licence is at one station at a time.
 */
import type { Entitlement, Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { compareGenerations } from '../../../agent/core/entitlement/licensing.ts';
import type { Refused } from '../../trust/token.ts';
import { verifyDocument } from '../../trust/verify-document.ts';
import { entitlementsOfLicence } from '../store/entitlements.ts';
import { noteGeneration } from '../store/generations.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { stationById } from '../store/stations.ts';
import type { HeldStanding } from './decide.ts';
import type { HubVendor } from './vendor.ts';

export type HeldLicence =
  | { readonly kind: 'none' }
  | { readonly kind: 'genuine'; readonly entitlement: Entitlement }
  | Refused;

/** What a till says that it holds, verified by the vendor's own keys. */
export async function readHeld(
  document: string | undefined,
  vendor: HubVendor | undefined,
): Promise<HeldLicence> {
  if (document === undefined || vendor === undefined) return { kind: 'none' };
  const verified = await verifyDocument(document, 'entitlement', vendor.trust);
  return verified.kind === 'refused'
    ? verified
    : { kind: 'genuine', entitlement: verified.payload };
}

export interface Brought {
  readonly station: string;
  /** Genuine. */
  readonly held?: Entitlement | undefined;
  /** The highest that the till says it has taken. */
  readonly generation?: Generation | undefined;
}

/** Nothing is issued to the station at or below what its till has seen. */
export async function noteBrought(
  database: HubDatabase,
  { station, held, generation }: Brought,
): Promise<void> {
  for (const seen of [held?.generation, generation]) {
    if (seen !== undefined) await noteGeneration(database, station, seen);
  }
}

/** How it goes on: from the newest that is known of the licence, so that nothing is taken back by it. */
export async function standingOfHeld(
  database: HubDatabase,
  { station, held }: Brought,
): Promise<HeldStanding> {
  if (held === undefined) return { kind: 'none' };
  const known = await entitlementsOfLicence(database, held.licence.id);
  for (const { licence } of known) {
    const holder = licence.issuedTo.station;
    if (holder === station) continue;
    const other = await stationById(database, holder);
    if (other?.isRevoked === false) return { kind: 'elsewhere', station: holder };
  }
  const [newest = held] = [held, ...known].toSorted((one, other) =>
    compareGenerations(other.generation, one.generation),
  );
  return { kind: 'goes-on', entitlement: newest };
}
