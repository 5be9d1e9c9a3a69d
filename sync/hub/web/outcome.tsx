import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ActionButton } from '../../../agent/ui/action-button.tsx';
import { Notice } from '../../../agent/ui/notice.tsx';
import { hubWords } from '../../../agent/words/hub-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { NoticeText } from '../../../agent/words/page-text.ts';
import type { Answer } from './hub-calls.ts';

interface Said extends NoticeText {
  readonly tone: 'plain' | 'alert';
}

export interface Outcome {
  /** What came of the last thing that was asked for. */
  readonly notice: JSX.Element | null;
  readonly isBusy: boolean;
  /** Runs it, says what came of it, and hands on what was answered where it was done. */
  readonly run: <Body>(answer: Promise<Answer<Body>>, onDone: (body: Body) => void) => void;
  readonly say: (text: NoticeText) => void;
}

type Settle = <Body>(answer: Promise<Answer<Body>>, onDone: (body: Body) => void) => Promise<void>;

/** Keeps what came of what somebody asked for, until it is closed or something else is asked. */
export function useOutcome(language: Language): Outcome {
  const [said, setSaid] = useState<Said | undefined>(undefined);
  const [isBusy, setIsBusy] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  // What was asked for at the foot of a long screen is answered where it can be seen.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [said]);
  const settle: Settle = async (answer, onDone) => {
    setSaid(undefined);
    setIsBusy(true);
    const result = await answer;
    setIsBusy(false);
    if (result.kind === 'done') onDone(result.body);
    else setSaid(failure(result, language));
  };
  const notice =
    said === undefined ? null : (
      <div ref={place} class="said">
        <Notice {...said}>
          <ActionButton onPress={() => setSaid(undefined)}>
            {hubWords(language).dismiss}
          </ActionButton>
        </Notice>
      </div>
    );
  return {
    notice,
    isBusy,
    run: (answer, onDone) => void settle(answer, onDone),
    say: (text) => setSaid({ tone: 'plain', ...text }),
  };
}

function failure(
  result: Exclude<Answer<unknown>, { readonly kind: 'done' }>,
  language: Language,
): Said | undefined {
  switch (result.kind) {
    case 'refused':
      return { tone: 'alert', ...refusalText(result.error) };
    case 'signed-out':
      return undefined;
    case 'unknown':
      return { tone: 'alert', ...hubWords(language).requestFailed };
  }
}

export function refusalText(error: {
  readonly message: string;
  readonly safe: string;
  readonly action: string;
}): NoticeText {
  return { title: error.message, text: `${error.safe} ${error.action}` };
}
