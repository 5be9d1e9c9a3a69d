/**
 * Which releases a licence reaches: two dates, both the vendor's, and no clock of anybody's. The
 * state of the licence gates first.
 */
import { instantMs, startOfDayMs } from '../calendar.ts';
import { allowances } from './allowances.ts';
import type { Entitlement } from './entitlement.ts';
import { grantedMaintenance } from './granted-maintenance.ts';
import type { LicenceStatus } from './licence-status.ts';

/** The signed dates of a release, instants in UTC. */
export interface ReleaseDates {
  readonly releasedAt: string;
  /** A security fix counts as released when what it repairs was. */
  readonly securityBackdatedTo?: string | undefined;
}

/** Whether a till in this state may take this release. */
export function mayInstall(
  status: LicenceStatus,
  entitlement: Entitlement | undefined,
  release: ReleaseDates,
): boolean {
  if (entitlement === undefined || allowances(status).newReleases !== 'by-date') return false;
  return isReleaseEligible(entitlement, release);
}

/**
 * The date rule: released before the end of the last maintenance interval, be it over or not; without
 * any, before the day of the installation.
 */
export function isReleaseEligible(
  entitlement: Entitlement,
  { releasedAt, securityBackdatedTo }: ReleaseDates,
): boolean {
  const { contract, installedOn, zone } = entitlement;
  if (contract?.parameters.updates === 'always') return true;
  const uncoveredFrom = grantedMaintenance(entitlement).at(-1)?.to ?? installedOn;
  const datesMs = [releasedAt, securityBackdatedTo ?? releasedAt].map((at) => instantMs(at));
  return isReleasedBefore(startOfDayMs(uncoveredFrom, zone), datesMs);
}

/** Whether any of the dates of a release lies before the first instant without maintenance. */
export function isReleasedBefore(uncoveredMs: number, datesMs: readonly number[]): boolean {
  return datesMs.some((atMs) => atMs < uncoveredMs);
}
