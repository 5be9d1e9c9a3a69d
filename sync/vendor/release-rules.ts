/** Which releases a vendor should not publish, each with the reason and the way out. */
import { instantMs } from '../../agent/core/calendar.ts';
import { strandedRelease } from '../../agent/core/update/stranded-release.ts';
import type { Release } from '../../agent/core/update/release.ts';
import { highestFloor } from '../../agent/core/update/release-choice.ts';
import { compareVersions } from '../../agent/core/update/version.ts';
import type { ReleaseEntry, RuntimeEntry } from '../trust/tuf/read-repository.ts';

export interface RepositoryContent {
  readonly releases: readonly ReleaseEntry[];
  readonly runtimes: readonly RuntimeEntry[];
  readonly yanked: readonly ReleaseEntry[];
}

/** Why tills could not take this release, or should not; undefined: it may be added. */
export function releaseRefusal(
  entry: ReleaseEntry,
  content: RepositoryContent,
  nowMs: number,
): string | undefined {
  const { release } = entry;
  return (
    wordRefusal(release) ??
    dateRefusal(release, nowMs) ??
    floorRefusal(release, lineOf(release, content)) ??
    sameVersionRefusal(entry, content) ??
    runtimeRefusal(release, content) ??
    strandingRefusal(release, lineOf(release, content))
  );
}

/** Why a runtime may not be added; one with the same bytes may be, and changes nothing. */
export function runtimeFileRefusal(
  entry: RuntimeEntry,
  { runtimes }: RepositoryContent,
): string | undefined {
  const { runtime, platform } = entry.runtime;
  if (!PLATFORM.test(platform)) return PLATFORM_WORDS;
  const there = runtimes.find(({ path }) => path === entry.path);
  if (there === undefined || there.sha256 === entry.sha256) return undefined;
  return (
    `Runtime ${runtime} for ${platform} is in the repository with other bytes, and tills may have ` +
    `it. It stays as it is. Give the new one a name of its own, such as ${runtime}-2.`
  );
}

/** What else there is of the channel and platform. */
export function lineOf(
  { channel, platform }: Pick<Release, 'channel' | 'platform'>,
  { releases, yanked }: Pick<RepositoryContent, 'releases' | 'yanked'>,
): { readonly offered: readonly Release[]; readonly withdrawn: readonly Release[] } {
  const ofLine = (entries: readonly ReleaseEntry[]) =>
    entries
      .map(({ release }) => release)
      .filter((release) => release.channel === channel && release.platform === platform);
  return { offered: ofLine(releases), withdrawn: ofLine(yanked) };
}

/** Names of roles are made of them: without a hyphen no two can be taken for each other. */
const CHANNEL = /^[a-z0-9]{1,32}$/;
const PLATFORM = /^[a-z0-9]{1,16}-[a-z0-9]{1,16}$/;
const PLATFORM_WORDS =
  'A platform is the system and the processor as Node names them, such as linux-x64 or linux-arm64.';

function wordRefusal({ channel, platform }: Release): string | undefined {
  if (!CHANNEL.test(channel)) {
    return 'A channel is one word of small letters and digits, such as stable or beta.';
  }
  return PLATFORM.test(platform) ? undefined : PLATFORM_WORDS;
}

function dateRefusal(
  { releasedAt, securityBackdatedTo, class: kind, inForceOn }: Release,
  nowMs: number,
): string | undefined {
  if (instantMs(releasedAt) > nowMs) {
    return (
      `Released at ${releasedAt} is in the future. Tills take the date of a release as evidence of ` +
      `the time, and would doubt their clocks. Add it on that day, or with an earlier date.`
    );
  }
  if (securityBackdatedTo !== undefined && securityBackdatedTo > releasedAt) {
    return `It is backdated to ${securityBackdatedTo}, which is after its release at ${releasedAt}.`;
  }
  if (kind === 'fiscal' && inForceOn === undefined) {
    return 'A fiscal release says from which day the law asks for it: --in-force-on DATE.';
  }
  return kind !== 'fiscal' && inForceOn !== undefined
    ? 'Only a fiscal release comes into force on a day: --class fiscal, or leave out --in-force-on.'
    : undefined;
}

function floorRefusal(
  { version, floor, securityFloor }: Release,
  { offered, withdrawn }: ReturnType<typeof lineOf>,
): string | undefined {
  if (compareVersions(floor, version) > 0) {
    return `Its floor ${floor} is above its own version ${version}: it could be installed over nothing.`;
  }
  if (compareVersions(securityFloor, version) > 0) {
    return `Its security floor ${securityFloor} is above its own version ${version}: it would bar itself.`;
  }
  const standing = highestFloor({ releases: [...offered, ...withdrawn], securityFloor: undefined });
  return compareVersions(version, standing) < 0
    ? `No till may install ${version}: a release has set the security floor to ${standing} already.`
    : undefined;
}

/** A version is a folder on a till, whatever channel it came from. */
function sameVersionRefusal(
  { release, sha256 }: ReleaseEntry,
  { releases, yanked }: RepositoryContent,
): string | undefined {
  const { version, platform, channel } = release;
  const same = [...releases, ...yanked].filter(
    (other) => other.release.version === version && other.release.platform === platform,
  );
  if (same.some((other) => other.sha256 !== sha256)) {
    return (
      `Version ${version} for ${platform} has been published with other bytes, and tills may run ` +
      `them. It stays as it is. Give these a version of their own.`
    );
  }
  if (yanked.some((other) => same.includes(other))) {
    return `Version ${version} for ${platform} was withdrawn. Publish a higher version instead.`;
  }
  return same.some((other) => other.release.channel === channel)
    ? `Version ${version} for ${platform} is in the channel ${channel} already, and stays as it is.`
    : undefined;
}

function runtimeRefusal(
  { runtime, platform }: Release,
  { runtimes }: RepositoryContent,
): string | undefined {
  const isThere = runtimes.some(
    (entry) => entry.runtime.runtime === runtime && entry.runtime.platform === platform,
  );
  if (isThere) return undefined;
  return (
    `It needs the runtime ${runtime} for ${platform}, which is not in the repository. Add that ` +
    `first: tillwarden release add-runtime`
  );
}

/** Asked of who raises the floor. What a withdrawal has stranded may wait for its cure: others go on. */
function strandingRefusal(
  release: Release,
  { offered, withdrawn }: ReturnType<typeof lineOf>,
): string | undefined {
  const standing = highestFloor({ releases: [...offered, ...withdrawn], securityFloor: undefined });
  if (compareVersions(release.securityFloor, standing) <= 0) return undefined;
  const stranded = strandedRelease({ offered: [...offered, release], withdrawn });
  if (stranded === undefined) return undefined;
  const { securityFloor, backdatedTo } = stranded;
  const { version } = stranded.release;
  return (
    `The security floor ${securityFloor} would leave tills with nothing to install: those that ` +
    `may run ${version} and whose maintenance ended soon after. Add a release at or above ` +
    `${securityFloor} first, or this one, with --backdated-to ${backdatedTo} or before and a ` +
    `--floor not above ${version}; or keep the security floor where it is.`
  );
}
