import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { remoteWords } from '../../../agent/words/remote-words.ts';
import type { Language } from '../../../agent/words/language.ts';
import { shownAfter, type ConsoleShown } from './console-frame.ts';
import { STREAM_RETRY_MS, streamAddress } from './stream-address.ts';

export interface ConsoleViewProps {
  readonly session: string;
  readonly language: Language;
}

/** The till's devices and the end of its journal, as the till tells them. */
export function ConsoleView({ session, language }: ConsoleViewProps): JSX.Element {
  const { shown, isUnreadable } = useConsole(session);
  const words = remoteWords(language).console;
  return (
    <div class="card-stack console">
      {isUnreadable && <p class="card-text tone-warning">{words.unreadable}</p>}
      {shown === undefined && <p class="card-text">{words.waiting}</p>}
      {shown?.devices.length === 0 && <p class="card-text">{words.none}</p>}
      {shown !== undefined && shown.devices.length > 0 && (
        <table class="table table-plain">
          <thead>
            <tr>
              <th scope="col">{words.device}</th>
              <th scope="col">{words.state}</th>
            </tr>
          </thead>
          <tbody>
            {shown.devices.map(({ name, facts }) => (
              <tr key={name}>
                <td class="nowrap">{name}</td>
                <td class="text-cell">{facts.join(' · ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {shown !== undefined && shown.journal.length > 0 && (
        <>
          <h3 class="part-name">{words.journal}</h3>
          <pre class="journal-tail">{shown.journal.join('\n')}</pre>
        </>
      )}
    </div>
  );
}

interface Heard {
  readonly shown: ConsoleShown | undefined;
  readonly isUnreadable: boolean;
}

/** Listens for as long as the session lives, again and again where the line breaks. */
function useConsole(session: string): Heard {
  const [heard, setHeard] = useState<Heard>({ shown: undefined, isUnreadable: false });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const gone = new AbortController();
    let timer: number | undefined;
    const again = (): void => {
      if (gone.signal.aborted) return;
      timer = window.setTimeout(() => setRound((before) => before + 1), STREAM_RETRY_MS);
    };
    const { url, protocols } = streamAddress(session, 'console');
    const socket = new WebSocket(url, protocols);
    socket.addEventListener('message', ({ data }) => setHeard((before) => after(before, data)));
    socket.addEventListener('close', again);
    return () => {
      gone.abort();
      window.clearTimeout(timer);
      socket.close();
    };
  }, [session, round]);
  return heard;
}

function after({ shown }: Heard, data: unknown): Heard {
  const next = typeof data === 'string' ? shownAfter(shown, data) : undefined;
  return { shown: next ?? shown, isUnreadable: next === undefined };
}
