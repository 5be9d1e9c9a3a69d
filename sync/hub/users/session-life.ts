/** How long somebody stays signed in. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Without anything done; a page that merely refreshes itself does nothing. */
export const IDLE_MAX_MS = HOUR_MS;
/** Whatever is done. */
export const SESSION_MAX_MS = 12 * HOUR_MS;
/** Uses nearer together are not written down each. */
const USE_NOTED_EVERY_MS = MINUTE_MS;

export interface SessionTimes {
  readonly beganAtMs: number;
  readonly usedAtMs: number;
}

/** Over, too, when it began after now: a clock that was set back must not lengthen it. */
export function isOver({ beganAtMs, usedAtMs }: SessionTimes, nowMs: number): boolean {
  const ageMs = nowMs - beganAtMs;
  if (ageMs < -USE_NOTED_EVERY_MS || ageMs >= SESSION_MAX_MS) return true;
  return nowMs - usedAtMs >= IDLE_MAX_MS;
}

export function isUseNoted({ usedAtMs }: SessionTimes, nowMs: number): boolean {
  return nowMs - usedAtMs >= USE_NOTED_EVERY_MS;
}
