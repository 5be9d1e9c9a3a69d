/** Covered time is real time and adds up, whatever the clocks do in between. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, instantMs } from '../calendar.ts';
import {
  addCovered,
  closingAfter,
  coveredBetween,
  isOpen,
  nextOpening,
  type CoverageCalendar,
} from './hours.ts';

const MINUTE_MS = 60_000;
const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

function everyDay(fromMinute: number, toMinute: number): CoverageCalendar {
  return {
    zone: 'Europe/Madrid',
    weekly: [{ days: ALL_DAYS, fromMinute, toMinute }],
    closures: [],
  };
}

describe('a window', () => {
  it('never opens where there is none', () => {
    const calendar = { zone: 'Europe/Madrid', weekly: [], closures: [] };
    const atMs = instantMs('2026-11-23T10:00:00Z');
    expect(nextOpening(calendar, atMs)).toBeUndefined();
    expect(addCovered(calendar, atMs, 1)).toBeUndefined();
    expect(coveredBetween(calendar, atMs, atMs + 1_000)).toBe(0);
  });

  it('that ends at midnight meets the one that begins then', () => {
    const atMs = instantMs('2026-11-23T10:00:00Z');
    const calendar = {
      ...everyDay(720, 1_440),
      weekly: [
        { days: [1], fromMinute: 600, toMinute: 1_440 },
        { days: [2], fromMinute: 0, toMinute: 60 },
      ],
    };
    expect(closingAfter(calendar, atMs)).toBe(instantMs('2026-11-24T00:00:00Z'));
  });

  it.each([
    ['the night the clocks go back is 25 hours', '2026-10-25', 25],
    ['the night they go forward is 23', '2026-03-29', 23],
    ['any other is 24', '2026-10-26', 24],
  ])('of a whole day: %s', (_, day, hours) => {
    const fromMs = instantMs(`${addDays(day, -1)}T12:00:00Z`);
    const calendar = { ...everyDay(0, 1_440), closures: [addDays(day, -1), addDays(day, 1)] };
    expect(coveredBetween(calendar, fromMs, fromMs + 48 * 60 * MINUTE_MS)).toBe(
      hours * 60 * MINUTE_MS,
    );
  });

  it('within the hour that comes twice counts both times the wall clock shows it', () => {
    const calendar = everyDay(2 * 60, 2 * 60 + 30);
    const fromMs = instantMs('2026-10-24T12:00:00Z');
    expect(coveredBetween(calendar, fromMs, instantMs('2026-10-25T12:00:00Z'))).toBe(
      60 * MINUTE_MS,
    );
    expect(isOpen(calendar, instantMs('2026-10-25T00:45:00Z'))).toBe(false);
    expect(nextOpening(calendar, instantMs('2026-10-25T00:45:00Z'))).toBe(
      instantMs('2026-10-25T01:00:00Z'),
    );
  });

  it('within the hour that never comes is not open that day', () => {
    const calendar = everyDay(2 * 60, 3 * 60);
    const fromMs = instantMs('2026-03-28T12:00:00Z');
    expect(coveredBetween(calendar, fromMs, instantMs('2026-03-29T12:00:00Z'))).toBe(0);
  });

  it('is shut on a closure', () => {
    const calendar = { ...everyDay(540, 600), closures: ['2026-12-25'] };
    expect(nextOpening(calendar, instantMs('2026-12-25T06:00:00Z'))).toBe(
      instantMs('2026-12-26T08:00:00Z'),
    );
  });
});

const anyMs = fc.integer({
  min: instantMs('2025-01-01T00:00:00Z'),
  max: instantMs('2028-01-01T00:00:00Z'),
});
const anyStretchMs = fc.integer({ min: 0, max: 40 * 24 * 60 * MINUTE_MS });
const anyStretches = fc.tuple(anyStretchMs, anyStretchMs);
const anyWindow = fc
  .record({
    days: fc.subarray(ALL_DAYS, { minLength: 1 }),
    minutes: fc.uniqueArray(fc.integer({ min: 0, max: 1_440 }), { minLength: 2, maxLength: 2 }),
  })
  .map(({ days, minutes }) => {
    const [fromMinute = 0, toMinute = 0] = minutes.toSorted((a, b) => a - b);
    return { days, fromMinute, toMinute };
  });
const anyCalendar = fc.record({
  zone: fc.constantFrom(
    'Europe/Madrid',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
  ),
  weekly: fc.array(anyWindow, { minLength: 1, maxLength: 4 }),
  closures: fc.array(
    fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-03-01', days)),
    {
      maxLength: 5,
    },
  ),
});

describe('for any calendar', () => {
  it('covered time of two stretches that meet is that of both together', () => {
    fc.assert(
      fc.property(anyCalendar, anyMs, anyStretches, (calendar, fromMs, [a, b]) => {
        const middle = coveredBetween(calendar, fromMs, fromMs + a);
        const rest = coveredBetween(calendar, fromMs + a, fromMs + a + b);
        expect(coveredBetween(calendar, fromMs, fromMs + a + b)).toBe(middle + rest);
      }),
      { numRuns: 60 },
    );
  });

  it('what was added is what then lies between, and ends within a window', () => {
    const coveredMs = fc.integer({ min: 1, max: 3_000 }).map((minutes) => minutes * MINUTE_MS);
    fc.assert(
      fc.property(anyCalendar, anyMs, coveredMs, (calendar, fromMs, addMs) => {
        const endMs = addCovered(calendar, fromMs, addMs);
        if (endMs === undefined) return;
        expect(coveredBetween(calendar, fromMs, endMs)).toBe(addMs);
        expect(isOpen(calendar, endMs - 1)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('the next opening is open, and nothing before it is', () => {
    fc.assert(
      fc.property(anyCalendar, anyMs, (calendar, atMs) => {
        const openMs = nextOpening(calendar, atMs);
        if (openMs === undefined) return;
        expect(isOpen(calendar, openMs)).toBe(true);
        expect(coveredBetween(calendar, atMs, openMs)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});
