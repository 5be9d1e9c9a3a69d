import { useState } from 'preact/hooks';
import type { ApiCalls, CallResult, OperatorSession } from './api-calls.ts';
import { needsOperator } from './failure-text.ts';

/** Something that only somebody who is signed in may have done. */
export type OperatorWork = (session: OperatorSession) => Promise<CallResult>;

export interface OperatorDesk {
  readonly session: OperatorSession | undefined;
  /** Somebody is being asked who they are. */
  readonly isAsking: boolean;
  /** The till's words, where somebody who had signed in is asked again. */
  readonly askedBecause: string | undefined;
  /** At once, or as soon as somebody has signed in; a session that has ended is asked for again. */
  readonly perform: (work: OperatorWork) => void;
  readonly askToSignIn: () => void;
  readonly signedIn: (session: OperatorSession) => void;
  readonly stopAsking: () => void;
  readonly signOut: () => void;
  /** The till says that it is over. */
  readonly sessionEnded: () => void;
}

interface Waiting {
  readonly work: OperatorWork | undefined;
  readonly because?: string | undefined;
}

/** Who is signed in at this page, and what waits for somebody to be. */
export function useOperator(calls: ApiCalls): OperatorDesk {
  const [session, setSession] = useState<OperatorSession | undefined>(undefined);
  const [waiting, setWaiting] = useState<Waiting | undefined>(undefined);
  const run = async (who: OperatorSession, work: OperatorWork): Promise<void> => {
    const result = await work(who);
    if (!needsOperator(result)) return;
    setSession(undefined);
    setWaiting({ work, because: result.kind === 'refused' ? result.error.message : undefined });
  };
  return {
    session,
    isAsking: waiting !== undefined,
    askedBecause: waiting?.because,
    perform: (work) => {
      if (session === undefined) setWaiting({ work });
      else void run(session, work);
    },
    askToSignIn: () => setWaiting({ work: undefined }),
    signedIn: (who) => {
      setSession(who);
      setWaiting(undefined);
      if (waiting?.work !== undefined) void run(who, waiting.work);
    },
    stopAsking: () => setWaiting(undefined),
    signOut: () => {
      setSession(undefined);
      if (session !== undefined) void calls.signOut(session);
    },
    sessionEnded: () => setSession(undefined),
  };
}
