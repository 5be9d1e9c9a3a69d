import type { Language } from './language.ts';
import type { UpdateWords } from './update-text.ts';
import { updateWordsDe } from './update-words-de.ts';
import { updateWordsEn } from './update-words-en.ts';
import { updateWordsEs } from './update-words-es.ts';
import { updateWordsIt } from './update-words-it.ts';

const WORDS: Readonly<Record<Language, UpdateWords>> = {
  en: updateWordsEn,
  de: updateWordsDe,
  es: updateWordsEs,
  it: updateWordsIt,
};

export function updateWords(language: Language): UpdateWords {
  return WORDS[language];
}
