import type { JSX } from 'preact';
import { helpWords } from '../../words/help-words.ts';
import type { Language } from '../../words/language.ts';
import { ticketName } from './help-answer.ts';
import type { HelpDesk } from './use-help-desk.ts';

export interface HelpButtonProps {
  readonly desk: HelpDesk;
  readonly language: Language;
  readonly isShown: boolean;
  readonly onPress: () => void;
}

/** One press is enough, whatever else stands on the screen. */
export function HelpButton({ desk, language, isShown, onPress }: HelpButtonProps): JSX.Element {
  const number = desk.open[0]?.number ?? null;
  return (
    <button type="button" class="help-button" aria-pressed={isShown} onClick={onPress}>
      {number === null ? helpWords(language).help : ticketName({ number }, language)}
      {desk.news.tickets.length > 0 && <span class="help-button-news" aria-hidden="true" />}
    </button>
  );
}
