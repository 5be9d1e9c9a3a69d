/**
 * Plain dates and the calendar rules of contracts. The one file of core that knows the Temporal
 * package; it takes every instant as an argument and never asks what time it is.
 */
import { Temporal } from 'temporal-polyfill';
import { civilDay, dayNumber, dayText, monthsOn } from './civil-day.ts';

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
  const withinMs = Math.min(Math.max(atMs, 0), LAST_MS);
  const { offsetMs } = spanAt(withinMs, zone);
  return addDays(EPOCH, Math.floor((withinMs + offsetMs) / DAY_MS));
}

const EPOCH = '1970-01-01';
const DAY_MS = 86_400_000;

/** The first instant of a day in a zone; not always midnight, where clocks are changed then. */
export function startOfDayMs(day: PlainDate, zone: string): number {
  const quiet = quietDay(day, zone);
  if (quiet !== undefined) return quiet.fromMs;
  return Temporal.PlainDate.from(day).toZonedDateTime(zone).startOfDay().epochMilliseconds;
}

/** Milliseconds since 1970 of an instant written in UTC. */
export function instantMs(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

export function addDays(day: PlainDate, days: number): PlainDate {
  const from = civilDay(day);
  const text = from && dayText(dayNumber(from) + days);
  return text ?? Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * The same day so many months on, counted from the anchor each time; the month's last day where it
 * has no such day (art. 5 CC in Spain, § 188(3) BGB in Germany, art. 2963 c.c. in Italy).
 */
export function anniversary(anchor: PlainDate, months: number): PlainDate {
  const from = civilDay(anchor);
  const text = from && monthsOn(from, months);
  return (
    text ?? Temporal.PlainDate.from(anchor).add({ months }, { overflow: 'constrain' }).toString()
  );
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
  const of = civilDay(day);
  if (of === undefined) return Temporal.PlainDate.from(day).dayOfWeek;
  const sinceMonday = (dayNumber(of) + EPOCH_SINCE_MONDAY) % 7;
  return (sinceMonday < 0 ? sinceMonday + 7 : sinceMonday) + 1;
}

/** 1 January 1970 was a Thursday. */
const EPOCH_SINCE_MONDAY = 3;

/** Whole days from one day to another; negative where the second is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  const [first, last] = [civilDay(from), civilDay(to)];
  if (first !== undefined && last !== undefined) return dayNumber(last) - dayNumber(first);
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
  const quiet = quietDay(day, zone);
  return quiet === undefined ? changedDay(day, zone) : [quiet];
}

/** A day far enough from any change of the clocks to be a plain one; undefined for any other. */
function quietDay(day: PlainDate, zone: string): DaySegment | undefined {
  const of = civilDay(day);
  if (of === undefined) return undefined;
  const midnightMs = dayNumber(of) * DAY_MS;
  const span = spanAt(midnightMs, zone);
  const { offsetMs } = span;
  const isQuiet = span.fromMs <= midnightMs - 2 * DAY_MS && midnightMs + 3 * DAY_MS <= span.toMs;
  const fromMs = midnightMs - offsetMs;
  return isQuiet ? { fromMs, toMs: fromMs + DAY_MS, offsetMs } : undefined;
}

function changedDay(day: PlainDate, zone: string): readonly DaySegment[] {
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

/** A till has one zone and a hub a few; each has two spans a year. */
const ZONES_MAX = 64;
const SPANS_MAX = 64;

/** Spans that were looked up before: what a zone does at an instant is the same at every asking. */
const spansOfZones = new Map<string, readonly DaySegment[]>();

/** The stretch of time around an instant in which a zone keeps its clocks as they are. */
function spanAt(atMs: number, zone: string): DaySegment {
  const known = spansOfZones.get(zone) ?? [];
  const found = known.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  if (found !== undefined) return found;
  const span = spanFromZone(atMs, zone);
  if (known.length === 0 && spansOfZones.size >= ZONES_MAX) spansOfZones.clear();
  spansOfZones.set(zone, [span, ...known.slice(0, SPANS_MAX - 1)]);
  return span;
}

function spanFromZone(atMs: number, zone: string): DaySegment {
  const at = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone);
  const from = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  const to = at.getTimeZoneTransition('next');
  return {
    fromMs: from?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    toMs: to?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: at.offsetNanoseconds / NANOSECONDS_PER_MS,
  };
}

/** Milliseconds at which a wall clock would show midnight of a day, were its zone UTC. */
export function wallMidnightMs(day: PlainDate): number {
  const of = civilDay(day);
  if (of !== undefined) return dayNumber(of) * DAY_MS;
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
  return civilDay(day)?.day ?? Temporal.PlainDate.from(day).day;
}
