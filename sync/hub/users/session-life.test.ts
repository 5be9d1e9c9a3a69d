import { expect, it } from 'vitest';
import { IDLE_MAX_MS, isOver, isUseNoted, SESSION_MAX_MS } from './session-life.ts';

const NOW_MS = Date.UTC(2026, 0, 5);

function times(ageMs: number, idleMs: number): Parameters<typeof isOver>[0] {
  return { beganAtMs: NOW_MS - ageMs, usedAtMs: NOW_MS - idleMs };
}

it.each([
  [0, 0, false],
  [IDLE_MAX_MS, IDLE_MAX_MS - 1, false],
  [IDLE_MAX_MS, IDLE_MAX_MS, true],
  [SESSION_MAX_MS - 1, 0, false],
  [SESSION_MAX_MS, 0, true],
  [-1_000, -1_000, false],
  [-3_600_000, -3_600_000, true],
])('%d ms old and %d ms idle: over is %s', (ageMs, idleMs, over) => {
  expect(isOver(times(ageMs, idleMs), NOW_MS)).toBe(over);
});

it('a use is written down once a minute', () => {
  expect(isUseNoted(times(0, 59_999), NOW_MS)).toBe(false);
  expect(isUseNoted(times(0, 60_000), NOW_MS)).toBe(true);
});
