import { isLanguage, LANGUAGES, type Language } from '../words/language.ts';
import { UsageError } from './command.ts';

/** The language behind `--lang`. */
export function languageOf(text: string): Language {
  if (isLanguage(text)) return text;
  throw new UsageError(`--lang takes ${LANGUAGES.join(', ')}, not ${text}`);
}
