/**
 * Guessing gets slower with every failure, by name and by address. The same is decided for a name
 * that nobody has, so that a wait tells nothing of who there is.
 */
export interface LockRules {
  /** Failures that cost nothing: everybody mistypes. */
  readonly freeFailures: number;
  /** The wait after the first failure that is not free; it doubles with each one more. */
  readonly firstWaitMs: number;
  readonly waitMaxMs: number;
  /** A pause after which all is forgotten. */
  readonly forgottenAfterMs: number;
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

export const NAME_RULES: LockRules = {
  freeFailures: 5,
  firstWaitMs: 2 * SECOND_MS,
  waitMaxMs: 15 * MINUTE_MS,
  forgottenAfterMs: 24 * HOUR_MS,
};

/** Behind one address may be a whole office. */
export const ADDRESS_RULES: LockRules = {
  freeFailures: 20,
  firstWaitMs: 2 * SECOND_MS,
  waitMaxMs: 15 * MINUTE_MS,
  forgottenAfterMs: HOUR_MS,
};

export interface Failures {
  readonly count: number;
  readonly lastAtMs: number;
}

export const NO_FAILURES: Failures = { count: 0, lastAtMs: 0 };

const GROWTH = 2;
/** Beyond this many doublings every wait is the longest. */
const DOUBLINGS_MAX = 30;

/** How long until the next attempt is looked at; 0: now. A clock set back makes it no longer. */
export function lockedForMs(failures: Failures, rules: LockRules, nowMs: number): number {
  if (isForgotten(failures, rules, nowMs)) return 0;
  const waitMs = waitAfterMs(failures.count, rules);
  return Math.max(0, Math.min(waitMs, failures.lastAtMs + waitMs - nowMs));
}

/** One attempt more; it counts as failed until it has held, so that many at once gain nothing. */
export function withAttempt(failures: Failures, rules: LockRules, nowMs: number): Failures {
  const before = isForgotten(failures, rules, nowMs) ? 0 : failures.count;
  return { count: before + 1, lastAtMs: nowMs };
}

export function withoutAttempt({ count, lastAtMs }: Failures): Failures {
  return { count: Math.max(0, count - 1), lastAtMs };
}

function waitAfterMs(count: number, { freeFailures, firstWaitMs, waitMaxMs }: LockRules): number {
  if (count < freeFailures) return 0;
  const doublings = Math.min(count - freeFailures, DOUBLINGS_MAX);
  return Math.min(waitMaxMs, firstWaitMs * GROWTH ** doublings);
}

function isForgotten({ lastAtMs }: Failures, rules: LockRules, nowMs: number): boolean {
  return nowMs - lastAtMs >= rules.forgottenAfterMs;
}
