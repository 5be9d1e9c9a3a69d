/**
 * Help at the till: what was asked, what was said, and the one session a technician may have. Nobody
 * sees or touches this till without the code that was read out to them and a person's consent here, or
 * hours that a site admin has granted at this till; nothing that comes from the hub can make either.
 */
import type { Plan } from '../contract/plan.ts';
import type { LineDraft } from '../journal-line.ts';
import type { HelpAnswer, HelpNews, TicketState } from './help.ts';
import type { ControlCause, SessionEnd, StreamKind, Technician } from './remote-session.ts';
import type { AskedAtTill, UnattendedWindow } from './support-line.ts';

export interface Supporting {
  /** Of the last request; the next has one more. */
  readonly lastNumber: number;
  /** The newest, oldest first; the journal has all. */
  readonly tickets: readonly HeldTicket[];
  readonly session?: RemoteSession | undefined;
  /** The last session there was, so that whoever looks up a moment later reads how it ended. */
  readonly ended?: EndedSession | undefined;
  /** Hours in which a session may begin with nobody at the till. */
  readonly unattended: readonly UnattendedWindow[];
  /** Bundles of logs that are asked for and not sent. */
  readonly bundles: readonly LogOrder[];
}

export const NO_SUPPORT: Supporting = { lastNumber: 0, tickets: [], unattended: [], bundles: [] };

export interface HeldTicket {
  readonly ticket: string;
  /** Absent: it was opened at the desk, and the till has only heard of it. */
  readonly asked?: AskedHelp | undefined;
  readonly state: TicketState;
  /** What the desk has said last. */
  readonly news?: HelpNews | undefined;
  readonly messages: readonly ChatMessage[];
}

/** What somebody at this till has asked. */
export interface AskedHelp extends HelpQuestion {
  readonly number: number;
  readonly atMs: number;
  /** The line of the journal that says so; the hub has it once it has that line. */
  readonly seq: number;
  readonly answer: HelpAnswer;
}

export interface HelpQuestion extends AskedAtTill {
  /** The client's; under it the same request is answered again. */
  readonly idempotencyKey?: string | undefined;
}

export interface ChatMessage {
  readonly message: string;
  readonly text: string;
  readonly atMs: number;
  /** Absent: it was said at the till. */
  readonly from?: Technician | undefined;
  readonly operator?: string | undefined;
  /** Of what was said at the till: the line that says so. */
  readonly seq?: number | undefined;
}

export interface LogBundle {
  readonly bundle: string;
  readonly ticket?: string | undefined;
  readonly withTrace: boolean;
}

export interface LogOrder extends LogBundle {
  /** Absent in one that an older release has taken. */
  readonly askedAtMs?: number | undefined;
}

export interface RemoteSession {
  readonly session: string;
  readonly ticket: string;
  readonly technician: Technician;
  readonly streams: readonly StreamKind[];
  /** Wall clock, for people; waiting goes by `sinceMs`. */
  readonly askedAtMs: number;
  /** When it was asked for, on the monotonic clock of this run: a session never outlives it. */
  readonly sinceMs: number;
  readonly phase: SessionPhase;
}

export type SessionPhase =
  /** The cashier reads the code out, the technician types it. */
  | { readonly kind: 'asked'; readonly code: string; readonly triesLeft: number }
  /** It was right; somebody at the till has to say yes. */
  | { readonly kind: 'matched' }
  | LivePhase;

export type LiveControl = 'none' | 'granted' | 'suspended';

export interface LivePhase {
  readonly kind: 'live';
  /** Wall clock and monotonic, of the consent. */
  readonly consentedAtMs: number;
  readonly liveSinceMs: number;
  readonly control: LiveControl;
  /** Why it is suspended; absent while it is not. */
  readonly suspendedFor?: ControlCause | undefined;
  /** Since when it is granted, on the monotonic clock; absent while it is not. */
  readonly controlSinceMs?: number | undefined;
  /** Under control before that. */
  readonly controlMs: number;
  /** Control has been given at least once: from then on whose PIN is older is asked for it again. */
  readonly wasControlled: boolean;
  /** Operators whose PIN was proved since control was last taken back. */
  readonly proved: readonly string[];
  /** Streams the relay has. */
  readonly open: readonly StreamKind[];
  /** Somebody counts cash: nothing is shown until the session is accepted again. */
  readonly isPaused: boolean;
  /** Until when, where nobody had to be there. */
  readonly unattendedUntilMs?: number | undefined;
  /** A tool of another maker shows the screen: its control cannot be taken back, only ended. */
  readonly isExternal: boolean;
}

export interface EndedSession {
  readonly session: string;
  readonly ticket: string;
  readonly technician: Technician;
  readonly end: SessionEnd;
  readonly atMs: number;
}

/** What a step may know beside its own state; gathered by the shell. */
export interface SupportSurroundings {
  /** Monotonic, of this run. */
  readonly monotonicMs: number;
  /** Six digits that nobody can guess. */
  readonly newCode: string;
  /** What this installation can show. */
  readonly streams: readonly StreamKind[];
  /** A tool of another maker takes the screen's place. */
  readonly hasExternalTool: boolean;
  /** What has gone through the session's streams so far. */
  readonly bytes: StreamBytes;
  /** The last line of the journal. */
  readonly headSeq: number;
  /** The hub has everything up to this line. */
  readonly durableTo: number;
}

