import type { Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { HubError } from '../hub-error.ts';
import { noteCounterSeen } from './director-counters.ts';
import { noteGeneration } from './generations.ts';
import type { HubDatabase } from './hub-database.ts';
import type { StationRow } from './tables.ts';

export interface Station {
  readonly station: string;
  readonly name: string;
  readonly site: string;
  readonly publicKey: string;
  readonly isRevoked: boolean;
  readonly epoch: number;
  readonly mailboxTo: number;
  readonly agentVersion: string;
  readonly lastSeenMs: number | undefined;
  /** The till has told of an entitlement's generation, and so has one. */
  readonly isLicenceHeard: boolean;
}

export const STATION_COLUMNS = [
  'station_id',
  'name',
  'site',
  'public_key',
  'is_revoked',
  'epoch',
  'mailbox_to',
  'agent_version',
  'last_seen_ms',
  'generation',
] as const;

export async function stationById(
  database: HubDatabase,
  station: string,
): Promise<Station | undefined> {
  const row = await database
    .selectFrom('stations')
    .select(STATION_COLUMNS)
    .where('station_id', '=', station)
    .executeTakeFirst();
  return row === undefined ? undefined : stationOf(row);
}

/** When a station was enrolled last. */
export async function enrolledAtMs(
  database: HubDatabase,
  station: string,
): Promise<number | undefined> {
  const row = await database
    .selectFrom('stations')
    .select('enrolled_at_ms')
    .where('station_id', '=', station)
    .executeTakeFirst();
  return row?.enrolled_at_ms;
}

export interface Sighting {
  readonly station: string;
  readonly agentVersion: string;
  /** The highest generation of an entitlement the till has seen; the hub issues above it. */
  readonly generation: Generation | undefined;
  /** The same of the director's orders. */
  readonly directorCounter?: Generation | undefined;
  readonly platform?: string | undefined;
  readonly atMs: number;
}

export async function noteSighting(database: HubDatabase, seen: Sighting): Promise<void> {
  const { station, agentVersion, generation, directorCounter, platform, atMs } = seen;
  await database
    .updateTable('stations')
    .set({
      agent_version: agentVersion,
      last_seen_ms: atMs,
      ...(generation === undefined ? {} : { generation: JSON.stringify(generation) }),
      ...(platform === undefined ? {} : { platform }),
    })
    .where('station_id', '=', station)
    .execute();
  if (generation !== undefined) await noteGeneration(database, station, generation);
  if (directorCounter !== undefined) await noteCounterSeen(database, station, directorCounter);
}

/** A revoked station may still upload its last lines. Throws `HubError` for one that is not there. */
export async function revokeStation(database: HubDatabase, station: string): Promise<void> {
  const { numUpdatedRows } = await database
    .updateTable('stations')
    .set({ is_revoked: 1 })
    .where('station_id', '=', station)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new HubError('station-unknown', `no station ${station}`);
}

export function stationOf(row: Pick<StationRow, (typeof STATION_COLUMNS)[number]>): Station {
  return {
    station: row.station_id,
    name: row.name,
    site: row.site,
    publicKey: row.public_key,
    isRevoked: row.is_revoked === 1,
    epoch: row.epoch,
    mailboxTo: row.mailbox_to,
    agentVersion: row.agent_version,
    lastSeenMs: row.last_seen_ms ?? undefined,
    isLicenceHeard: row.generation !== null,
  };
}
