/** What the till writes down of updates: every step of one, and every refusal. */
import type { EntitlementSource } from '../vendor-line.ts';
import type { UpdateMode } from './update-order.ts';
import type { OrderRefusal, RollbackCause, UpdateFault, UpdateStage } from './updating.ts';
import type { ReleaseRefusal } from './release-choice.ts';

export interface UpdateLineBodies {
  /** From here on the till is to have this version. */
  readonly 'update-ordered': {
    readonly version: string;
    readonly rollout: string;
    readonly mode: UpdateMode;
    readonly source: EntitlementSource;
  };
  /** The order itself is not taken; without names where its signature does not hold. */
  readonly 'update-order-refused': {
    readonly code: OrderRefusal;
    readonly source: EntitlementSource;
    readonly version?: string | undefined;
    readonly rollout?: string | undefined;
  };
  /** The order is genuine, and this till may not install what it names. */
  readonly 'update-refused': {
    readonly version: string;
    readonly rollout: string;
    readonly code: ReleaseRefusal;
    /** The latest release the till is entitled to. */
    readonly latest?: string | undefined;
    /** What would have to be installed first. */
    readonly step?: string | undefined;
  };
  /** Something on the way went wrong; it is tried again where `retryAtMs` says so. */
  readonly 'update-failed': {
    readonly version: string;
    readonly rollout: string;
    readonly stage: UpdateStage;
    readonly code: UpdateFault;
    readonly detail: string;
    readonly retryAtMs?: number | undefined;
  };
  /** The repository's word and the director's agree, and the entitlement covers it. */
  readonly 'update-approved': { readonly version: string; readonly rollout: string };
  /** Downloaded, verified and unpacked beside what runs. */
  readonly 'update-ready': { readonly version: string; readonly rollout: string };
  /** The running program makes way: written before anything is flipped. */
  readonly 'update-begun': {
    readonly version: string;
    readonly rollout: string;
    readonly from: string;
  };
  /** The new program has come up, on trial. */
  readonly 'update-on-trial': { readonly version: string; readonly from: string };
  /** It has passed its health window: it stays. */
  readonly 'update-confirmed': { readonly version: string; readonly from: string };
  /** Its supervisor has gone back to the version before. */
  readonly 'update-rolled-back': {
    readonly version: string;
    readonly to: string;
    readonly cause: RollbackCause;
    /** What the supervisor has kept of it: the last words of the program, shortened. */
    readonly evidence: string;
  };
  /** A program at the till holds updates up until then. */
  readonly 'update-lock-taken': {
    readonly client: string;
    readonly reason: string;
    readonly untilMs: number;
  };
  readonly 'update-lock-released': { readonly client: string };
  /** Somebody at the till has said that it may be installed now, or to go back to the one before. */
  readonly 'update-asked': {
    readonly what: 'apply' | 'rollback' | 'check';
    readonly client: string;
    readonly operator?: string | undefined;
  };
}
