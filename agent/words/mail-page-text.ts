/** What the hub's pages say of mail and webhooks. Times come in as they are to be shown. */
import type { NoticeText } from './page-text.ts';

export type MailState = 'waiting' | 'sent' | 'set-aside';
export type MailEffect = 'opened' | 'added' | 'ignored' | 'repeated';

/** Why a mail was not taken. */
export type MailFailure = 'address' | 'mail' | 'sign-in' | 'encryption' | 'unreachable' | 'other';

/** Why nothing came of a mail. */
export type MailIgnored = 'unreadable' | 'no-sender' | 'own-address' | 'automatic' | 'too-many';

export type DeliveryState = 'waiting' | 'delivered' | 'given-up';

/** Why a program was not reached; what it answered is said with its number. */
export type DeliveryFailure = 'inside' | 'unreachable' | 'timeout' | 'certificate' | 'other';

export type WebhookKind =
  | 'ticket-opened'
  | 'ticket-answered'
  | 'ticket-resolved'
  | 'balance-low'
  | 'remote-started'
  | 'remote-ended';

export interface MailPageWords {
  readonly nav: Readonly<Record<'mail' | 'webhooks', string>>;
  readonly no: string;
  readonly newest: string;
  readonly older: string;
  readonly nextTry: (time: string) => string;
  readonly tries: (count: string) => string;
  readonly mail: MailListWords;
  readonly notice: NoticeWords;
  readonly webhooks: WebhookWords;
}

interface MailListWords {
  readonly which: string;
  readonly sides: Readonly<Record<'out' | 'in', string>>;
  /** As whom the hub writes. */
  readonly from: (address: string) => string;
  /** Of the mails that came. */
  readonly reads: string;
  readonly unset: NoticeText;
  readonly unread: NoticeText;
  readonly noneOut: NoticeText;
  readonly noneIn: NoticeText;
  readonly noneOlder: NoticeText;
  readonly to: string;
  readonly sender: string;
  readonly state: string;
  readonly effect: string;
  readonly request: string;
  readonly queued: string;
  readonly received: string;
  readonly noSubject: string;
  readonly noSender: string;
  readonly states: Readonly<Record<MailState, string>>;
  readonly failures: Readonly<Record<MailFailure, string>>;
  readonly effects: Readonly<Record<MailEffect, string>>;
  readonly ignored: Readonly<Record<MailIgnored, string>>;
  readonly again: string;
  readonly queuedAgain: NoticeText;
}

/** A mail that is made a notice of termination. */
interface NoticeWords {
  readonly button: string;
  /** Of one that is a notice, and nobody's yet. */
  readonly whose: string;
  readonly title: string;
  readonly text: (received: string) => string;
  readonly yes: string;
  readonly customer: string;
  readonly choose: string;
  readonly noCustomers: NoticeText;
  readonly marked: (number: string) => NoticeText;
}

interface WebhookWords {
  readonly text: string;
  readonly none: NoticeText;
  readonly noKey: NoticeText;
  readonly add: string;
  readonly addText: string;
  readonly url: string;
  readonly urlHint: string;
  readonly toldOf: string;
  readonly kinds: Readonly<Record<WebhookKind, string>>;
  readonly address: string;
  readonly newest: string;
  readonly addedBy: (name: string, time: string) => string;
  readonly neverTold: string;
  readonly secret: SecretWords;
  readonly remove: string;
  readonly removeTitle: string;
  readonly removeText: (url: string) => string;
  readonly removed: NoticeText;
  readonly back: string;
  readonly deliveries: string;
  readonly noDeliveries: NoticeText;
  readonly happened: string;
  readonly what: string;
  readonly state: string;
  readonly attempts: string;
  readonly states: Readonly<Record<DeliveryState, string>>;
  readonly answered: (status: string) => string;
  readonly failures: Readonly<Record<DeliveryFailure, string>>;
}

/** What deliveries are signed with, shown this once. */
interface SecretWords extends NoticeText {
  readonly copy: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly done: string;
}