export interface StreamBytes {
  /** From the technician to the till, and back. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Of the hub: its commands, each of which bears repetition. */
type DeskEvent =
  | { readonly kind: 'news-told'; readonly news: HelpNews }
  | {
      readonly kind: 'chat-told';
      readonly ticket: string;
      readonly message: string;
      readonly from: Technician;
      readonly text: string;
      readonly sentAtMs: number;
    }
  | ({ readonly kind: 'logs-asked' } & LogBundle)
  | {
      readonly kind: 'session-asked';
      readonly session: string;
      readonly ticket: string;
      readonly technician: Technician;
      readonly streams: readonly StreamKind[];
    }
  | { readonly kind: 'code-typed'; readonly session: string; readonly code: string }
  | {
      readonly kind: 'session-stopped';
      readonly session: string;
      readonly end: Extract<SessionEnd, 'stopped-by-technician' | 'withdrawn' | 'time-over'>;
    };

interface AtTill {
  readonly client: string;
  readonly operator?: string | undefined;
}

/** Of whoever is at the till. */
type TillSideEvent =
  | {
      readonly kind: 'help-asked';
      readonly question: HelpQuestion;
      readonly plans: readonly Plan[];
      /** A button that is pressed again is the same request for so long. */
      readonly sameForMs?: number | undefined;
    }
  | (AtTill & { readonly kind: 'help-withdrawn'; readonly ticket: string })
  | (AtTill & {
      readonly kind: 'said';
      readonly ticket: string;
      readonly message: string;
      readonly text: string;
    })
  | (AtTill & { readonly kind: 'session-accepted' })
  | (AtTill & { readonly kind: 'session-declined' })
  | (AtTill & { readonly kind: 'session-ended-here' })
  /** After counting. */
  | (AtTill & { readonly kind: 'session-resumed' })
  | (AtTill & {
      readonly kind: 'control-asked';
      readonly control: 'granted' | 'withdrawn' | 'suspended';
      readonly cause: ControlCause;
    })
  /** By an admin whose PIN was proved for it. */
  | (AtTill & {
      readonly kind: 'unattended-set';
      readonly windows: readonly UnattendedWindow[];
    });

/** What an effect came to. */
type EffectTold =
  | {
      readonly kind: 'stream-opened';
      readonly session: string;
      readonly stream: StreamKind;
    }
  | {
      readonly kind: 'stream-closed';
      readonly session: string;
      readonly stream: StreamKind;
      readonly reason: StreamEnd;
    }
  /** The tool of another maker could not be started, or has ended. */
  | { readonly kind: 'external-ended'; readonly session: string }
  | {
      readonly kind: 'console-done';
      readonly session: string;
      readonly action: string;
      readonly subject?: string | undefined;
      readonly outcome: string;
    }
  | {
      readonly kind: 'logs-sent';
      readonly bundle: string;
      readonly sizeBytes: number;
      readonly sha256: string;
    }
  | { readonly kind: 'logs-failed'; readonly bundle: string; readonly reason: string };

/** Why a stream is no more. */
export const STREAM_ENDS = [
  /** The till closed it: the session is over, or somebody counts. */
  'closed',
  'line-lost',
  'screen-unavailable',
  /** The other side sent what no technician's page sends. */
  'protocol',
] as const;
export type StreamEnd = (typeof STREAM_ENDS)[number];

export type SupportAsk = DeskEvent | TillSideEvent;
export type SupportSaid = EffectTold;
export type SupportEvent =
  | Exclude<SupportAsk, { readonly kind: 'help-asked' }>
  | SupportSaid
  /** What was asked, with what the contract says to it. */
  | {
      readonly kind: 'help-decided';
      readonly question: HelpQuestion;
      readonly ticket: string;
      readonly answer: HelpAnswer;
    }
  /** Time has passed. */
  | { readonly kind: 'looked' }
  /** The agent has come up: no session is carried over. */
  | { readonly kind: 'started' }
  /** Somebody types a PIN, or is about to see where cash goes. */
  | { readonly kind: 'guarded'; readonly cause: ControlCause }
  | { readonly kind: 'pin-proved'; readonly operator: string };

export type SupportEffect =
  | { readonly kind: 'open-stream'; readonly session: string; readonly stream: StreamKind }
  | { readonly kind: 'close-streams'; readonly session: string }
  | { readonly kind: 'set-control'; readonly session: string; readonly control: LiveControl }
  | ({ readonly kind: 'send-logs' } & LogOrder)
  | { readonly kind: 'start-external'; readonly session: string };

/** Why what is asked for is not done. */
export type SupportRefusal =
  | 'ticket-not-found'
  | 'ticket-ended'
  | 'no-session'
  /** Nobody has typed the right code yet. */
  | 'code-not-typed'
  | 'session-not-live'
  | 'session-not-paused'
  /** Nobody is there, a tool of another maker shows the screen, or no screen is shown. */
  | 'control-not-possible'
  | 'windows-invalid';

/** Why what the desk asks for is not done. */
export type DeskRefusal =
  | 'second-session'
  | 'ticket-unknown'
  | 'not-configured'
  | 'till-in-sale'
  | 'wrong-code'
  | 'no-session';

export type SupportAnswer =
  | { readonly kind: 'done' }
  | { readonly kind: 'help'; readonly ticket: HeldTicket; readonly isNew: boolean }
  | { readonly kind: 'said'; readonly ticket: string; readonly message: ChatMessage }
  | { readonly kind: 'refused'; readonly code: SupportRefusal }
  | { readonly kind: 'desk-refused'; readonly reason: DeskRefusal };

/** All that a step may know beside its own state. */
export interface SupportFacts extends SupportSurroundings {
  readonly nowMs: number;
  /** Of the next line this turn writes. */
  readonly nextSeq: number;
  /** The machine works for a sale, or pays out. */
  readonly isInSale: boolean;
  /** When the last line of the journal was written; absent before the first. */
  readonly lastLineAtMs?: number | undefined;
}

export interface SupportStep {
  readonly supporting: Supporting;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly SupportEffect[];
  readonly answer: SupportAnswer;
}
