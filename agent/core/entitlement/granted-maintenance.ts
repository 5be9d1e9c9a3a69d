import type { Entitlement } from './entitlement.ts';
import type { MaintenanceInterval } from './maintenance-interval.ts';

export type Covered = Pick<Entitlement, 'installedOn' | 'maintenance'>;

/**
 * The maintenance that was granted, never an empty list: a licence that came without any was covered
 * for no day from its installation on, and lapsed there.
 */
export function grantedMaintenance({
  installedOn,
  maintenance,
}: Covered): readonly MaintenanceInterval[] {
  return maintenance.length > 0 ? maintenance : [{ from: installedOn, to: installedOn }];
}
