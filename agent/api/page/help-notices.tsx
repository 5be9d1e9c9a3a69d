import type { JSX } from 'preact';
import { ActionButton } from '../../ui/action-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { ticketName } from './help-answer.ts';
import { newsText } from './help-news.ts';
import type { HelpDesk } from './use-help-desk.ts';

export interface HelpNoticesProps {
  readonly desk: HelpDesk;
  readonly language: Language;
  readonly onShow: (ticket: string) => void;
}

/** The newest thing that has come of a request; one is enough beside a sale. */
export function HelpNotices({ desk, language, onShow }: HelpNoticesProps): JSX.Element | null {
  const { tickets, seen } = desk.news;
  const [ticket] = tickets;
  if (ticket === undefined) return null;
  const words = helpWords(language);
  const text = newsText(ticket, seen[ticket.ticket], language) ?? '';
  return (
    <Notice tone="plain" title={words.newsTitle(ticketName(ticket, language))} text={text}>
      <ActionButton tone="primary" onPress={() => onShow(ticket.ticket)}>
        {words.show}
      </ActionButton>
    </Notice>
  );
}
