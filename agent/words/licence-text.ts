import type { ClockStanding } from '../core/entitlement/clock-evidence.ts';
import type { EntitlementRefusal } from '../core/entitlement/refusal.ts';
import type { ErrorText } from './error-text.ts';
import type { NoticeText } from './page-text.ts';

/** What the licence means for whoever stands at the till. Days come in as they are to be shown. */
export interface LicenceWords {
  /** Shown on every page of an installation whose keys are no secret. */
  readonly demo: NoticeText;
  /** The installation has no trust file, or one that is no use. */
  readonly noTrust: NoticeText;
  /** No licence yet, and still selling. */
  readonly unlicensed: (daysLeft: number) => NoticeText;
  /** No licence, and no new sales any more. */
  readonly graceOver: NoticeText;
  /** The licence that was in force is not believed any more, and why. */
  readonly heldRefused: (reason: string) => NoticeText;
  readonly active: (lastCoveredDay: string) => NoticeText;
  readonly lapsedReinstatable: (lastCoveredDay: string, newLicenceFrom: string) => NoticeText;
  readonly lapsedNewLicence: (lastCoveredDay: string) => NoticeText;
  readonly revoked: NoticeText;
  readonly clock: Readonly<Record<Exclude<ClockStanding, 'trusted'>, NoticeText>>;
  readonly rebindNeeded: NoticeText;
  /** To which computer the licence is bound, for whoever asks. */
  readonly binding: {
    readonly unbound: string;
    readonly parts: (matched: number, named: number, needed: number) => string;
    /** It holds, and some parts are others. */
    readonly drifted: string;
  };
  /** Every reason is among them, so a new one does not compile without its words. */
  readonly refusals: Readonly<Record<EntitlementRefusal, ErrorText>>;
}
