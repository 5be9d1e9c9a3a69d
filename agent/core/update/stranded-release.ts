/**
 * Whom a security floor would leave with nothing. A till may be entitled to a release and to nothing
 * after it; when the floor bars that release, one at or above the floor must be open to the same
 * entitlement, by its date or by the one it is backdated to, and go over what the till runs.
 */
import { highestFloor } from './release-choice.ts';
import type { Release } from './release.ts';
import { compareVersions } from './version.ts';

export interface KnownReleases {
  /** Of one channel and platform, as all of these. */
  readonly offered: readonly Release[];
  /** Not offered any more; tills may run them, and the floors they set stand. */
  readonly withdrawn: readonly Release[];
}

export interface Stranded {
  /** What the till runs. */
  readonly release: Release;
  readonly securityFloor: string;
  /** A release at or above the floor must be backdated to this, or before it. */
  readonly backdatedTo: string;
}

/** The oldest release below the security floor whose tills no release takes over it. */
export function strandedRelease({ offered, withdrawn }: KnownReleases): Stranded | undefined {
  const known = [...offered, ...withdrawn];
  const securityFloor = highestFloor({ releases: known, securityFloor: undefined });
  const rescues = offered.filter(({ version }) => compareVersions(version, securityFloor) >= 0);
  const [release] = known
    .filter(({ version }) => compareVersions(version, securityFloor) < 0)
    .filter((barred) => !rescues.some((rescue) => isRescueOf(rescue, barred)))
    .toSorted((a, b) => compareVersions(a.version, b.version));
  return release && { release, securityFloor, backdatedTo: openFrom(release) };
}

/** Whoever may run the barred one, be it by a day, may install this over it. */
function isRescueOf(rescue: Release, barred: Release): boolean {
  return openFrom(rescue) <= openFrom(barred) && compareVersions(rescue.floor, barred.version) <= 0;
}

/** Entitlements that end after this moment open the release. Instants in UTC sort as text. */
function openFrom({ releasedAt, securityBackdatedTo = releasedAt }: Release): string {
  return securityBackdatedTo < releasedAt ? securityBackdatedTo : releasedAt;
}
