/**
 * The update of a till, from the director's order to a version that has proved itself. Nothing is
 * downloaded that the entitlement does not cover, nothing begins during a sale, and a version that
 * was rolled back is not tried again under the same order.
 */
import type { DocumentRefusal } from '../entitlement/refusal.ts';
import type { LineDraft } from '../journal-line.ts';
import type { EntitlementSource } from '../vendor-line.ts';
import type { Working } from './health.ts';
import type { Look } from './look.ts';
import type { Release } from './release.ts';
import type { ReleaseFacts } from './release-choice.ts';
import type { DirectorCounter, UpdateOrder } from './update-order.ts';

export type OrderRefusal =
  | DocumentRefusal
  | 'wrong-station'
  /** Not above the last order that was taken. */
  | 'replayed'
  /** This program runs from no installed tree, so that nothing can be installed beside it. */
  | 'not-installed';

/** What can go wrong on the way; each has its own words and its own test. */
export type UpdateStage = 'look' | 'check' | 'fetch' | 'hand-over';

export const UPDATE_FAULTS = [
  /** Nobody answered, or not to the end. */
  'unreachable',
  /** The repository's metadata is not signed as its root demands. */
  'untrusted-metadata',
  /** An older metadata file than one that was seen (rollback). */
  'metadata-rollback',
  /** Metadata files that do not belong together (mix-and-match). */
  'metadata-mismatch',
  /** It has expired: nobody has said for too long that it is the latest (freeze). */
  'metadata-expired',
  /** Longer than it may be (endless data). */
  'too-long',
  /** The repository has no such target, or its delegations do not reach it. */
  'no-such-target',
  /** Repository and director name other files, or another version. */
  'not-agreed',
  /** The bytes are not those that were signed. */
  'tampered-target',
  /** A medium made for another way of installing: from a network, or from a USB stick. */
  'wrong-source',
  /** The archive is not one of ours. */
  'bad-archive',
  'disk',
  /** The supervisor does not take it over. */
  'not-taken-over',
] as const;

export type UpdateFault = (typeof UPDATE_FAULTS)[number];

export const ROLLBACK_CAUSES = ['unhealthy', 'crash-loop', 'silent', 'asked'] as const;

export type RollbackCause = (typeof ROLLBACK_CAUSES)[number];

export interface Updating {
  /** The highest counter of the director that was ever taken. */
  readonly counter?: DirectorCounter | undefined;
  /** The last one taken, be it done with or not. */
  readonly order?: UpdateOrder | undefined;
  /** Where the order's files lie, for one that came on a medium; absent: they are fetched. */
  readonly folder?: string | undefined;
  readonly phase: UpdatePhase;
  readonly lock?: UpdateLock | undefined;
  /** The highest security floor that a verified release has set. */
  readonly securityFloor?: string | undefined;
  /** The latest release the till is entitled to, as far as the last look at the repository knew. */
  readonly latest?: string | undefined;
  /** When and for what licence it last looked there; absent: it never did. */
  readonly look?: Look | undefined;
  /** How things stood when the program made way: the next one must do as well. */
  readonly before?: Working | undefined;
  /** The release that was approved last, as it is signed: what was fine then may not be any more. */
  readonly approved?: Release | undefined;
  /** The version it has come back from; only another order names it again. */
  readonly rolledBack?: Pick<Rollback, 'version' | 'cause'> | undefined;
}

export type UpdatePhase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' | 'fetching'; readonly attempts: number }
  | {
      readonly kind: 'waiting-to-retry';
      readonly attempts: number;
      readonly retryAtMs: number;
    }
  /** On disk; waits for its window, for the end of a sale, for a lock or for somebody's word. */
  | { readonly kind: 'ready'; readonly isAsked: boolean }
  | { readonly kind: 'handing-over'; readonly version: string }
  | { readonly kind: 'on-trial'; readonly version: string; readonly from: string };

/** Held by a program at the till; it ends by itself, so that a crashed holder blocks nobody for ever. */
export interface UpdateLock {
  readonly client: string;
  readonly reason: string;
  /** When it was taken first; lengthening it begins nothing anew. Absent: a version before took it. */
  readonly sinceMs?: number | undefined;
  readonly untilMs: number;
}

export const NO_UPDATE: Updating = { phase: { kind: 'idle' } };

