import type { JSX } from 'preact';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { timeText } from '../../../agent/words/time.ts';
import { refusalText } from './outcome.tsx';
import type { Polled } from './polling.ts';

interface LinkNoticeProps {
  readonly polled: Polled<unknown>;
  readonly language: Language;
}

/** How it stands with what is shown, when it is not fresh. */
export function LinkNotice({ polled, language }: LinkNoticeProps): JSX.Element | null {
  const words = hubWords(language);
  const { link, refusal, seenAtMs } = polled;
  if (refusal !== undefined) return <Notice tone="alert" {...refusalText(refusal)} />;
  switch (link) {
    case 'live':
      return null;
    case 'connecting':
      return <Notice tone="plain" {...words.connecting} />;
    case 'lost':
      return <Notice tone="alert" {...words.connectionLost(timeText(seenAtMs, language))} />;
  }
}
