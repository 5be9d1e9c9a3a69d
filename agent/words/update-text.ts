/** What the hub's page says of updates. */
import type { DocumentRefusal } from '../core/entitlement/refusal.ts';
import type { OrderRefusal, RollbackCause, UpdateFault } from '../core/update/updating.ts';
import type { NoticeText } from './page-text.ts';

export interface UpdateWords {
  readonly nav: string;
  readonly deadlines: string;
  /** Of a fiscal release: from when, and how many lack it. */
  readonly inForce: (version: string, day: string) => string;
  readonly nobodyLacks: NoticeText;
  readonly rollouts: string;
  readonly noRollouts: NoticeText;
  readonly tills: string;
  readonly noTills: NoticeText;
  readonly rollout: string;
  readonly version: string;
  readonly state: string;
  readonly groups: string;
  /** How many of how many run it. */
  readonly tally: (successes: string, size: string) => string;
  readonly failed: (errors: string) => string;
  readonly till: string;
  readonly site: string;
  readonly runs: string;
  readonly mayRun: string;
  readonly told: string;
  readonly said: string;
  readonly why: string;
  readonly onTrial: string;
  readonly states: Readonly<Record<UpdateState, string>>;
  readonly halts: Readonly<Record<'errors' | 'yanked', string>>;
  readonly waits: Readonly<Record<'nobody-picked' | 'nobody-reachable', string>>;
  readonly acts: Readonly<Record<UpdateAct, string>>;
  readonly reasons: Readonly<Record<UpdateReason, string>>;
  /** What went wrong, why a till went back, or why it does not take the order. */
  readonly codes: Readonly<Record<UpdateCode, string>>;
  /** Of an order whose signature does not hold, in whatever way. */
  readonly notGenuine: string;
  readonly detail: string;
  readonly locked: (reason: string, until: string) => string;
  readonly abortTitle: string;
  readonly abortText: (rollout: string) => string;
  readonly no: string;
  readonly words: Readonly<Record<UpdateWord, string>>;
}

export type UpdateState =
  | 'draft'
  | 'awaiting-approval'
  | 'running'
  | 'paused'
  | 'stopped'
  | 'done'
  | 'aborted';

export type UpdateAct = 'submit' | 'return' | 'approve' | 'pause' | 'resume' | 'abort';

export type UpdateReason =
  | 'licence-state'
  | 'not-entitled'
  | 'older'
  | 'below-security-floor'
  | 'below-floor'
  | 'other-platform'
  | 'same-version'
  | 'revoked'
  | 'not-published'
  | 'cannot-be-ordered'
  | 'cannot-be-called-back'
  | 'unheard'
  | 'no-rollout'
  | 'group-closed'
  | 'failed'
  | 'window-too-late'
  | 'on-the-way';

type UpdateCode = UpdateFault | RollbackCause | Exclude<OrderRefusal, DocumentRefusal>;

export type UpdateWord =
  | 'ordered'
  | 'order-refused'
  | 'refused'
  | 'approved'
  | 'failing'
  | 'ready'
  | 'begun'
  | 'on-trial'
  | 'confirmed'
  | 'rolled-back';
