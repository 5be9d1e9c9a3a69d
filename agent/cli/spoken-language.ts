import { commandWords } from '../words/command-words.ts';
import {
  DEFAULT_LANGUAGE,
  isLanguage,
  LANGUAGES,
  preferredLanguage,
  type Language,
} from '../words/language.ts';
import { UsageError, type CommandIo } from './command.ts';

export interface LanguageWishes {
  /** Of `--language`. */
  readonly asked: string | undefined;
  /** Of the till's configuration. */
  readonly configured: Language | undefined;
  readonly env: CommandIo['env'];
}

/**
 * The one place that decides in which language a command at the till speaks: what was asked for, the
 * till's own, the environment's, English. Throws `UsageError` where one is asked for that we have not.
 */
export function spokenLanguage({ asked, configured, env }: LanguageWishes): Language {
  const usual = configured ?? languageOfEnvironment(env);
  if (asked === undefined) return usual;
  if (isLanguage(asked)) return asked;
  throw new UsageError(commandWords(usual).wrongCall.language(LANGUAGES.join(', ')));
}

/** Of a command whose own sentences are English: the agent's among them speak another only on request. */
export function englishUnlessAsked({
  language: asked,
}: {
  readonly language?: string | undefined;
}): Language {
  return spokenLanguage({ asked, configured: DEFAULT_LANGUAGE, env: {} });
}

/** As POSIX ranks them; one that is empty counts as not set. */
const LOCALE_VARIABLES = ['LC_ALL', 'LC_MESSAGES', 'LANG'] as const;

function languageOfEnvironment(env: CommandIo['env']): Language {
  const locale = LOCALE_VARIABLES.map((name) => env[name]).find((text) => (text ?? '') !== '');
  // de_DE.UTF-8@euro, C.UTF-8
  return preferredLanguage(locale?.split(/[_.@]/, 1)[0]);
}
