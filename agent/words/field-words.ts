import { fieldWordsDe } from './field-words-de.ts';
import { fieldWordsEn } from './field-words-en.ts';
import { fieldWordsEs } from './field-words-es.ts';
import { fieldWordsIt } from './field-words-it.ts';
import type { FieldWords } from './field-text.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, FieldWords>> = {
  en: fieldWordsEn,
  de: fieldWordsDe,
  es: fieldWordsEs,
  it: fieldWordsIt,
};

export function fieldWords(language: Language): FieldWords {
  return WORDS[language];
}
