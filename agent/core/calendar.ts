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

function dayOfMonth(day: PlainDate): number {
  return Temporal.PlainDate.from(day).day;
}
