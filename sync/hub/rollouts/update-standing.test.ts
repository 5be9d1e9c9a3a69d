/** A lock holds whatever else the till says, until it is released. */
import { expect, it } from 'vitest';
import { NO_STANDING, withLine, type UpdateStanding } from './update-standing.ts';

const LOCK = { client: 'pos', reason: 'stocktaking', untilMs: 9 };
const OF = { version: '1.2.0', rollout: 'r1' };

function after(...lines: readonly (readonly [kind: string, body: unknown])[]): UpdateStanding {
  return lines.reduce((standing, [kind, body], seq) => {
    return withLine(standing, { epoch: 1, seq, kind, body, atMs: 1, heardAtMs: 1 });
  }, NO_STANDING);
}

it('keeps a lock through a restart and an update', () => {
  const { lock, running } = after(
    ['update-lock-taken', LOCK],
    ['update-ready', OF],
    ['agent-started', { version: '1.1.0' }],
    ['update-failed', { ...OF, code: 'disk', detail: 'full' }],
  );
  expect([lock, running]).toEqual([LOCK, '1.1.0']);
});

it('has no lock once it is released', () => {
  const released = ['update-lock-released', { client: 'pos' }] as const;
  expect(after(['update-lock-taken', LOCK], released).lock).toBeUndefined();
});
