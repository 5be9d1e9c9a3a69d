/** What the vendor's director has told one station to install; its signature is checked elsewhere. */
import type { CoverageCalendar } from '../contract/hours.ts';
import type { Generation } from '../entitlement/entitlement.ts';
import type { VersionedFile } from './release.ts';

export const UPDATE_MODES = [
  /** Installs itself as soon as its window is open and nothing is in the way. */
  'forced',
  /** Waits until somebody at the till, or an admin, says now. */
  'soft',
  /** Comes as far as the disk. */
  'download-only',
] as const;

export type UpdateMode = (typeof UPDATE_MODES)[number];

/** The director's counter: an order that is not above the last one taken is not taken. */
export type DirectorCounter = Generation;

export interface UpdateOrder {
  readonly station: string;
  readonly counter: DirectorCounter;
  /** Of the hub, for the report. */
  readonly rollout: string;
  readonly mode: UpdateMode;
  readonly application: VersionedFile;
  readonly runtime: VersionedFile;
  /** When it may be installed, by the till's own reckoning; absent: at any hour. */
  readonly window?: CoverageCalendar | undefined;
  readonly issuedAt: string;
}
