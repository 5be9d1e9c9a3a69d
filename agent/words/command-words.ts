import type { CommandWords } from './command-text.ts';
import { commandWordsDe } from './command-words-de.ts';
import { commandWordsEn } from './command-words-en.ts';
import { commandWordsEs } from './command-words-es.ts';
import { commandWordsIt } from './command-words-it.ts';
import type { Language } from './language.ts';

const WORDS: Readonly<Record<Language, CommandWords>> = {
  en: commandWordsEn,
  de: commandWordsDe,
  es: commandWordsEs,
  it: commandWordsIt,
};

export function commandWords(language: Language): CommandWords {
  return WORDS[language];
}
