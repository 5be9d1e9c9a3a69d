/** Where the releases of one channel and platform lie in a repository. */
import { applicationPath } from '../../sync/trust/tuf/target-paths.ts';
import type { Release } from '../core/update/release.ts';

export interface ReleaseLine {
  readonly channel: string;
  readonly platform: string;
}

/** Whether a release lies where its own words say. */
export function isReleaseAt(path: string, release: Release): boolean {
  return path === applicationPath(release);
}