export interface UpdateFacts extends Omit<ReleaseFacts, 'releases' | 'securityFloor'> {
  readonly nowMs: number;
  readonly station: string;
  /** A sale, a deposit, a payout or an operation is under way, or a device holds money. */
  readonly isBusy: boolean;
  /** Whether the program runs from an installed tree with a supervisor. */
  readonly isInstalled: boolean;
  /** What the supervisor can go back to. */
  readonly previous?: string | undefined;
  /** How things stand. */
  readonly working?: Working | undefined;
}

export type UpdateEvent =
  | {
      readonly kind: 'ordered';
      /** Its signature is verified. */
      readonly order: UpdateOrder;
      readonly source: EntitlementSource;
      readonly folder?: string | undefined;
    }
  | {
      readonly kind: 'order-rejected';
      readonly code: OrderRefusal;
      readonly source: EntitlementSource;
    }
  /** What both signed sides say of the order; the releases are all the repository has for this till. */
  | {
      readonly kind: 'checked';
      readonly of: DirectorCounter;
      readonly release: Release;
      readonly releases: readonly Release[];
    }
  | { readonly kind: 'fetched'; readonly of: DirectorCounter; readonly version: string }
  | {
      readonly kind: 'faulted';
      /** The order it was tried for; absent where none was. */
      readonly of?: DirectorCounter | undefined;
      readonly stage: UpdateStage;
      readonly code: UpdateFault;
      readonly detail: string;
    }
  /** All that the repository has for this till; asked for under no order. */
  | { readonly kind: 'releases-seen'; readonly releases: readonly Release[] }
  /** Time has passed, a sale has ended, a lock was released: whatever waits looks again. */
  | { readonly kind: 'looked' }
  /** A while has passed, or the licence may be another: what it may have now may be another release. */
  | { readonly kind: 'watched' }
  /** A medium with no order for this till; what there is, it says all the same. */
  | { readonly kind: 'shown'; readonly folder: string }
  /** `rollback`: to what the supervisor can go back to. */
  | {
      readonly kind: 'asked';
      readonly what: 'apply' | 'rollback' | 'check';
      readonly client: string;
      readonly operator?: string | undefined;
    }
  | {
      readonly kind: 'locked';
      readonly client: string;
      readonly reason: string;
      readonly forMs: number;
    }
  | { readonly kind: 'unlocked'; readonly client: string }
  /** The program has come up; what its supervisor says of itself and of what it had to do. */
  | {
      readonly kind: 'started';
      readonly trial?: Trial | undefined;
      readonly rollbacks: readonly Rollback[];
    }
  /** The new program has shown within its window that it does its work. */
  | { readonly kind: 'healthy' };

export interface Trial {
  readonly version: string;
  readonly from: string;
}

export interface Rollback {
  readonly version: string;
  readonly to: string;
  readonly cause: RollbackCause;
  readonly evidence: string;
}

export type UpdateEffect =
  /** Asks the repository what it says of the order's files. */
  | ReleaseEffect<'check-release'>
  | ReleaseEffect<'fetch-release'>
  /** Asks the repository what it has, under no order; `order` is the last one, for its channel. */
  | {
      readonly kind: 'look-at-releases';
      readonly order?: UpdateOrder | undefined;
      readonly folder?: string | undefined;
    }
  /** Leaves word for the supervisor and ends the program. */
  | { readonly kind: 'hand-over'; readonly version: string }
  /** Tells the supervisor that the trial is passed. */
  | { readonly kind: 'confirm-trial'; readonly version: string }
  /** The journal has what the supervisor kept; it need not keep it any longer. */
  | { readonly kind: 'forget-rollbacks'; readonly versions: readonly string[] };

interface ReleaseEffect<Kind> {
  readonly kind: Kind;
  readonly order: UpdateOrder;
  readonly folder?: string | undefined;
}

export type UpdateAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'update-order-refused'; readonly reason: OrderRefusal }
  | { readonly kind: 'refused'; readonly code: UpdateRequestRefusal };

/** Why what somebody at the till asks for is not done. */
export type UpdateRequestRefusal =
  | 'no-update-ready'
  | 'no-update-ordered'
  | 'no-version-to-go-back-to'
  | 'update-lock-held'
  | 'update-lock-too-long'
  | 'update-lock-used-up';

export interface UpdateStep {
  readonly updating: Updating;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly UpdateEffect[];
  readonly answer: UpdateAnswer;
}
