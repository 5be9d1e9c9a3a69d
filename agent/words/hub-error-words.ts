import type { ErrorText } from './error-text.ts';
import type { HubErrorWords, HubProblemCode } from './hub-error-text.ts';
import { hubErrorWordsDe } from './hub-error-words-de.ts';
import { hubErrorWordsEn } from './hub-error-words-en.ts';
import { hubErrorWordsEs } from './hub-error-words-es.ts';
import { hubErrorWordsIt } from './hub-error-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, HubErrorWords>> = {
  en: hubErrorWordsEn,
  de: hubErrorWordsDe,
  es: hubErrorWordsEs,
  it: hubErrorWordsIt,
};

/** What the hub says to a person when it does not do what was asked. */
export function hubErrorText(code: HubProblemCode, language: Language): ErrorText {
  return WORDS[language][code];
}
