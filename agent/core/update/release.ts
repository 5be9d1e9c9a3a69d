/** What a release says of itself, signed offline by its vendor (updates.md, "Two signatures"). */
import type { ReleaseDates } from '../entitlement/release-eligibility.ts';

export const RELEASE_CLASSES = ['feature', 'fix', 'security', 'fiscal'] as const;

export type ReleaseClass = (typeof RELEASE_CLASSES)[number];

/** A release of the application for one platform. */
export interface Release extends ReleaseDates {
  readonly version: string;
  readonly channel: string;
  /** Such as `linux-x64`. */
  readonly platform: string;
  readonly class: ReleaseClass;
  /** Plain date from which the law asks for it; of fiscal releases. */
  readonly inForceOn?: string | undefined;
  /** The oldest version it may be installed over. */
  readonly floor: string;
  /** From here on nothing below this may be installed. */
  readonly securityFloor: string;
  /** The runtime it needs: the version of a runtime target of the same platform. */
  readonly runtime: string;
}

/** A file of the repository, as both its metadata and the director name it. */
export interface ReleaseFile {
  /** Its target path, such as `app/stable/linux-x64/tillwarden-1.4.12.tar.gz`. */
  readonly path: string;
  readonly lengthBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A file the installation unpacks into a folder of its own. */
export interface VersionedFile extends ReleaseFile {
  readonly version: string;
}
