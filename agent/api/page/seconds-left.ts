import type { SessionView } from '../support-schema.ts';

const SECOND_MS = 1_000;

/** Until a session that was asked for is gone; whatever the clocks say, never more than there are. */
export function secondsLeft({ askedAt, expiresAt }: Asked, nowMs: number): number {
  const endMs = Date.parse(expiresAt);
  const allMs = endMs - Date.parse(askedAt);
  return Math.ceil(Math.min(Math.max(endMs - nowMs, 0), allMs) / SECOND_MS);
}

type Asked = Pick<SessionView, 'askedAt' | 'expiresAt'>;
