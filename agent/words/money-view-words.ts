import type { Language } from './language.ts';
import type { MoneyViewWords } from './money-view-text.ts';
import { moneyViewWordsDe } from './money-view-words-de.ts';
import { moneyViewWordsEn } from './money-view-words-en.ts';
import { moneyViewWordsEs } from './money-view-words-es.ts';
import { moneyViewWordsIt } from './money-view-words-it.ts';

const WORDS: Readonly<Record<Language, MoneyViewWords>> = {
  en: moneyViewWordsEn,
  de: moneyViewWordsDe,
  es: moneyViewWordsEs,
  it: moneyViewWordsIt,
};

export function moneyViewWords(language: Language): MoneyViewWords {
  return WORDS[language];
}
