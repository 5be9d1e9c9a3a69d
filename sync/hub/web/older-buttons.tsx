import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import type { Language } from '../../../agent/words/language.ts';
import { mailPageWords } from '../../../agent/words/mail-page-words.ts';

export interface OlderButtonsProps {
  readonly language: Language;
  /** What the list begins after; undefined: it begins with the newest. */
  readonly before: string | undefined;
  /** What the next, older ones begin after; undefined: there are none. */
  readonly next: string | undefined;
  readonly onBefore: (before: string | undefined) => void;
}

/** To older ones, and back to the newest. */
export function OlderButtons({ language, before, next, onBefore }: OlderButtonsProps): JSX.Element {
  const words = mailPageWords(language);
  return (
    <>
      {before !== undefined && (
        <ActionButton onPress={() => onBefore(undefined)}>{words.newest}</ActionButton>
      )}
      {next !== undefined && (
        <ActionButton onPress={() => onBefore(next)}>{words.older}</ActionButton>
      )}
    </>
  );
}
