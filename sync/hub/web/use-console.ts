import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsoleAct, ConsoleOutcome, ConsoleSnapshot } from '../../protocol/console.ts';
import { consoleMessageOf } from './console-frame.ts';
import { STREAM_RETRY_MS, streamAddress } from './stream-address.ts';

export interface Console {
  readonly snapshot: ConsoleSnapshot | undefined;
  /** What came of the last act. */
  readonly outcome: ConsoleOutcome | undefined;
  readonly isUnreadable: boolean;
  readonly act: (act: DeviceAct) => void;
}

export interface DeviceAct {
  readonly action: 'retry-device' | 're-identify';
  readonly device: string;
}

type Heard = Omit<Console, 'act'>;

const NOTHING: Heard = { snapshot: undefined, outcome: undefined, isUnreadable: false };

/** Listens for as long as the session lives, again and again where the line breaks. */
export function useConsole(session: string): Console {
  const [heard, setHeard] = useState(NOTHING);
  const [round, setRound] = useState(0);
  const open = useRef<WebSocket | undefined>(undefined);
  useEffect(() => {
    const { url, protocols } = streamAddress(session, 'console');
    const socket = new WebSocket(url, protocols);
    let timer: number | undefined;
    let isGone = false;
    socket.addEventListener('message', ({ data }) => setHeard((before) => after(before, data)));
    socket.addEventListener('close', () => {
      if (isGone) return;
      timer = window.setTimeout(() => setRound((before) => before + 1), STREAM_RETRY_MS);
    });
    open.current = socket;
    return () => {
      isGone = true;
      window.clearTimeout(timer);
      socket.close();
    };
  }, [session, round]);
  const act = (wish: DeviceAct): void => {
    if (open.current?.readyState !== WebSocket.OPEN) return;
    const sent: ConsoleAct = { kind: 'act', id: crypto.randomUUID(), ...wish };
    setHeard((before) => ({ ...before, outcome: undefined }));
    open.current.send(JSON.stringify(sent));
  };
  return { ...heard, act };
}

function after(before: Heard, data: unknown): Heard {
  const message = consoleMessageOf(data);
  switch (message?.kind) {
    case undefined:
      return { ...before, isUnreadable: true };
    case 'snapshot':
      return { ...before, snapshot: message, isUnreadable: false };
    case 'answer':
      return { ...before, outcome: message.outcome };
  }
}
