/** All that the hub knows of every station when it decides about updates, read in a few queries. */
import { sql } from 'kysely';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { KnownLicences } from '../rollouts/known-licences.ts';
import { NO_STANDING, type UpdateStanding } from '../rollouts/update-standing.ts';
import type { HubDatabase } from './hub-database.ts';
import { parseStanding } from './update-standings.ts';

export interface UpdateStation {
  readonly station: string;
  readonly name: string;
  readonly site: string;
  readonly isRevoked: boolean;
  readonly agentVersion: string;
  readonly platform: string | undefined;
  readonly tags: readonly string[];
  readonly standing: UpdateStanding;
  readonly entitlement: Entitlement | undefined;
  /** The body of the newest `licence-changed`, as the till wrote it. */
  readonly licence: unknown;
}

/** Every station, or one. */
export async function updateStations(
  database: HubDatabase,
  known: KnownLicences,
  station?: string,
): Promise<readonly UpdateStation[]> {
  let query = database
    .selectFrom('stations')
    .leftJoin('update_standings', 'update_standings.station_id', 'stations.station_id')
    .select(['stations.station_id', 'name', 'site', 'is_revoked', 'agent_version', 'platform'])
    .select(['update_standings.standing'])
    .select((row) => [
      row
        .selectFrom('lines')
        .select('lines.body')
        .whereRef('lines.station_id', '=', 'stations.station_id')
        .where('lines.kind', '=', sql.lit('licence-changed'))
        .orderBy('lines.epoch', 'desc')
        .orderBy('lines.seq', 'desc')
        .limit(1)
        .as('licence'),
      row
        .selectFrom('entitlements')
        .select('entitlements.payload')
        .whereRef('entitlements.station_id', '=', 'stations.station_id')
        .orderBy('entitlements.key_epoch', 'desc')
        .orderBy('entitlements.n', 'desc')
        .limit(1)
        .as('payload'),
    ])
    .orderBy('site')
    .orderBy('name')
    .orderBy('stations.station_id');
  if (station !== undefined) query = query.where('stations.station_id', '=', station);
  const rows = await query.execute();
  const tags = await tagsOfStations(database);
  return rows.map((row) => ({
    station: row.station_id,
    name: row.name,
    site: row.site,
    isRevoked: row.is_revoked === 1,
    agentVersion: row.agent_version,
    platform: row.platform ?? undefined,
    tags: tags.get(row.station_id) ?? [],
    standing: row.standing === null ? NO_STANDING : parseStanding(row.standing),
    entitlement: row.payload === null ? undefined : known.read(row.station_id, row.payload),
    licence: row.licence === null ? undefined : parse(row.licence),
  }));
}

/** The tags of a station take the place of those it had. */
export async function setTags(
  database: HubDatabase,
  station: string,
  tags: readonly string[],
): Promise<void> {
  await database.deleteFrom('station_tags').where('station_id', '=', station).execute();
  for (const tag of new Set(tags)) {
    await database.insertInto('station_tags').values({ station_id: station, tag }).execute();
  }
}

async function tagsOfStations(
  database: HubDatabase,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database
    .selectFrom('station_tags')
    .select(['station_id', 'tag'])
    .orderBy('tag')
    .execute();
  const grouped = Map.groupBy(rows, ({ station_id: station }) => station);
  return new Map([...grouped].map(([station, own]) => [station, own.map(({ tag }) => tag)]));
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
