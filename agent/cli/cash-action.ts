/** What each `tillwarden cash …` is made of: it is read first, and only then somebody is asked for a PIN. */
import type { parseArgs } from 'node:util';
import type { AgentRequest } from './cash-agent.ts';
import type { CommandIo } from './command.ts';

/** Those of every one, and then those that only some take. */
export const COMMON_OPTIONS = {
  config: { type: 'string' },
  'token-file': { type: 'string' },
  operator: { type: 'string' },
  'pin-file': { type: 'string' },
  'pin-stdin': { type: 'boolean' },
  language: { type: 'string' },
  json: { type: 'boolean' },
} as const;

export const CASH_OPTIONS = {
  ...COMMON_OPTIONS,
  key: { type: 'string' },
  reason: { type: 'string' },
  reference: { type: 'string' },
  pieces: { type: 'string', multiple: true },
  by: { type: 'string' },
  'device-gone': { type: 'boolean' },
} as const;

export type CashFlags = ReturnType<
  typeof parseArgs<{ options: typeof CASH_OPTIONS; allowPositionals: true }>
>['values'];

export type OwnFlag = Exclude<keyof CashFlags, keyof typeof COMMON_OPTIONS>;

/** What was typed behind the action's name. */
export interface CashAsked {
  readonly words: readonly string[];
  readonly flags: CashFlags;
  /** The till's. */
  readonly currency: string;
}

export interface CashDesk {
  readonly ask: <T>(request: AgentRequest<T>) => Promise<T>;
  readonly io: CommandIo;
  readonly currency: string;
  /** Under it all of this command is done once. */
  readonly key: string;
  /** As JSON where that was asked for, otherwise the text. */
  readonly tell: (answer: object, text: string) => void;
  /** For the person in front, while something goes on. */
  readonly note: (text: string) => void;
}

/** The exit code. */
export type CashDeed = (desk: CashDesk) => Promise<number>;

export interface CashAction {
  /** Behind `tillwarden cash`. */
  readonly usage: string;
  /** What it does, for whoever stands at the machine. */
  readonly summary: string;
  readonly flags: readonly OwnFlag[];
  /** Throws `UsageError` before anybody is asked for anything. */
  readonly read: (asked: CashAsked) => CashDeed;
}
