import type { JSX } from 'preact';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { NoticeText } from '../../../agent/words/page-text.ts';
import type { CodeView } from '../api/schema.ts';
import { hasField } from './hub-calls.ts';

export interface MadeCodeProps extends NoticeText {
  readonly code: string;
  readonly language: Language;
  readonly onClose: () => void;
}

/** A one-time code, shown this once. */
export function MadeCode({ code, title, text, language, onClose }: MadeCodeProps): JSX.Element {
  return (
    <section class="card made" role="status">
      <h2 class="sub-heading">{title}</h2>
      <p class="made-code">{code}</p>
      <p class="card-text">{text}</p>
      <ActionButton onPress={onClose}>{hubWords(language).dismiss}</ActionButton>
    </section>
  );
}

export function isCode(body: unknown): body is CodeView {
  return hasField(body, 'code');
}
