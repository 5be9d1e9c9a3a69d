/**
 * Plain dates and the calendar rules of contracts. The one file of core that knows the Temporal
 * package; it takes every instant as an argument and never asks what time it is.
 */
import { Temporal } from 'temporal-polyfill';

/** A day without a time, `YYYY-MM-DD`: the order of texts is that of days. */
export type PlainDate = string;

/** Whether a text names a zone of the IANA database. */
export function isZone(text: string): boolean {
  try {
    dateOfInstant(0, text);
    return /^[A-Z]/.test(text);
  } catch {
    return false;
  }
}

/** 30 December 9999: a clock beyond it has no date of four digits, so it stays here. */
const LAST_MS = 253_402_128_000_000;

/** The day it is in a zone at an instant, given in milliseconds since 1970 and not before. */
export function dateOfInstant(atMs: number, zone: string): PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(Math.min(Math.max(atMs, 0), LAST_MS))
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString();
}

/** The first instant of a day in a zone; not always midnight, where clocks are changed then. */
export function startOfDayMs(day: PlainDate, zone: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay().epochMilliseconds;
}

/** Milliseconds since 1970 of an instant written in UTC. */
export function instantMs(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

export function addDays(day: PlainDate, days: number): PlainDate {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * The same day so many months on, counted from the anchor each time; the month's last day where it
 * has no such day (art. 5 CC in Spain, § 188(3) BGB in Germany, art. 2963 c.c. in Italy).
 */
export function anniversary(anchor: PlainDate, months: number): PlainDate {
  return Temporal.PlainDate.from(anchor).add({ months }, { overflow: 'constrain' }).toString();
}

/**
 * The last day of a term: the day before the anniversary, or the month's last day where the end
 * month has no such day as the one it began on. 29 February 2024 and a year ends 28 February 2025.
 */
export function termEnd(start: PlainDate, months: number): PlainDate {
  const end = anniversary(start, months);
  return dayOfMonth(end) < dayOfMonth(start) ? end : addDays(end, -1);
}

/** Monday is 1, Sunday 7. */
export function weekday(day: PlainDate): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** Whole days from one day to another; negative where the second is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days;
}

/** A stretch of a day in which the clocks on the wall run on without being changed. */
export interface DaySegment {
  readonly fromMs: number;
  readonly toMs: number;
  /** What a wall clock shows, as if it were UTC, less the instant. */
  readonly offsetMs: number;
}

/** The day from its first instant to that of the next, cut where its zone changes the clocks. */
export function segmentsOfDay(day: PlainDate, zone: string): readonly DaySegment[] {
  const end = Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(zone).startOfDay();
  const segments: DaySegment[] = [];
  let at = Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay();
  while (Temporal.ZonedDateTime.compare(at, end) < 0) {
    const change = at.getTimeZoneTransition('next');
    const next = change === null || Temporal.ZonedDateTime.compare(change, end) > 0 ? end : change;
    segments.push({
      fromMs: at.epochMilliseconds,
      toMs: next.epochMilliseconds,
      offsetMs: at.offsetNanoseconds / NANOSECONDS_PER_MS,
    });
    at = next;
  }
  return segments;
}

const NANOSECONDS_PER_MS = 1_000_000;

/** Milliseconds at which a wall clock would show midnight of a day, were its zone UTC. */
export function wallMidnightMs(day: PlainDate): number {
  return Temporal.PlainDate.from(day).toZonedDateTime('UTC').epochMilliseconds;
}

/** An instant as it is written in a zone, with its offset: `2026-11-23T15:00:00+01:00[Europe/Madrid]`. */
export function zonedText(atMs: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone).toString();
}

/** The instant of a text with its offset or zone, or of a local time in `zone`; undefined: it is none. */
export function instantIn(text: string, zone: string): number | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return localInstantMs(text, zone);
  }
}

function localInstantMs(text: string, zone: string): number | undefined {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** What an ISO 8601 duration lasts, such as `PT60M` or `PT1H30M`; undefined: it has no fixed length. */
export function durationMs(text: string): number | undefined {
  try {
    return Temporal.Duration.from(text).total({ unit: 'milliseconds' });
  } catch {
    return undefined;
  }
}

/** The whole months of an ISO 8601 period such as `P1Y` or `P6M`; undefined: it is no such period. */
export function monthsOfPeriod(text: string): number | undefined {
  const match = /^P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?$/.exec(text);
  const months = Number(match?.[1] ?? 0) * 12 + Number(match?.[2] ?? 0);
  return months > 0 ? months : undefined;
}

function dayOfMonth(day: PlainDate): number {
  return Temporal.PlainDate.from(day).day;
}
