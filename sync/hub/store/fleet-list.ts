/** The fleet at one glance: a row a station, with what needs somebody's eye. */
import { sql, type ExpressionBuilder } from 'kysely';
import type { Scope } from '../users/roles.ts';
import { unexplainedForksOf } from './forks.ts';
import type { HubDatabase } from './hub-database.ts';
import type { HubTables } from './tables.ts';

/** Stations one list answers with. */
export const FLEET_ROWS_MAX = 1_000;

export interface FleetRow {
  readonly station: string;
  readonly name: string;
  readonly site: string;
  readonly isRevoked: boolean;
  readonly agentVersion: string;
  readonly enrolledAtMs: number;
  readonly lastSeenMs: number | undefined;
  readonly unexplainedForks: number;
  readonly quarantined: number;
  /** The body of the newest `licence-changed`, as the till wrote it. */
  readonly licence: unknown;
}

export interface FleetQuery {
  readonly sites: Scope;
  readonly station?: string;
}

/** The stations at these sites, by site and name; one more than the list takes when there are more. */
export async function fleetRows(
  database: HubDatabase,
  { sites, station }: FleetQuery,
): Promise<readonly FleetRow[]> {
  let query = database
    .selectFrom('stations')
    .select(['station_id', 'name', 'site', 'is_revoked', 'agent_version'])
    .select(['enrolled_at_ms', 'last_seen_ms'])
    .select((row) => [
      unexplainedForksOf(row).as('forks'),
      quarantinedOf(row).as('quarantined'),
      licenceOf(row).as('licence'),
    ])
    .orderBy('site')
    .orderBy('name')
    .limit(FLEET_ROWS_MAX + 1);
  if (sites !== 'all') query = query.where('site', 'in', [...sites]);
  if (station !== undefined) query = query.where('station_id', '=', station);
  const rows = await query.execute();
  return rows.map((row) => ({
    station: row.station_id,
    name: row.name,
    site: row.site,
    isRevoked: row.is_revoked === 1,
    agentVersion: row.agent_version,
    enrolledAtMs: row.enrolled_at_ms,
    lastSeenMs: row.last_seen_ms ?? undefined,
    unexplainedForks: row.forks ?? 0,
    quarantined: row.quarantined ?? 0,
    licence: row.licence === null ? undefined : parse(row.licence),
  }));
}

function quarantinedOf(row: ExpressionBuilder<HubTables, 'stations'>) {
  return row
    .selectFrom('quarantine')
    .select(({ fn }) => fn.countAll<number>().as('quarantined'))
    .whereRef('quarantine.station_id', '=', 'stations.station_id');
}

function licenceOf(row: ExpressionBuilder<HubTables, 'stations'>) {
  return row
    .selectFrom('lines')
    .select('lines.body')
    .whereRef('lines.station_id', '=', 'stations.station_id')
    .where('lines.kind', '=', sql.lit('licence-changed'))
    .orderBy('lines.epoch', 'desc')
    .orderBy('lines.seq', 'desc')
    .limit(1);
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
