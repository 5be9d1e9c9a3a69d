import type { Language } from './language.ts';
import type { MailPageWords } from './mail-page-text.ts';
import { mailPageWordsDe } from './mail-page-words-de.ts';
import { mailPageWordsEn } from './mail-page-words-en.ts';
import { mailPageWordsEs } from './mail-page-words-es.ts';
import { mailPageWordsIt } from './mail-page-words-it.ts';

const WORDS: Readonly<Record<Language, MailPageWords>> = {
  en: mailPageWordsEn,
  de: mailPageWordsDe,
  es: mailPageWordsEs,
  it: mailPageWordsIt,
};

export function mailPageWords(language: Language): MailPageWords {
  return WORDS[language];
}
