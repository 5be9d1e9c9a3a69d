import type { HelpWords } from './help-text.ts';
import { helpWordsDe } from './help-words-de.ts';
import { helpWordsEn } from './help-words-en.ts';
import { helpWordsEs } from './help-words-es.ts';
import { helpWordsIt } from './help-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, HelpWords>> = {
  en: helpWordsEn,
  de: helpWordsDe,
  es: helpWordsEs,
  it: helpWordsIt,
};

export function helpWords(language: Language): HelpWords {
  return WORDS[language];
}
