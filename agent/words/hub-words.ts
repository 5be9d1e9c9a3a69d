import type { HubWords } from './hub-text.ts';
import { hubWordsDe } from './hub-words-de.ts';
import { hubWordsEn } from './hub-words-en.ts';
import { hubWordsEs } from './hub-words-es.ts';
import { hubWordsIt } from './hub-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, HubWords>> = {
  en: hubWordsEn,
  de: hubWordsDe,
  es: hubWordsEs,
  it: hubWordsIt,
};

export function hubWords(language: Language): HubWords {
  return WORDS[language];
}
