import type { RemoteWords } from './remote-text.ts';
import { remoteWordsDe } from './remote-words-de.ts';
import { remoteWordsEn } from './remote-words-en.ts';
import { remoteWordsEs } from './remote-words-es.ts';
import { remoteWordsIt } from './remote-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, RemoteWords>> = {
  en: remoteWordsEn,
  de: remoteWordsDe,
  es: remoteWordsEs,
  it: remoteWordsIt,
};

export function remoteWords(language: Language): RemoteWords {
  return WORDS[language];
}
