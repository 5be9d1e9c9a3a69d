/** When something that did not get through is tried again: later each time, never all at one moment. */

const FIRST_DELAY_MS = 30_000;
const DELAY_MAX_MS = 4 * 60 * 60_000;
/** Of the delay, at most so much is added. */
const JITTER_SHARE = 0.2;

/** `chance` is from 0 to below 1; `attempts` are those that failed, at least one. */
export function retryDelayMs(attempts: number, chance: number): number {
  const delayMs = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1));
  return Math.round(delayMs * (1 + JITTER_SHARE * chance));
}
