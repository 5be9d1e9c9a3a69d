/** Every entitlement a station was given through this hub. */
import type { Entitlement, Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { entitlementSchema } from '../../trust/entitlement-schema.ts';
import type { HubDatabase } from './hub-database.ts';

export interface KeptEntitlement {
  readonly document: string;
  readonly entitlement: Entitlement;
  readonly origin: 'issued' | 'sent';
  readonly issuedAtMs: number;
}

/** Fails where the station has one under that number already. */
export async function keepEntitlement(database: HubDatabase, kept: KeptEntitlement): Promise<void> {
  const { entitlement, document, origin, issuedAtMs } = kept;
  await database
    .insertInto('entitlements')
    .values({
      station_id: entitlement.licence.issuedTo.station,
      key_epoch: entitlement.generation.keyEpoch,
      n: entitlement.generation.n,
      document,
      payload: JSON.stringify(entitlement),
      issued_at_ms: issuedAtMs,
      origin,
    })
    .execute();
}

/** What the newest of a station's entitlements says. */
export async function lastEntitlement(
  database: HubDatabase,
  station: string,
): Promise<Entitlement | undefined> {
  const row = await database
    .selectFrom('entitlements')
    .select('payload')
    .where('station_id', '=', station)
    .orderBy('key_epoch', 'desc')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? undefined : entitlementSchema.parse(JSON.parse(row.payload));
}

/** What the newest said that was there at an instant; where none was yet, the newest of all. */
export async function entitlementThen(
  database: HubDatabase,
  station: string,
  atMs: number,
): Promise<Entitlement | undefined> {
  const row = await database
    .selectFrom('entitlements')
    .select('payload')
    .where('station_id', '=', station)
    .where('issued_at_ms', '<=', atMs)
    .orderBy('key_epoch', 'desc')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return lastEntitlement(database, station);
  return entitlementSchema.parse(JSON.parse(row.payload));
}

/** The newest entitlement of every station that this licence is at. */
export async function entitlementsOfLicence(
  database: HubDatabase,
  licence: string,
): Promise<readonly Entitlement[]> {
  // Only narrows it down: an id may be part of something else, and `_` in it stands for any letter.
  const rows = await database
    .selectFrom('entitlements')
    .select('station_id')
    .distinct()
    .where('payload', 'like', `%"id":${JSON.stringify(licence)}%`)
    .execute();
  const found: Entitlement[] = [];
  for (const { station_id: station } of rows) {
    const last = await lastEntitlement(database, station);
    if (last?.licence.id === licence) found.push(last);
  }
  return found;
}

/** What was signed under one number. */
export async function entitlementAt(
  database: HubDatabase,
  station: string,
  { keyEpoch, n }: Generation,
): Promise<Pick<KeptEntitlement, 'document' | 'entitlement'> | undefined> {
  const row = await database
    .selectFrom('entitlements')
    .select(['document', 'payload'])
    .where('station_id', '=', station)
    .where('key_epoch', '=', keyEpoch)
    .where('n', '=', n)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    document: row.document,
    entitlement: entitlementSchema.parse(JSON.parse(row.payload)),
  };
}
