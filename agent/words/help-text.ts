import type { NeedKind } from '../core/contract/plan.ts';
import type { ContactRole } from '../core/entitlement/entitlement.ts';
import type { SessionEnd } from '../core/support/remote-session.ts';
import type { NoticeText, QuestionText } from './page-text.ts';

/** What becomes of a request, in one line that is understood from across the counter. */
export type HelpHeadline =
  | 'covered'
  | 'covered-later'
  | 'routed'
  | 'scheduled'
  | 'needs'
  | 'charge'
  | 'quote'
  | 'refused'
  | 'manual'
  /** Only the desk can tell: it has the request, or gets it later. */
  | 'desk-decides'
  | 'desk-decides-later'
  | 'assigned'
  | 'resolved'
  | 'withdrawn';

/** What most calls for help are about, each a message to the desk by one press. */
export const HELP_SUBJECTS = ['machine', 'printer', 'program', 'line', 'how-to'] as const;
export type HelpSubject = (typeof HELP_SUBJECTS)[number];

/** Of the accounts that help is charged to. */
export type HelpAccount = 'credits' | 'wallet' | 'pool-remote' | 'pool-on-site';

/** Every sentence about help and a technician's session on the cashier page. */
export interface HelpWords {
  readonly help: string;
  readonly numbered: (number: number) => string;
  /** A request that the desk has opened itself. */
  readonly fromDesk: string;
  readonly asking: string;
  readonly notAsked: NoticeText;
  readonly delivered: string;
  readonly kept: string;
  readonly back: string;
  readonly requests: string;
  readonly newRequest: string;
  readonly withdraw: string;
  readonly withdrawQuestion: QuestionText;
  /** `who`: whom to call, or who has it; of what is scheduled, when. */
  readonly headlines: Readonly<Record<HelpHeadline, (who: string | undefined) => string>>;
  /** Who has to do what before help begins. */
  readonly whoMust: Readonly<Record<NeedKind, string>>;
  readonly whenTitle: string;
  readonly costTitle: string;
  readonly costsNothingYet: string;
  readonly balanceUnknown: string;
  readonly noContractHere: string;
  readonly callFirst: string;
  readonly callInAHurry: string;
  readonly noPhone: string;
  readonly contactRoles: Readonly<Record<ContactRole, string>>;
  readonly accounts: Readonly<Record<HelpAccount, string>>;
  readonly charged: (account: string, charged: string, left: string) => string;
  readonly chat: string;
  readonly about: string;
  readonly subjects: Readonly<Record<HelpSubject, string>>;
  readonly writeHere: string;
  readonly noCustomerData: string;
  readonly send: string;
  readonly you: string;
  readonly messageKept: string;
  readonly news: Readonly<
    Record<
      'assigned' | 'scheduled' | 'waiting' | 'resolved' | 'message' | 'opened',
      (what: string) => string
    >
  >;
  readonly newsTitle: (name: string) => string;
  readonly show: string;
  readonly session: SessionWords;
  readonly unattended: UnattendedWords;
}

interface SessionWords {
  readonly wants: (name: string, company: string) => string;
  readonly readCode: string;
  readonly codeWrong: (triesLeft: number) => string;
  readonly waitForCode: string;
  readonly codeRight: string;
  readonly onlyLooks: string;
  readonly secondsLeft: (seconds: number) => string;
  readonly accept: string;
  readonly decline: string;
  readonly sees: (name: string) => string;
  readonly controls: (name: string) => string;
  readonly seesNothing: (name: string) => string;
  readonly suspended: Readonly<
    Record<'sign-in' | 'cash-out' | 'counting' | 'consent' | 'other', string>
  >;
  readonly external: string;
  readonly unattended: string;
  readonly letControl: string;
  readonly takeBack: string;
  readonly resume: string;
  readonly stop: string;
  readonly over: (name: string) => string;
  readonly ends: Readonly<Record<SessionEnd, string>>;
}

interface UnattendedWords {
  readonly open: string;
  readonly title: string;
  readonly text: string;
  readonly granted: (spans: string) => string;
  readonly none: string;
  readonly nights: string;
  readonly nightCount: (count: number) => string;
  readonly from: string;
  readonly until: string;
  readonly grant: string;
  readonly withdraw: string;
  readonly pinTitle: string;
}
