import type { Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { unexplainedForksOf } from './forks.ts';
import type { HubDatabase } from './hub-database.ts';
import { STATION_COLUMNS, stationOf, type Station } from './stations.ts';

/** Stations one list answers with. */
const STATIONS_LISTED_MAX = 1_000;

/** A station with what an admin has to look at. */
export interface ListedStation extends Station {
  readonly lines: number;
  /** Forks of its chain that nobody has explained yet. */
  readonly unexplainedForks: number;
  readonly quarantined: number;
  /** Of the newest entitlement it was given through this hub. */
  readonly licence: Generation | undefined;
}

export async function listStations(database: HubDatabase): Promise<readonly ListedStation[]> {
  const rows = await database
    .selectFrom('stations')
    .select(STATION_COLUMNS)
    .select((from) => [
      from
        .selectFrom('totals')
        .select('lines_applied')
        .whereRef('totals.station_id', '=', 'stations.station_id')
        .as('lines'),
      unexplainedForksOf(from).as('forks'),
      from
        .selectFrom('quarantine')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('quarantine.station_id', '=', 'stations.station_id')
        .as('quarantined'),
    ])
    .orderBy('name')
    .orderBy('station_id')
    .limit(STATIONS_LISTED_MAX)
    .execute();
  const licences = await newestGenerations(database);
  return rows.map((row) => ({
    ...stationOf(row),
    lines: row.lines ?? 0,
    unexplainedForks: row.forks ?? 0,
    quarantined: row.quarantined ?? 0,
    licence: licences.get(row.station_id),
  }));
}

async function newestGenerations(database: HubDatabase): Promise<ReadonlyMap<string, Generation>> {
  const rows = await database
    .selectFrom('entitlements')
    .select(({ fn }) => ['station_id', 'key_epoch', fn.max('n').as('n')])
    .groupBy(['station_id', 'key_epoch'])
    .orderBy('key_epoch')
    .execute();
  // Later epochs come last, and stand.
  return new Map(
    rows.map(({ station_id: station, key_epoch: keyEpoch, n }) => [station, { keyEpoch, n }]),
  );
}
