/** A request for help on a terminal: what the cashier page says of it, line by line. */
import { answerText, isOver, summaryHeadline, ticketName } from '../api/page/help-answer.ts';
import type { TicketSummaryView, TicketView } from '../api/support-schema.ts';
import { helpWords } from '../words/help-words.ts';
import type { Language } from '../words/language.ts';
import { instantText } from '../words/time.ts';

/** One of several. */
export function summaryLine(ticket: TicketSummaryView, language: Language): string {
  return [...nameOf(ticket, language), summaryHeadline(ticket, language)].join(' · ');
}

export interface Reader {
  readonly language: Language;
  /** Of the till; a wallet is kept in it. */
  readonly currency: string;
}

/** First what happens, then whom to call, then the rest, and what was said. */
export function ticketLines(ticket: TicketView, reader: Reader): readonly string[] {
  const { language } = reader;
  const words = helpWords(language);
  const { headline, advice, lead, callTitle, contacts, facts, clauses } = answerText(
    ticket,
    reader,
  );
  const way = ticket.isDelivered ? words.delivered : words.kept;
  return [
    [...nameOf(ticket, language), ...(isOver(ticket) ? [] : [way])].join(' · '),
    headline,
    ...advice,
    ...(lead === '' ? [] : [lead]),
    ...contacts.map(
      ({ name, role, phone }) =>
        `${callTitle}: ${[name, role].filter(Boolean).join(', ')}: ${phone ?? words.noPhone}`,
    ),
    ...facts.map(({ label, sentences }) => `${label}: ${sentences.join(' ')}`),
    ...clauses.map(({ id, sentence }) => `  ${id}: ${sentence}`),
    ...chatLines(ticket, language),
  ];
}

function nameOf(ticket: TicketSummaryView, language: Language): readonly string[] {
  const { askedAt } = ticket;
  const name = ticketName(ticket, language);
  return askedAt === null ? [name] : [name, instantText(Date.parse(askedAt), language)];
}

function chatLines({ chat }: TicketView, language: Language): readonly string[] {
  const words = helpWords(language);
  return chat.map(({ from, at, text, isDelivered }) => {
    const who = from === null ? words.you : `${from.name} (${from.company})`;
    const kept = isDelivered ? '' : ` · ${words.messageKept}`;
    return `  ${who}, ${instantText(Date.parse(at), language)}${kept}: ${text}`;
  });
}
