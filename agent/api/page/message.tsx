import type { JSX } from 'preact';
import type { NoticeText } from '../../words/page-text.ts';

/** Stands where the till will be, as long as there is none to show. */
export function Message({ title, text }: NoticeText): JSX.Element {
  return (
    <main class="sale sale-calm" aria-live="assertive">
      <h1 class="sale-headline">{title}</h1>
      <p class="sale-message">{text}</p>
    </main>
  );
}
