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
 * counts may let the technician look on again; that is then their word.
 */
export function ControlGuard({ cause, children }: ControlGuardProps): JSX.Element | null {
  const { session, control } = useContext(SessionContext);
  const [isFree, setIsFree] = useState(false);
  const isCounting = cause === 'counting';
  const isHeld = mustSuspend(session, isFree && isCounting ? 'cash-out' : cause);
  useEffect(() => {
    if (isHeld) control('suspended', cause);
    else setIsFree(true);
  }, [isHeld, session?.session]);
  return isHeld ? null : <>{children}</>;
}
