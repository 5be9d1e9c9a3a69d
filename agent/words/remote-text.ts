/** What the hub's pages say of technicians' sessions at tills, and of the logs of tills. */
import type { SessionEnd, StreamKind } from '../core/support/remote-session.ts';
import type { NoticeText } from './page-text.ts';

/** How a session ended, or why the till never began it. */
export type RemoteEndWord =
  | SessionEnd
  | 'second-session'
  | 'ticket-unknown'
  | 'not-configured'
  | 'till-in-sale'
  | 'not-delivered';

type ConsoleCounterWord = 'journalLines' | 'unsentLines' | 'openPayouts' | 'debts' | 'operations';

type ConsoleOutcomeWord =
  | 'done'
  | 'not-needed'
  | 'not-found'
  | 'not-possible'
  | 'control-not-granted'
  | 'till-in-sale'
  | 'failed';

export interface RemoteWords {
  readonly title: string;
  readonly text: string;
  readonly streams: Readonly<Record<StreamKind, string>>;
  readonly ask: string;
  readonly streamMissing: NoticeText;
  /** The cashier is asked, and reads a code out. */
  readonly asked: NoticeText;
  readonly code: string;
  readonly sendCode: string;
  readonly codeUnfit: NoticeText;
  readonly codeSent: string;
  readonly triesLeft: (count: string) => string;
  readonly matched: NoticeText;
  readonly live: Readonly<Record<'none' | 'granted' | 'suspended', NoticeText>>;
  readonly stop: string;
  readonly ended: (reason: string) => string;
  readonly ends: Readonly<Record<RemoteEndWord, string>>;
  readonly others: (name: string, company: string) => NoticeText;
  readonly earlier: string;
  readonly lasted: (minutes: string) => string;
  readonly screen: ScreenWords;
  readonly console: ConsoleWords;
  readonly logs: LogWords;
}

interface ScreenWords {
  readonly connecting: string;
  readonly lost: NoticeText;
  readonly viewOnly: string;
  readonly control: string;
}

interface ConsoleWords {
  readonly waiting: string;
  readonly device: string;
  readonly state: string;
  readonly journal: string;
  readonly none: string;
  readonly acts: Readonly<Record<'retry-device' | 're-identify', string>>;
  readonly states: Readonly<Record<'up' | 'down' | 'fault' | 'starting', string>>;
  readonly counters: Readonly<Record<ConsoleCounterWord, string>>;
  readonly outcomes: Readonly<Record<ConsoleOutcomeWord, string>>;
  readonly unreadable: string;
}

interface LogWords {
  readonly title: string;
  readonly text: string;
  readonly withTrace: string;
  readonly ask: string;
  readonly none: string;
  readonly states: Readonly<Record<'asked' | 'kept' | 'failed', string>>;
  readonly download: string;
}
