import type { ErrorCode, ErrorText, ErrorWords } from './error-text.ts';
import { errorWordsDe } from './error-words-de.ts';
import { errorWordsEn } from './error-words-en.ts';
import { errorWordsEs } from './error-words-es.ts';
import { errorWordsIt } from './error-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, ErrorWords>> = {
  en: errorWordsEn,
  de: errorWordsDe,
  es: errorWordsEs,
  it: errorWordsIt,
};

/** What the API says when it cannot do what was asked. */
export function errorText(code: ErrorCode, language: Language): ErrorText {
  return WORDS[language][code];
}
