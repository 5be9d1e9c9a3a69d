/** What somebody at this screen says to a technician. The till enforces it; what it refuses is shown. */
import { createContext } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Language } from '../../words/language.ts';
import type { NoticeText } from '../../words/page-text.ts';
import type { StatusView } from '../schema.ts';
import type { SessionView, StandingView } from '../support-schema.ts';
import type { ApiCalls, CallResult, ControlWish, SessionDeed } from './api-calls.ts';
import { failureText } from './failure-text.ts';

export interface SessionDesk {
  readonly session: SessionView | undefined;
  /** One that this screen has shown, and that is over now. */
  readonly ended: StandingView['ended'];
  readonly failure: NoticeText | undefined;
  readonly answer: (deed: SessionDeed) => void;
  readonly control: (control: ControlWish['control'], cause?: ControlWish['cause']) => void;
  readonly dismiss: () => void;
}

const NOBODY: SessionDesk = {
  session: undefined,
  ended: null,
  failure: undefined,
  answer: () => {},
  control: () => {},
  dismiss: () => {},
};

/** Any dialog may have to know whether somebody looks on. */
export const SessionContext = createContext(NOBODY);

interface DeskParts {
  readonly calls: ApiCalls;
  readonly status: StatusView | undefined;
  readonly language: Language;
}

export function useSessionDesk({ calls, status, language }: DeskParts): SessionDesk {
  const [failure, setFailure] = useState<NoticeText | undefined>(undefined);
  const [met, setMet] = useState<string | undefined>(undefined);
  const session = status?.support.session ?? undefined;
  const ended = status?.support.ended ?? null;
  useEffect(() => {
    if (session === undefined) return;
    setMet(session.session);
    setFailure(undefined);
  }, [session?.session, session?.phase]);
  const run = async (call: Promise<CallResult>): Promise<void> => {
    setFailure(undefined);
    setFailure(failureText(await call, language));
  };
  return {
    session,
    ended: session === undefined && ended?.session === met ? ended : null,
    failure,
    answer: (deed) => void run(calls.answerSession(deed)),
    control: (control, cause = 'cashier') => void run(calls.control({ control, cause })),
    dismiss: () => {
      setMet(undefined);
      setFailure(undefined);
    },
  };
}
