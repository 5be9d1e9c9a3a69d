import type { Language } from './language.ts';
import type { PageWords } from './page-text.ts';
import { pageWordsDe } from './page-words-de.ts';
import { pageWordsEn } from './page-words-en.ts';
import { pageWordsEs } from './page-words-es.ts';
import { pageWordsIt } from './page-words-it.ts';

const WORDS: Readonly<Record<Language, PageWords>> = {
  en: pageWordsEn,
  de: pageWordsDe,
  es: pageWordsEs,
  it: pageWordsIt,
};

export function pageWords(language: Language): PageWords {
  return WORDS[language];
}
