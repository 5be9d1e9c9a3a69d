/** What the vendor has published, as far as the hub has read and verified it. */
import type { Release, VersionedFile } from '../../../agent/core/update/release.ts';

/** A release with the files that it consists of. */
export interface ShelvedRelease extends Release {
  readonly application: VersionedFile;
  readonly runtimeFile: VersionedFile;
}

export interface ReleaseShelf {
  /** Of every channel and platform. */
  readonly releases: () => readonly ShelvedRelease[];
}

/** A hub that was given no releases. */
export const EMPTY_SHELF: ReleaseShelf = { releases: () => [] };

/** What names a release whatever the platform. */
export interface ReleaseName {
  readonly channel: string;
  readonly version: string;
}

export function isSameRelease(one: ReleaseName, other: ReleaseName): boolean {
  return one.channel === other.channel && one.version === other.version;
}
