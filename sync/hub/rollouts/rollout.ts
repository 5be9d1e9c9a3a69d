/** A release on its way to a fleet: to whom it goes first, what opens the next group, what stops it. */
import type { CoverageCalendar } from '../../../agent/core/contract/hours.ts';
import type { UpdateMode } from '../../../agent/core/update/update-order.ts';

export const ROLLOUT_STATES = [
  'draft',
  'awaiting-approval',
  'running',
  'paused',
  /** By itself: too many errors, or its release was withdrawn. */
  'stopped',
  'done',
  'aborted',
] as const;

export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** Whom a group takes in; a station is of the first group one of whose picks names it. */
export type GroupPick =
  /** So many of a hundred stations, always the same ones for the same rollout. */
  | { readonly kind: 'percent'; readonly percent: number }
  | { readonly kind: 'tag'; readonly tag: string }
  /** The sites that a party sees. */
  | { readonly kind: 'partner'; readonly partner: string }
  | { readonly kind: 'site'; readonly site: string };

/** A number of stations, or a share of those in the group that the release can reach. */
export type Threshold =
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'percent'; readonly percent: number };

export interface RolloutGroup {
  readonly name: string;
  readonly picks: readonly GroupPick[];
  /** So many that run it open the next group. */
  readonly successes: Threshold;
  /** So many that failed stop everything. */
  readonly errors: Threshold;
}

/** What is approved; nothing of it changes afterwards. */
export interface RolloutPlan {
  readonly channel: string;
  readonly version: string;
  readonly mode: UpdateMode;
  /** Reckoned at the till, so that it holds offline; absent: at any hour. */
  readonly window?: CoverageCalendar | undefined;
  /** A station that has begun and says nothing of it for so long has failed. */
  readonly silenceTimeoutMs: number;
  /** In the order in which they open. */
  readonly groups: readonly RolloutGroup[];
}

export type Halt =
  | {
      readonly kind: 'errors';
      /** By its place. */
      readonly group: number;
      readonly errors: number;
      readonly size: number;
    }
  | { readonly kind: 'yanked' };

export interface Rollout {
  readonly rollout: string;
  readonly plan: RolloutPlan;
  readonly state: RolloutState;
  /** The groups before this place are open; none of them closes again. */
  readonly openGroups: number;
  /** By name. */
  readonly madeBy: string;
  /** Which user that is: names can be given anew. */
  readonly madeByUser: string;
  readonly approvedBy?: string | undefined;
  readonly halt?: Halt | undefined;
}
