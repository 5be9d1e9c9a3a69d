/** What the hub's pages say of tickets. Times, days and amounts come in as they are to be shown. */
import type { Outcome } from '../core/contract/decision.ts';
import type { Acceptable, HelpMode, ServiceClass, Topic } from '../core/contract/request.ts';
import type { TicketState } from '../core/support/help.ts';
import type { NoticeText } from './page-text.ts';

export type DeskKind =
  | 'contact'
  | 'remote'
  | 'training'
  | 'integration'
  | 'notice'
  | 'change-implementer'
  | 'chat'
  | 'work';

export type DeskSource = 'till' | 'portal' | 'mail' | 'hub';

export type DeskSide = 'till' | 'desk' | 'customer' | 'partner';

/** What has happened to a ticket. */
export type DeskEvent =
  | 'asked'
  | 'decided'
  | 'noted'
  | 'accepted'
  | 'time'
  | 'assigned'
  /** Assigned to nobody. */
  | 'let-go'
  | 'passed-on'
  | 'scheduled'
  | 'resolved'
  | 'withdrawn'
  | 'planned'
  /** What was planned is planned no more. */
  | 'freed'
  /** Its company lost the certification. */
  | 'work-released'
  /** The till has told its cashier something else than the hub says. */
  | 'told-otherwise'
  | 'marked-notice'
  | 'notice-confirmed'
  | 'remote-asked'
  | 'remote-refused'
  | 'remote-code-tried'
  | 'remote-consented'
  | 'remote-control'
  | 'remote-stream'
  | 'remote-console'
  | 'remote-ended';

/** What asks something before it is done. */
export type DeskTask = 'note' | 'accept' | 'confirm' | 'passOn' | 'schedule' | 'time';

export interface DeskWords {
  readonly nav: Readonly<Record<'tickets' | 'callbacks', string>>;
  readonly no: string;
  readonly list: ListWords;
  readonly states: Readonly<Record<TicketState, string>>;
  readonly outcomes: Readonly<Record<Outcome, string>>;
  readonly kinds: Readonly<Record<DeskKind, string>>;
  readonly sources: Readonly<Record<DeskSource, string>>;
  readonly topics: Readonly<Record<Topic, string>>;
  readonly modes: Readonly<Record<HelpMode, string>>;
  readonly classes: Readonly<Record<ServiceClass, string>>;
  readonly opening: OpeningWords;
  readonly ticket: TicketWords;
  readonly chat: ChatWords;
  readonly tasks: Readonly<Record<DeskTask, TaskWords>>;
  readonly take: string;
  readonly letGo: string;
  readonly fields: FieldWords;
  readonly resolve: ResolveWords;
  readonly events: EventWords;
  readonly callbacks: CallbackWords;
}

interface ListWords {
  readonly which: string;
  readonly open: string;
  readonly closed: string;
  readonly number: string;
  readonly about: string;
  readonly title: string;
  readonly state: string;
  readonly outcome: string;
  readonly handler: string;
  readonly since: string;
  readonly scheduled: string;
  readonly nobody: string;
  readonly unread: (count: string) => string;
  /** Where no company has it. */
  readonly vendorDesk: string;
  readonly none: NoticeText;
  readonly noneClosed: NoticeText;
}

interface OpeningWords {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly kind: string;
  readonly about: string;
  readonly noTill: string;
  readonly customer: string;
  readonly customerHint: string;
  readonly topic: string;
  readonly noTopic: string;
  readonly words: string;
  readonly justification: string;
}

interface TicketWords {
  readonly back: string;
  readonly name: (number: string) => string;
  readonly asked: (time: string) => string;
  readonly decision: string;
  readonly undecided: string;
  readonly clock: string;
  readonly openUntil: (time: string) => string;
  readonly openNow: string;
  readonly opensAt: (time: string) => string;
  readonly neverOpens: string;
  readonly waited: (duration: string) => string;
  readonly waitedUntilDone: (duration: string) => string;
  readonly duration: (hours: string, minutes: string) => string;
  readonly scheduledFor: (time: string) => string;
  readonly note: string;
  readonly noNote: string;
  readonly promised: string;
  readonly settled: string;
  readonly nothingSettled: string;
  readonly fromTill: (amount: string) => string;
  readonly history: string;
  readonly reasons: Readonly<Record<'opened' | 'passed-on' | 'IMPLEMENTER_REVOKED', string>>;
  readonly difference: DifferenceWords;
}

/** Where the till has told its cashier something else than the hub says. */
interface DifferenceWords {
  readonly title: string;
  readonly stands: string;
  readonly told: string;
  readonly known: string;
  readonly knownNothing: string;
  readonly partsLabel: string;
  readonly parts: Readonly<Record<'outcome' | 'route' | 'time' | 'cost' | 'needs', string>>;
  readonly causesLabel: string;
  readonly causes: Readonly<
    Record<'plan' | 'contract' | 'prices' | 'relations' | 'hours' | 'licence' | 'balance', string>
  >;
  readonly causeUnknown: string;
}

interface ChatWords {
  readonly title: string;
  readonly none: string;
  readonly sides: Readonly<Record<DeskSide, string>>;
  readonly label: string;
  readonly send: string;
}

interface TaskWords {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
}

interface FieldWords {
  readonly note: string;
  readonly to: string;
  readonly at: string;
  readonly mode: string;
  readonly minutes: string;
  readonly begun: string;
  readonly endsOn: (day: string) => string;
  readonly acceptables: Readonly<Record<Acceptable, string>>;
  readonly timeUnfit: NoticeText;
  readonly minutesUnfit: NoticeText;
}

interface ResolveWords {
  readonly button: string;
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly used: string;
  readonly usedHint: (minutes: string) => string;
  readonly usedUnfit: NoticeText;
  readonly serviceClass: string;
  readonly asAsked: string;
  readonly answer: string;
  readonly done: string;
  readonly nothing: string;
  readonly charged: string;
  readonly left: string;
  readonly fromTill: string;
  readonly low: NoticeText;
  readonly statement: string;
  readonly close: string;
}

interface EventWords {
  readonly title: string;
  readonly kinds: Readonly<Record<DeskEvent, string>>;
  readonly time: string;
  readonly noTime: string;
  readonly total: (minutes: string) => string;
  readonly minutes: (minutes: string) => string;
  readonly inSession: string;
  readonly controls: Readonly<Record<'granted' | 'suspended' | 'withdrawn', string>>;
}

interface CallbackWords {
  readonly text: string;
  readonly when: string;
  readonly overdue: string;
  readonly none: NoticeText;
}
