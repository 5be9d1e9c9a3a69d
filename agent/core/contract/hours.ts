/**
 * When somebody is there to help. Covered time is real time: a night on which the clocks are changed
 * is as long as it lasts, and a window counts while a clock on the wall in its zone stands within it.
 * Every interval takes in its start and leaves out its end.
 */
import {
  addDays,
  dateOfInstant,
  segmentsOfDay,
  wallMidnightMs,
  weekday,
  type PlainDate,
} from '../calendar.ts';

export interface CoverageCalendar {
  /** The IANA zone of the one who helps, wherever the caller is. */
  readonly zone: string;
  readonly weekly: readonly WeeklyWindow[];
  /** Days on which nobody is there. */
  readonly closures: readonly PlainDate[];
}

export interface WeeklyWindow {
  /** Monday is 1, Sunday 7. */
  readonly days: readonly number[];
  /** Minutes since midnight on the wall clock, both at most 1,440; `toMinute` is not covered any more. */
  readonly fromMinute: number;
  readonly toMinute: number;
}

interface Interval {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Further ahead nobody plans: three years and a day without an opening are no opening. */
const HORIZON_DAYS = 1_097;

const MINUTE_MS = 60_000;

/** Whether somebody is there at that instant. */
export function isOpen(calendar: CoverageCalendar, atMs: number): boolean {
  return openIntervals(calendar, dateOfInstant(atMs, calendar.zone)).some(
    ({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs,
  );
}

/** The first instant from `atMs` on at which somebody is there: `atMs` itself where it is covered. */
export function nextOpening(calendar: CoverageCalendar, atMs: number): number | undefined {
  for (const { fromMs, toMs } of from(calendar, atMs)) {
    if (toMs > atMs) return Math.max(fromMs, atMs);
  }
  return undefined;
}

/** When the window that covers `atMs` ends; undefined where none does. */
export function closingAfter(calendar: CoverageCalendar, atMs: number): number | undefined {
  if (!isOpen(calendar, atMs)) return undefined;
  let endMs = atMs;
  for (const { fromMs, toMs } of from(calendar, atMs)) {
    if (fromMs > endMs) return endMs;
    endMs = Math.max(endMs, toMs);
  }
  return endMs;
}

/** When so much covered time has passed since `fromMs`; undefined: not within three years. */
export function addCovered(
  calendar: CoverageCalendar,
  fromMs: number,
  coveredMs: number,
): number | undefined {
  let leftMs = coveredMs;
  if (leftMs <= 0) return fromMs;
  for (const interval of from(calendar, fromMs)) {
    const startMs = Math.max(interval.fromMs, fromMs);
    const lastsMs = Math.max(0, interval.toMs - startMs);
    if (lastsMs >= leftMs) return startMs + leftMs;
    leftMs -= lastsMs;
  }
  return undefined;
}

/** How much covered time lies in `[fromMs, toMs)`: of two stretches that meet, it is the sum. */
export function coveredBetween(calendar: CoverageCalendar, fromMs: number, toMs: number): number {
  let coveredMs = 0;
  const last = dateOfInstant(toMs, calendar.zone);
  for (let day = dateOfInstant(fromMs, calendar.zone); day <= last; day = addDays(day, 1)) {
    for (const interval of openIntervals(calendar, day)) {
      coveredMs += Math.max(0, Math.min(interval.toMs, toMs) - Math.max(interval.fromMs, fromMs));
    }
  }
  return coveredMs;
}

function* from(calendar: CoverageCalendar, atMs: number): Generator<Interval> {
  let day = dateOfInstant(atMs, calendar.zone);
  for (let ahead = 0; ahead < HORIZON_DAYS; ahead += 1) {
    yield* openIntervals(calendar, day);
    day = addDays(day, 1);
  }
}

/** In order, none touching another. */
function openIntervals(calendar: CoverageCalendar, day: PlainDate): readonly Interval[] {
  const windows = calendar.weekly.filter(({ days }) => days.includes(weekday(day)));
  if (windows.length === 0 || calendar.closures.includes(day)) return [];
  const midnightMs = wallMidnightMs(day);
  const pieces = segmentsOfDay(day, calendar.zone).flatMap((segment) =>
    windows.map(({ fromMinute, toMinute }) => ({
      fromMs: Math.max(segment.fromMs, midnightMs + fromMinute * MINUTE_MS - segment.offsetMs),
      toMs: Math.min(segment.toMs, midnightMs + toMinute * MINUTE_MS - segment.offsetMs),
    })),
  );
  return merged(pieces.filter(({ fromMs, toMs }) => fromMs < toMs));
}

function merged(pieces: readonly Interval[]): readonly Interval[] {
  const inOrder = pieces.toSorted((a, b) => a.fromMs - b.fromMs);
  return inOrder.reduce<readonly Interval[]>((done, piece) => {
    const last = done.at(-1);
    if (last === undefined || last.toMs < piece.fromMs) return [...done, piece];
    return [...done.slice(0, -1), { ...last, toMs: Math.max(last.toMs, piece.toMs) }];
  }, []);
}
