import { useEffect, useState } from 'preact/hooks';
import type { Guard, HubCalls } from './hub-calls.ts';
import { afterAnswer, notYet, type Polled } from './polling.ts';

export interface PolledView<View> extends Polled<View> {
  /** Asks now: something has just been changed. */
  readonly refresh: () => void;
}

interface Kept<View> {
  readonly path: string;
  readonly polled: Polled<View>;
}

/** Follows a view of the hub for as long as it is on the screen. */
export function usePolled<View>(
  calls: HubCalls,
  path: string,
  isView: Guard<View>,
): PolledView<View> {
  const [kept, setKept] = useState<Kept<View>>(() => ({ path, polled: notYet() }));
  const [round, setRound] = useState(0);
  // What was seen of another path says nothing of this one.
  const polled = kept.path === path ? kept.polled : notYet<View>();
  useEffect(() => {
    let current = polled;
    let timer: number | undefined;
    let isStopped = false;
    const look = async (): Promise<void> => {
      const answer = await calls.look(path, isView);
      if (isStopped) return;
      const step = afterAnswer(current, answer, Date.now());
      current = step.polled;
      setKept({ path, polled: current });
      if (step.nextInMs !== undefined) timer = window.setTimeout(() => void look(), step.nextInMs);
    };
    void look();
    return () => {
      isStopped = true;
      window.clearTimeout(timer);
    };
  }, [calls, path, isView, round]);
  return { ...polled, refresh: () => setRound((before) => before + 1) };
}
