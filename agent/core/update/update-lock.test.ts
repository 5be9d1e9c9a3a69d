import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  endLock,
  LOCK_HOLD_MAX_MS,
  LOCK_MAX_MS,
  LOCK_REST_MS,
  lockHeld,
  takeLock,
} from './update-lock.ts';
import { NO_UPDATE, type UpdateLock, type Updating } from './updating.ts';

const NOON_MS = Date.parse('2026-06-01T12:00:00Z');
const HOUR_MS = 60 * 60 * 1_000;

function take(
  lock: UpdateLock | undefined,
  nowMs: number,
  { forMs = LOCK_MAX_MS, client = 'pos' } = {},
): ReturnType<typeof takeLock> {
  const asked = { kind: 'locked', client, reason: 'stocktaking', forMs } as const;
  return takeLock({ ...NO_UPDATE, lock }, asked, nowMs);
}

function taken(lock: UpdateLock | undefined, nowMs: number): UpdateLock {
  const held = take(lock, nowMs);
  if (typeof held === 'string') throw new TypeError(held);
  return held;
}

it('is lengthened until it has been held for as long as it may be, and no further', () => {
  let lock = taken(undefined, NOON_MS);
  lock = taken(lock, NOON_MS + 4 * HOUR_MS - 1);
  lock = taken(lock, NOON_MS + 8 * HOUR_MS - 2);
  expect(lock.untilMs).toBe(NOON_MS + LOCK_HOLD_MAX_MS - 2);
  expect(take(lock, NOON_MS + 8 * HOUR_MS + 1)).toBe('update-lock-used-up');
  expect(take(lock, NOON_MS + 11 * HOUR_MS, { forMs: HOUR_MS })).toMatchObject({
    sinceMs: NOON_MS,
  });
});

it('that is let go, or ends, and is taken again at once is still the same', () => {
  const full = taken(
    taken(taken(undefined, NOON_MS), NOON_MS + 4 * HOUR_MS),
    NOON_MS + 8 * HOUR_MS,
  );
  const endMs = full.untilMs;
  expect(lockHeld({ ...NO_UPDATE, lock: full }, endMs)).toBeUndefined();
  expect(take(full, endMs, { forMs: 1 })).toBe('update-lock-used-up');
  expect(take(endLock(full, endMs - HOUR_MS), endMs - HOUR_MS)).toBe('update-lock-used-up');
  expect(take(full, endMs + LOCK_REST_MS - 1, { forMs: 1 })).toBe('update-lock-used-up');
  expect(take(full, endMs + LOCK_REST_MS)).toMatchObject({ sinceMs: endMs + LOCK_REST_MS });
});

it('of another program begins anew, once it is free', () => {
  const full = taken(
    taken(taken(undefined, NOON_MS), NOON_MS + 4 * HOUR_MS),
    NOON_MS + 8 * HOUR_MS,
  );
  expect(take(full, full.untilMs - 1, { forMs: HOUR_MS, client: 'other' })).toBe(
    'update-lock-held',
  );
  expect(take(full, full.untilMs, { forMs: HOUR_MS, client: 'other' })).toMatchObject({
    sinceMs: full.untilMs,
  });
});

it('that a version before has taken counts as taken for as long as it can have been', () => {
  const { sinceMs: _, ...old } = taken(undefined, NOON_MS);
  expect(take(old, NOON_MS + HOUR_MS)).toMatchObject({ sinceMs: NOON_MS });
});

it('taken under a clock far ahead is forgotten when that is put right', () => {
  const ahead = taken(undefined, NOON_MS + 1_000 * HOUR_MS);
  expect(take(ahead, NOON_MS)).toMatchObject({ sinceMs: NOON_MS });
});

it('never holds longer than it may without a rest, however it is asked for', () => {
  const deed = fc.record({
    afterMs: fc.integer({ min: 0, max: 2 * HOUR_MS }),
    forMs: fc.integer({ min: 1, max: LOCK_MAX_MS }),
    isLetGo: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), (deeds) => {
      let updating: Updating = NO_UPDATE;
      let nowMs = NOON_MS;
      let heldFromMs: number | undefined;
      let endedMs = -Infinity;
      for (const { afterMs, forMs, isLetGo } of deeds) {
        const before = updating.lock;
        nowMs += afterMs;
        if (before !== undefined) endedMs = Math.min(nowMs, before.untilMs);
        if (nowMs - endedMs >= LOCK_REST_MS) heldFromMs = undefined;
        const held = lockHeld(updating, nowMs);
        if (isLetGo && held !== undefined) updating = { ...updating, lock: endLock(held, nowMs) };
        const lock = take(updating.lock, nowMs, { forMs });
        if (typeof lock === 'string') continue;
        heldFromMs ??= nowMs;
        expect(lock.untilMs - heldFromMs).toBeLessThanOrEqual(LOCK_HOLD_MAX_MS);
        updating = { ...updating, lock };
      }
    }),
  );
});
