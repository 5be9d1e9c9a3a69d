/**
 * Which release a till may run: the same answer at the till, which enforces it, and at the hub,
 * which says why. Dates are the vendor's and versions are signed; no clock is asked.
 */
import type { Entitlement } from '../entitlement/entitlement.ts';
import type { LicenceStatus } from '../entitlement/licence-status.ts';
import { allowances } from '../entitlement/allowances.ts';
import { isReleaseEligible } from '../entitlement/release-eligibility.ts';
import type { Release } from './release.ts';
import { compareVersions } from './version.ts';

export const RELEASE_REFUSALS = [
  /** Without an entitlement, or in a state that takes no new release. */
  'licence-state',
  /** It was released after maintenance ended. */
  'not-entitled',
  /** Below what is installed, and not the latest release the till is entitled to. */
  'older',
  'below-security-floor',
  /** What is installed is too old for it: the releases in between come first. */
  'below-floor',
  'other-platform',
  'same-version',
] as const;

export type ReleaseRefusal = (typeof RELEASE_REFUSALS)[number];

/** What the answer rests on. */
export interface ReleaseFacts {
  readonly installed: string;
  readonly platform: string;
  readonly entitlement: Entitlement | undefined;
  readonly status: LicenceStatus;
  /** The highest security floor that a release has ever been seen to set. */
  readonly securityFloor: string | undefined;
  /** All that the repository has for this platform and channel. */
  readonly releases: readonly Release[];
}

export type ReleaseVerdict =
  | { readonly kind: 'may' }
  | {
      readonly kind: 'refused';
      readonly code: ReleaseRefusal;
      /** The latest release the till is entitled to, by name. */
      readonly latest: string | undefined;
      /** What must be installed first, where the way there goes over it. */
      readonly step: string | undefined;
    };

/** Whether this release may be installed now, over what is installed. */
export function judgeRelease(release: Release, facts: ReleaseFacts): ReleaseVerdict {
  const code = refusalOf(release, facts);
  if (code === undefined) return { kind: 'may' };
  const latest = latestEntitled(facts)?.version;
  return { kind: 'refused', code, latest, step: nextStep(release, facts)?.version };
}

function refusalOf(release: Release, facts: ReleaseFacts): ReleaseRefusal | undefined {
  const { installed, platform, entitlement, status } = facts;
  if (release.platform !== platform) return 'other-platform';
  if (entitlement === undefined || allowances(status).newReleases !== 'by-date') {
    return 'licence-state';
  }
  if (!isReleaseEligible(entitlement, release)) return 'not-entitled';
  if (compareVersions(release.version, highestFloor(facts)) < 0) return 'below-security-floor';
  const order = compareVersions(release.version, installed);
  if (order === 0) return 'same-version';
  if (order < 0) return isLatestEntitled(release, facts) ? undefined : 'older';
  return compareVersions(installed, release.floor) < 0 ? 'below-floor' : undefined;
}

/** Re-installing it is no downgrade, whatever is installed without being entitled to. */
function isLatestEntitled(release: Release, facts: ReleaseFacts): boolean {
  return latestEntitled(facts)?.version === release.version;
}

/** The newest release that the date rule opens and no security floor bars. */
export function latestEntitled(
  facts: Pick<ReleaseFacts, 'entitlement' | 'platform' | 'securityFloor' | 'releases'>,
): Release | undefined {
  const { entitlement, platform, releases } = facts;
  if (entitlement === undefined) return undefined;
  const floor = highestFloor(facts);
  return newest(
    releases.filter(
      (release) =>
        release.platform === platform &&
        compareVersions(release.version, floor) >= 0 &&
        isReleaseEligible(entitlement, release),
    ),
  );
}

/**
 * The release to install first on the way to `goal`: the newest up to it that may be installed over
 * what is there. Undefined: no way leads there.
 */
export function nextStep(goal: Release, facts: ReleaseFacts): Release | undefined {
  const { releases } = facts;
  return newest(
    [...releases, goal].filter(
      (release) =>
        compareVersions(release.version, goal.version) <= 0 &&
        compareVersions(release.version, facts.installed) > 0 &&
        refusalOf(release, facts) === undefined,
    ),
  );
}

/** The highest floor that any of these releases, or one seen before, has set. */
export function highestFloor({
  securityFloor,
  releases,
}: Pick<ReleaseFacts, 'securityFloor' | 'releases'>): string {
  const floors = new Set(releases.map((release) => release.securityFloor));
  return [...floors, securityFloor ?? LOWEST].reduce((a, b) => (compareVersions(a, b) < 0 ? b : a));
}

const LOWEST = '0.0.0';

function newest(releases: readonly Release[]): Release | undefined {
  return releases.reduce<Release | undefined>(
    (best, one) =>
      best === undefined || compareVersions(best.version, one.version) < 0 ? one : best,
    undefined,
  );
}
