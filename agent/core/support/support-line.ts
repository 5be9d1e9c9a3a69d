/** What the till writes down of help: who asked, what was decided, and every step of a session. */
import type {
  Acceptable,
  CallerRole,
  Channel,
  HelpMode,
  ServiceClass,
  Topic,
} from '../contract/request.ts';
import type { HelpAnswer, HelpNews } from './help.ts';
import type { ControlCause, SessionEnd, StreamKind, Technician } from './remote-session.ts';

/** Who did it at the till: the API client, and the operator who had signed in, by pseudonym. */
interface AtTill {
  readonly client: string;
  readonly operator?: string | undefined;
}

/** A request for help as it was made, by whom and with what was agreed to. */
export interface AskedAtTill extends AtTill {
  readonly caller: CallerRole;
  readonly topic?: Topic | undefined;
  readonly channel?: Channel | undefined;
  readonly serviceClass?: ServiceClass | undefined;
  readonly mode?: HelpMode | undefined;
  /** In the asker's own words. */
  readonly words?: string | undefined;
  /** What was tried before anybody was asked, where the plan wants to know. */
  readonly firstLineNote?: string | undefined;
  /** What the asker, who may, has agreed to. */
  readonly accepted?: readonly Acceptable[] | undefined;
  readonly hasConsent?: boolean | undefined;
}

export interface SupportLineBodies {
  /** The ticket has this id and number from here on, at both ends. */
  readonly 'help-asked': AskedAtTill & {
    readonly ticket: string;
    /** Of this till, counted from 1: what a person says aloud. */
    readonly number: number;
    readonly answer: HelpAnswer;
  };
  readonly 'help-withdrawn': AtTill & { readonly ticket: string };
  /** What the desk has said of it. */
  readonly 'help-told': HelpNews;
  readonly 'chat-said': AtTill & {
    readonly ticket: string;
    readonly message: string;
    readonly text: string;
  };
  readonly 'chat-heard': {
    readonly ticket: string;
    readonly message: string;
    readonly from: Technician;
    readonly text: string;
    readonly sentAtMs: number;
  };
  /** The desk has asked for the till's logs; `bundle` names them at both ends. */
  readonly 'logs-asked': { readonly bundle: string; readonly ticket?: string | undefined };
  readonly 'logs-sent': {
    readonly bundle: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  };
  readonly 'logs-failed': { readonly bundle: string; readonly reason: string };
  readonly 'remote-asked': {
    readonly session: string;
    readonly ticket: string;
    readonly technician: Technician;
    readonly streams: readonly StreamKind[];
  };
  /** Turned away before anybody at the till was asked. */
  readonly 'remote-refused': {
    readonly session: string;
    readonly ticket: string;
    readonly reason: 'second-session' | 'ticket-unknown' | 'not-configured' | 'till-in-sale';
  };
  readonly 'remote-code-tried': {
    readonly session: string;
    readonly isRight: boolean;
    readonly triesLeft: number;
  };
  readonly 'remote-consented': Partial<AtTill> & {
    readonly session: string;
    /** Nobody was there: a site admin had granted the hours at the till. */
    readonly isUnattended?: true | undefined;
  };
  readonly 'remote-control': {
    readonly session: string;
    readonly control: 'granted' | 'suspended' | 'withdrawn';
    readonly cause: ControlCause;
  };
  readonly 'remote-stream': {
    readonly session: string;
    readonly stream: StreamKind;
    readonly change: 'opened' | 'closed';
    readonly reason?: string | undefined;
  };
  readonly 'remote-console': {
    readonly session: string;
    readonly action: string;
    readonly subject?: string | undefined;
    readonly outcome: string;
  };
  /** The only line that carries what a session came to: it feeds the ledger at the hub. */
  readonly 'remote-ended': {
    readonly session: string;
    readonly ticket: string;
    readonly end: SessionEnd;
    /** From consent to the end, and of that under control; 0 where it was never live. */
    readonly durationMs: number;
    readonly controlMs: number;
    readonly bytesIn: number;
    readonly bytesOut: number;
  };
  readonly 'unattended-changed': AtTill & {
    /** Empty: withdrawn. */
    readonly windows: readonly UnattendedWindow[];
  };
}

/** Hours in which a session may begin with nobody at the till; half-open. */
export interface UnattendedWindow {
  readonly fromMs: number;
  readonly untilMs: number;
}
