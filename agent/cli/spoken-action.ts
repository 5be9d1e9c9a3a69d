/** What each `tillwarden help …` and `tillwarden support …` is made of: it is read first, and only then anybody is asked. */
import type { parseArgs } from 'node:util';
import type { CommandWords } from '../words/command-text.ts';
import type { Language } from '../words/language.ts';
import { COMMON_OPTIONS } from './cash-action.ts';
import type { AgentRequest } from './cash-agent.ts';
import { UsageError } from './command.ts';

export const SPOKEN_OPTIONS = {
  ...COMMON_OPTIONS,
  topic: { type: 'string' },
  words: { type: 'string' },
  trace: { type: 'boolean' },
  nights: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
} as const;

export type SpokenFlags = ReturnType<
  typeof parseArgs<{ options: typeof SPOKEN_OPTIONS; allowPositionals: true }>
>['values'];

/** Those that only some take. */
export type SpokenFlag = Exclude<keyof SpokenFlags, keyof typeof COMMON_OPTIONS>;

/** What was typed behind the action's name. */
export interface SpokenAsked {
  readonly words: readonly string[];
  readonly flags: SpokenFlags;
  readonly says: CommandWords;
}

export interface SpokenDesk {
  readonly ask: <T>(request: AgentRequest<T>) => Promise<T>;
  /** The PIN of this operator, typed or read; no technician's hand is on the till by then. */
  readonly pin: (operatorId: string) => Promise<string>;
  readonly language: Language;
  readonly says: CommandWords;
  /** The till's. */
  readonly currency: string;
}

/** The agent's answer, and the same in sentences, a line each. */
export interface SpokenAnswer {
  readonly answer: object;
  readonly lines: readonly string[];
}

export type SpokenDeed = (desk: SpokenDesk) => Promise<SpokenAnswer>;

export interface SpokenAction {
  /** Its own, beside those that all take. */
  readonly flags?: readonly SpokenFlag[];
  /** It takes the PIN of `--operator` itself: nobody is signed in. */
  readonly provesPin?: boolean;
  /** Throws `UsageError` before anybody is asked for anything. */
  readonly read: (asked: SpokenAsked) => SpokenDeed;
}

export interface SpokenCommand {
  readonly name: 'help' | 'support';
  /** What is done where no action is named. */
  readonly usual: string;
  readonly actions: Readonly<Record<string, SpokenAction>>;
  /** What whoever names an action that there is none of may have meant. */
  readonly hint?: (says: CommandWords) => string;
}

/** For an action that takes no more words than were read. Throws `UsageError`. */
export function refuseWords(words: readonly string[], { wrongCall }: CommandWords): void {
  if (words.length > 0) throw new UsageError(wrongCall.foreignWords(words.join(' ')));
}
