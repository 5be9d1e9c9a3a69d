/** What the hub writes to customers, in their language. */
import type { Language } from './language.ts';
import { mailWordsDe } from './mail-words-de.ts';
import { mailWordsEn } from './mail-words-en.ts';
import { mailWordsEs } from './mail-words-es.ts';
import { mailWordsIt } from './mail-words-it.ts';

/** A ticket as a mail names it. */
export interface MailTicket {
  readonly number: number;
  readonly title: string;
}

/** What is left of an account, in the words of whoever reads it. */
export interface MailBalance {
  readonly account: string;
  readonly available: string;
}

export interface MailText {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

export interface MailWords {
  readonly opened: (ticket: MailTicket) => MailText;
  readonly answered: (ticket: MailTicket, from: string, text: string) => MailText;
  readonly resolved: (
    ticket: MailTicket,
    text: string | undefined,
    balances: readonly MailBalance[],
  ) => MailText;
  readonly balanceLow: (balances: readonly MailBalance[]) => MailText;
  readonly ends: (received: string, day: string, cutOff: string) => MailText;
  readonly renewed: (received: string, day: string, cutOff: string) => MailText;
  readonly undecided: (received: string) => MailText;
  readonly accounts: Readonly<Record<string, string>>;
  readonly credits: (count: number) => string;
  readonly minutes: (count: number) => string;
  /** At the foot of whatever may be answered. */
  readonly howToAnswer: string;
  readonly attachments: (names: readonly string[]) => string;
  readonly cut: string;
  readonly test: MailText;
}

const WORDS: Readonly<Record<Language, MailWords>> = {
  en: mailWordsEn,
  de: mailWordsDe,
  es: mailWordsEs,
  it: mailWordsIt,
};

export function mailWords(language: Language): MailWords {
  return WORDS[language];
}
