import type { BusinessWords } from './business-text.ts';
import { businessWordsDe } from './business-words-de.ts';
import { businessWordsEn } from './business-words-en.ts';
import { businessWordsEs } from './business-words-es.ts';
import { businessWordsIt } from './business-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, BusinessWords>> = {
  en: businessWordsEn,
  de: businessWordsDe,
  es: businessWordsEs,
  it: businessWordsIt,
};

export function businessWords(language: Language): BusinessWords {
  return WORDS[language];
}
