import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ADDRESS_RULES,
  lockedForMs,
  NAME_RULES,
  NO_FAILURES,
  withAttempt,
  withoutAttempt,
  type Failures,
} from './lock-out.ts';

const NOW_MS = Date.UTC(2026, 0, 5);

function failed(times: number, atMs = NOW_MS): Failures {
  return Array.from({ length: times }).reduce<Failures>(
    (failures) => withAttempt(failures, NAME_RULES, atMs),
    NO_FAILURES,
  );
}

describe('failures', () => {
  it('cost nothing at first, then ever more, and never more than the longest wait', () => {
    const waits = Array.from({ length: 40 }, (_, index) =>
      lockedForMs(failed(index), NAME_RULES, NOW_MS),
    );
    expect(waits.slice(0, 5)).toEqual([0, 0, 0, 0, 0]);
    expect(waits.slice(5, 9)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(waits.at(-1)).toBe(NAME_RULES.waitMaxMs);
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits);
  });

  it('are waited for from the last of them', () => {
    expect(lockedForMs(failed(6), NAME_RULES, NOW_MS + 1_500)).toBe(2_500);
    expect(lockedForMs(failed(6), NAME_RULES, NOW_MS + 4_000)).toBe(0);
  });

  it('are forgotten after a pause', () => {
    const laterMs = NOW_MS + NAME_RULES.forgottenAfterMs;
    expect(lockedForMs(failed(30), NAME_RULES, laterMs)).toBe(0);
    expect(withAttempt(failed(30), NAME_RULES, laterMs)).toEqual({ count: 1, lastAtMs: laterMs });
  });

  it('lock nobody out for longer when the clock is set back', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.integer({ min: -1e12, max: 1e12 }), (times, jumpMs) => {
        const waitMs = lockedForMs(failed(times), NAME_RULES, NOW_MS + jumpMs);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(NAME_RULES.waitMaxMs);
      }),
    );
  });

  it('of one attempt that held in the end are taken back', () => {
    expect(withoutAttempt(failed(3))).toEqual(failed(2));
    expect(withoutAttempt(NO_FAILURES)).toEqual(NO_FAILURES);
  });
});

it('a day of guessing one name is a hundred guesses, however many guess', () => {
  let failures = NO_FAILURES;
  let guesses = 0;
  for (let nowMs = NOW_MS; nowMs < NOW_MS + 86_400_000; nowMs += 1_000) {
    if (lockedForMs(failures, NAME_RULES, nowMs) > 0) continue;
    failures = withAttempt(failures, NAME_RULES, nowMs);
    guesses += 1;
  }
  expect(guesses).toBeLessThan(120);
});

it('an address is given more than a name: it may be an office', () => {
  expect(ADDRESS_RULES.freeFailures).toBeGreaterThan(NAME_RULES.freeFailures);
});
