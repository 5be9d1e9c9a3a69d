/** What a cashier reads while the seconds run, whatever the clocks say. */
import { describe, expect, it, test } from 'vitest';
import { secondsLeft } from './seconds-left.ts';
import { durationText } from './session-clock.ts';

const ASKED = '2026-11-22T09:00:00.000Z';
const ASKED_MS = Date.parse(ASKED);
const SESSION = { askedAt: ASKED, expiresAt: '2026-11-22T09:01:00.000Z' } as const;

describe('the seconds that are left', () => {
  it('go from sixty to none, and the last one is still one', () => {
    expect(secondsLeft(SESSION, ASKED_MS)).toBe(60);
    expect(secondsLeft(SESSION, ASKED_MS + 59_001)).toBe(1);
    expect(secondsLeft(SESSION, ASKED_MS + 60_000)).toBe(0);
  });

  it('are never more or fewer, where the two clocks differ', () => {
    expect(secondsLeft(SESSION, ASKED_MS - 500_000)).toBe(60);
    expect(secondsLeft(SESSION, ASKED_MS + 500_000)).toBe(0);
  });
});

test.each([
  [-1, '0:00'],
  [7_900, '0:07'],
  [187_000, '3:07'],
  [3_787_000, '1:03:07'],
])('a session of %i ms has gone on for %s', (ms, text) => {
  expect(durationText(ASKED_MS, ASKED_MS + ms)).toBe(text);
});
