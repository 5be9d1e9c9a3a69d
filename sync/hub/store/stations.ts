import { HubError } from '../hub-error.ts';
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
}

const COLUMNS = [
  'station_id',
  'name',
  'site',
  'public_key',
  'is_revoked',
  'epoch',
  'mailbox_to',
  'agent_version',
  'last_seen_ms',
] as const;

/** Stations one list answers with. */
const STATIONS_LISTED_MAX = 1_000;

export async function stationById(
  database: HubDatabase,
  station: string,
): Promise<Station | undefined> {
  const row = await database
    .selectFrom('stations')
    .select(COLUMNS)
    .where('station_id', '=', station)
    .executeTakeFirst();
  return row === undefined ? undefined : stationOf(row);
}

export async function listStations(database: HubDatabase): Promise<readonly Station[]> {
  const rows = await database
    .selectFrom('stations')
    .select(COLUMNS)
    .orderBy('name')
    .limit(STATIONS_LISTED_MAX)
    .execute();
  return rows.map(stationOf);
}

export interface Sighting {
  readonly station: string;
  readonly agentVersion: string;
  /** The highest generation of an entitlement the till has seen, as JSON. */
  readonly generation: string | undefined;
  readonly atMs: number;
}

export async function noteSighting(database: HubDatabase, seen: Sighting): Promise<void> {
  await database
    .updateTable('stations')
    .set({
      agent_version: seen.agentVersion,
      generation: seen.generation ?? null,
      last_seen_ms: seen.atMs,
    })
    .where('station_id', '=', seen.station)
    .execute();
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

function stationOf(row: Pick<StationRow, (typeof COLUMNS)[number]>): Station {
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
  };
}
