import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { Scope } from '../users/roles.ts';
import { lastEntitlement } from './entitlements.ts';
import type { HubDatabase } from './hub-database.ts';

export interface HeldLicence {
  readonly station: string;
  readonly site: string;
  readonly isStationRevoked: boolean;
  readonly entitlement: Entitlement;
}

/** The newest entitlement of every station at these sites that has one. */
export async function licencesAt(
  database: HubDatabase,
  sites: Scope,
): Promise<readonly HeldLicence[]> {
  let query = database
    .selectFrom('stations')
    .select(['station_id', 'site', 'is_revoked'])
    .where('station_id', 'in', (from) => from.selectFrom('entitlements').select('station_id'))
    .orderBy('station_id');
  if (sites !== 'all') query = query.where('site', 'in', [...sites]);
  const found: HeldLicence[] = [];
  for (const { station_id: station, site, is_revoked: revoked } of await query.execute()) {
    const entitlement = await lastEntitlement(database, station);
    if (entitlement === undefined) continue;
    found.push({ station, site, isStationRevoked: revoked === 1, entitlement });
  }
  return found;
}
