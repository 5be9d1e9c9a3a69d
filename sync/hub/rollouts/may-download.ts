/** Which of the vendor's files a station may fetch: what its entitlement covers, and nothing else. */
import {
  isReleaseEligible,
  mayInstall,
} from '../../../agent/core/entitlement/release-eligibility.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import type { LicenceStatus } from '../../../agent/core/entitlement/licence-status.ts';
import { latestEntitled } from '../../../agent/core/update/release-choice.ts';
import type { ShelvedRelease } from './shelf.ts';

export const DOWNLOAD_REFUSALS = [
  'station-revoked',
  'no-such-target',
  /** The release was withdrawn. */
  'yanked',
  /** Without an entitlement, or in a state that takes no new release. */
  'licence-state',
  'not-entitled',
] as const;

export type DownloadRefusal = (typeof DOWNLOAD_REFUSALS)[number];

export type DownloadVerdict =
  | { readonly kind: 'may' }
  | {
      readonly kind: 'refused';
      readonly code: DownloadRefusal;
      /** The latest release the station is entitled to. */
      readonly latest?: string | undefined;
    };

export interface DownloadFacts {
  readonly isRevoked: boolean;
  readonly entitlement: Entitlement | undefined;
  readonly status: LicenceStatus;
  readonly releases: readonly ShelvedRelease[];
  readonly isYanked: (release: ShelvedRelease) => boolean;
}

/** A runtime is for whoever may have one of the releases that need it. */
export function mayDownload(path: string, facts: DownloadFacts): DownloadVerdict {
  if (facts.isRevoked) return { kind: 'refused', code: 'station-revoked' };
  const named = facts.releases.filter(
    ({ application, runtimeFile }) => application.path === path || runtimeFile.path === path,
  );
  if (named.length === 0) return { kind: 'refused', code: 'no-such-target' };
  const there = named.filter((release) => !facts.isYanked(release));
  const [any] = there;
  if (any === undefined) return { kind: 'refused', code: 'yanked' };
  const { entitlement, status } = facts;
  if (entitlement === undefined || status.state === 'revoked') {
    return { kind: 'refused', code: 'licence-state' };
  }
  const latest = latestOf(any, entitlement, facts)?.version;
  const isCovered = there.some(
    (release) => release.version === latest || mayInstall(status, entitlement, release),
  );
  if (isCovered) return { kind: 'may' };
  const isOfState = there.some((release) => isReleaseEligible(entitlement, release));
  return { kind: 'refused', code: isOfState ? 'licence-state' : 'not-entitled', latest };
}

/** It stays there to be fetched for ever, whatever has lapsed since. */
function latestOf(
  { platform, channel }: ShelvedRelease,
  entitlement: Entitlement,
  { releases, isYanked }: DownloadFacts,
): ShelvedRelease | undefined {
  const own = releases.filter((one) => one.channel === channel && !isYanked(one));
  const latest = latestEntitled({ entitlement, platform, securityFloor: undefined, releases: own });
  return own.find((one) => one.platform === platform && one.version === latest?.version);
}
