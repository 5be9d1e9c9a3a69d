import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Notice } from '../../../agent/ui/notice.tsx';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import type { RemoteSessionView } from '../api/remote-schema.ts';
import { openScreen, type OpenedScreen } from './open-screen.ts';
import { STREAM_RETRY_MS } from './stream-address.ts';

export interface ScreenViewProps {
  readonly session: string;
  readonly control: RemoteSessionView['control'];
  readonly language: Language;
}

type Link = 'connecting' | 'live' | 'lost';

/** The till's screen; what is typed here goes there only while the till has given control. */
export function ScreenView({ session, control, language }: ScreenViewProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const screen = useRef<OpenedScreen | undefined>(undefined);
  const [link, setLink] = useState<Link>('connecting');
  const [round, setRound] = useState(0);
  const words = remoteWords(language).screen;
  const isViewOnly = control !== 'granted';
  useEffect(() => {
    const gone = new AbortController();
    let timer: number | undefined;
    const onLink = (now: Link): void => {
      if (gone.signal.aborted) return;
      setLink(now);
      if (now !== 'lost') return;
      timer = window.setTimeout(() => setRound((before) => before + 1), STREAM_RETRY_MS);
    };
    const open = async (): Promise<void> => {
      const target = place.current;
      if (target === null) return;
      const opened = await openScreen(target, session, onLink);
      if (gone.signal.aborted) return opened.close();
      opened.setViewOnly(isViewOnlyNow.current);
      screen.current = opened;
    };
    open().catch(() => onLink('lost'));
    return () => {
      gone.abort();
      window.clearTimeout(timer);
      screen.current?.close();
      screen.current = undefined;
    };
  }, [session, round]);
  /** As it is when the picture comes, which may be later. */
  const isViewOnlyNow = useRef(isViewOnly);
  useEffect(() => {
    isViewOnlyNow.current = isViewOnly;
    screen.current?.setViewOnly(isViewOnly);
  }, [isViewOnly]);
  return (
    <div class="stream">
      {link === 'connecting' && <p class="card-text">{words.connecting}</p>}
      {link === 'lost' && <Notice tone="warning" {...words.lost} />}
      <p class={`mark stream-mark ${isViewOnly ? '' : 'mark-warning'}`}>
        {isViewOnly ? words.viewOnly : words.control}
      </p>
      <div
        ref={place}
        class={isViewOnly ? 'stream-screen' : 'stream-screen stream-screen-held'}
        data-link={link}
      />
    </div>
  );
}
