import type { ComponentChildren, JSX } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { mustSuspend, type GuardCause } from './session-guard.ts';
import { SessionContext } from './use-session-desk.ts';

export interface ControlGuardProps {
  readonly cause: GuardCause;
  readonly children: ComponentChildren;
}

/**
 * Shows a PIN, a consent or cash only once the till says that nobody else's hand is on it. Whoever
 * counts may let the technician look on again; that is then their word, and for that session only.
 */
export function ControlGuard({ cause, children }: ControlGuardProps): JSX.Element | null {
  const { session, control } = useContext(SessionContext);
  const [freed, setFreed] = useState<string | undefined>(undefined);
  const isLookedAt = cause === 'counting' && freed !== undefined && freed === session?.session;
  const isHeld = mustSuspend(session, isLookedAt ? 'cash-out' : cause);
  useEffect(() => {
    if (isHeld) control('suspended', cause);
    else if (session?.phase === 'live') setFreed(session.session);
  }, [isHeld, session?.session, session?.phase]);
  return isHeld ? null : <>{children}</>;
}
