import type { Clock } from '../../hardware/kit/clock.ts';
import { lockInstance } from '../store/instance-lock.ts';
import { StoreError } from '../store/store-error.ts';

/** A change of a file takes milliseconds: whoever waits this long waits for a process that stands still. */
const TRY_MS = 10;
const TRIES_MAX = 500;

/**
 * Keeps every other process off a file until disposed; undefined where another does not let go of
 * it. The lock is the kernel's, on `<path>.lock`, so a process that dies leaves none behind.
 * Throws `StoreError` where there can be no lock at all.
 */
export async function lockFile(path: string, clock: Clock): Promise<Disposable | undefined> {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const held = tryLock(path);
    if (held !== undefined) return held;
    await new Promise<void>((resolve) => void clock.startTimer(TRY_MS, resolve));
  }
  return undefined;
}

function tryLock(path: string): Disposable | undefined {
  try {
    return lockInstance(path);
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'in-use') return undefined;
    throw cause;
  }
}
