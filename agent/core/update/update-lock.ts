/**
 * A lock of updates: how long one program at the till may hold them up. It ends by itself, and its
 * holder may lengthen it, but not for ever: a program that never lets go would keep a fix off the till.
 */
import type { UpdateEvent, UpdateLock, UpdateRequestRefusal, Updating } from './updating.ts';

/** Longer than this no program may hold updates up at once; it can ask again. */
export const LOCK_MAX_MS = 4 * 60 * 60 * 1_000;
/** However often it asks: then updates have their turn. */
export const LOCK_HOLD_MAX_MS = 12 * 60 * 60 * 1_000;
/** One that is taken again by then is still the same: otherwise letting go for a moment would do. */
export const LOCK_REST_MS = 60 * 60 * 1_000;

/** The lock that still holds. One taken under a clock far ahead ends when that is put right. */
export function lockHeld({ lock }: Updating, nowMs: number): UpdateLock | undefined {
  return lock !== undefined && isAhead(lock.untilMs, nowMs, LOCK_MAX_MS) ? lock : undefined;
}

/** Whether it is still to come, and no further off than it can ever have been meant. */
export function isAhead(atMs: number, nowMs: number, atMostMs: number): boolean {
  return nowMs < atMs && atMs - nowMs <= atMostMs;
}

/** The lock as it is held from now on, or why it is not. */
export function takeLock(
  updating: Updating,
  { client, reason, forMs }: Extract<UpdateEvent, { kind: 'locked' }>,
  nowMs: number,
): UpdateLock | UpdateRequestRefusal {
  if (forMs > LOCK_MAX_MS) return 'update-lock-too-long';
  const holder = lockHeld(updating, nowMs)?.client ?? client;
  if (holder !== client) return 'update-lock-held';
  const sinceMs = heldSince(updating, client, nowMs);
  const untilMs = nowMs + forMs;
  if (untilMs - sinceMs > LOCK_HOLD_MAX_MS) return 'update-lock-used-up';
  return { client, reason, sinceMs, untilMs };
}

/** It no longer holds; how long it was held is still known, should it be taken again at once. */
export function endLock(lock: UpdateLock, nowMs: number): UpdateLock {
  return { ...lock, untilMs: nowMs };
}

/** Since when this program holds updates up with no rest between: now, where it did not. */
function heldSince({ lock }: Updating, client: string, nowMs: number): number {
  if (lock === undefined || lock.client !== client) return nowMs;
  const { untilMs, sinceMs = untilMs - LOCK_MAX_MS } = lock;
  // A beginning in the future was written by a clock that has been put right since.
  const isSame = sinceMs <= nowMs && nowMs - untilMs < LOCK_REST_MS;
  return isSame ? sinceMs : nowMs;
}
