import type { DeskWords } from './desk-text.ts';
import { deskWordsDe } from './desk-words-de.ts';
import { deskWordsEn } from './desk-words-en.ts';
import { deskWordsEs } from './desk-words-es.ts';
import { deskWordsIt } from './desk-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, DeskWords>> = {
  en: deskWordsEn,
  de: deskWordsDe,
  es: deskWordsEs,
  it: deskWordsIt,
};

export function deskWords(language: Language): DeskWords {
  return WORDS[language];
}
