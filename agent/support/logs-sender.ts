/** Logs that the desk has asked for go out when the hub can take them, within a day. */
import { backoffDelays } from '../../hardware/kit/backoff.ts';
import type { Clock } from '../../hardware/kit/clock.ts';
import type { LogOrder, SupportSaid } from '../core/support/supporting.ts';

const RETRY = { firstMs: 5_000, capMs: 15 * 60_000 } as const;

/** Whoever wanted them has found another way by then. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

export type LogsSaid = Extract<SupportSaid, { readonly kind: 'logs-sent' | 'logs-failed' }>;

/** `not-now`: it may go well the next time. */
export type LogsAttempt = LogsSaid | { readonly kind: 'not-now'; readonly reason: string };

export interface LogsSending {
  readonly attempt: () => Promise<LogsAttempt>;
  /** Whether the till still wants to send them. */
  readonly isOpen: () => boolean;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Undefined where the agent ends first, or nobody wants them any more: the order is as it was. */
export async function sendLogs(
  { bundle, askedAtMs }: LogOrder,
  { attempt, isOpen, clock, random, signal }: LogsSending,
): Promise<LogsSaid | undefined> {
  const startedMs = clock.monotonicMs();
  const startedAtMs = clock.wallMs();
  // Two clocks: one that was set back must not keep an order alive for years.
  const ageMs = (): number =>
    Math.max(clock.wallMs() - (askedAtMs ?? startedAtMs), clock.monotonicMs() - startedMs);
  for (const delayMs of backoffDelays({ ...RETRY, random })) {
    const outcome = await attempt();
    if (signal.aborted) return outcome.kind === 'logs-sent' ? outcome : undefined;
    if (outcome.kind !== 'not-now') return outcome;
    if (ageMs() + delayMs >= GIVE_UP_AFTER_MS) {
      return { kind: 'logs-failed', bundle, reason: outcome.reason };
    }
    await pause(delayMs, clock, signal);
    if (signal.aborted || !isOpen()) return undefined;
  }
  return undefined;
}

function pause(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      timer.cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = clock.startTimer(delayMs, end);
    signal.addEventListener('abort', end, { once: true });
  });
}
