import { setTimeout as pause } from 'node:timers/promises';

const ASK_AGAIN_MS = 250;
/** A full hopper that empties itself takes minutes. */
const WAIT_MAX_MS = 30 * 60_000;

export interface Wait<T> {
  readonly read: () => Promise<T>;
  readonly isOver: (seen: T) => boolean;
  /** Ends the waiting, not what is waited for. */
  readonly signal: AbortSignal;
  readonly onSeen?: (seen: T) => void;
}

/** Looks again and again until it is over, nobody waits any more, or it took too long; what was seen last. */
export async function lookUntil<T>({ read, isOver, signal, onSeen }: Wait<T>): Promise<T> {
  const deadlineMs = performance.now() + WAIT_MAX_MS;
  for (;;) {
    const seen = await read();
    onSeen?.(seen);
    if (isOver(seen) || signal.aborted || performance.now() > deadlineMs) return seen;
    await pause(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
  }
}
