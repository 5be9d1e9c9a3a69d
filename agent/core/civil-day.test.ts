/** What is reckoned with numbers is what the calendar's own library says, for any day and any zone. */
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  anniversary,
  dateOfInstant,
  daysBetween,
  segmentsOfDay,
  startOfDayMs,
  weekday,
} from './calendar.ts';

const ZONES = [
  'Europe/Madrid',
  'Europe/Berlin',
  'Atlantic/Canary',
  'Africa/Casablanca',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const FIRST = Temporal.PlainDate.from('0000-01-01');
const DAYS = 3_652_425;
const day = fc.nat(DAYS - 1).map((days) => FIRST.add({ days }).toString());
/** From 1971 to 2099, where zones change their clocks in all sorts of ways. */
const DAY_MS = 86_400_000;
const lately = fc.integer({ min: 365, max: 47_000 });
const zone = fc.constantFrom(...ZONES);

describe('a day as a number', () => {
  it('is the same day on', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -800_000, max: 800_000 }), (from, days) => {
        const expected = Temporal.PlainDate.from(from).add({ days });
        expect(addDays(from, days)).toBe(expected.toString());
        expect(daysBetween(from, expected.toString())).toBe(days);
        expect(weekday(from)).toBe(Temporal.PlainDate.from(from).dayOfWeek);
      }),
    );
  });

  it('is the same day so many months on', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: -2_000, max: 2_000 }), (from, months) => {
        const expected = Temporal.PlainDate.from(from).add({ months });
        expect(anniversary(from, months)).toBe(expected.toString());
      }),
    );
  });

  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '26-1-1', ''])('%j is none', (text) => {
    expect(() => addDays(text, 1)).toThrow(RangeError);
  });
});

describe('a day in a zone', () => {
  it('is that of the instant', () => {
    fc.assert(
      fc.property(lately, fc.nat(DAY_MS), zone, (days, ms, of) => {
        const at = Temporal.Instant.fromEpochMilliseconds(days * DAY_MS + ms);
        const expected = at.toZonedDateTimeISO(of).toPlainDate().toString();
        expect(dateOfInstant(at.epochMilliseconds, of)).toBe(expected);
      }),
    );
  });

  it('begins and ends where it does, and its clocks show what they show', () => {
    fc.assert(
      fc.property(lately, zone, (days, of) => {
        const date = addDays('1970-01-01', days);
        const start = Temporal.PlainDate.from(date).toZonedDateTime(of).startOfDay();
        const next = Temporal.PlainDate.from(date)
          .add({ days: 1 })
          .toZonedDateTime(of)
          .startOfDay();
        const segments = segmentsOfDay(date, of);
        expect(startOfDayMs(date, of)).toBe(start.epochMilliseconds);
        expect(segments[0]?.fromMs).toBe(start.epochMilliseconds);
        expect(segments.at(-1)?.toMs).toBe(next.epochMilliseconds);
        for (const { fromMs, toMs, offsetMs } of segments) {
          for (const atMs of [fromMs, toMs - 1]) {
            const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(of);
            expect(zoned.offsetNanoseconds / 1e6).toBe(offsetMs);
          }
        }
      }),
    );
  });
});
