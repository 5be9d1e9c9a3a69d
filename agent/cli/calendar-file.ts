/** The hours of a place as a file: its zone, the week, and the days on which it is closed. */
import { z } from 'zod';
import { addDays, daysBetween, type PlainDate } from '../core/calendar.ts';
import type { CoverageCalendar, WeeklyWindow } from '../core/contract/hours.ts';
import { zoneSchema } from '../../sync/trust/plan-schema.ts';
import { daySchema } from '../../sync/trust/fields.ts';
import { readStrict } from './read-strict.ts';

const WINDOWS_MAX = 64;
const CLOSURES_MAX = 2_000;
const CLOSURE_DAYS_MAX = 366;
const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const daySchemaOfWeek = z.union([z.int().min(1).max(7), z.enum(DAY_NAMES)], {
  error: `use 1 (Monday) to 7 (Sunday), or ${DAY_NAMES.join(', ')}`,
});

const timeSchema = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'use a time of day such as 09:00, up to 24:00');

const windowSchema = z
  .strictObject({ days: z.array(daySchemaOfWeek).min(1).max(7), from: timeSchema, to: timeSchema })
  .refine(({ from, to }) => from < to, {
    message: 'it must be after from; across midnight write two windows, up to 24:00 and from 00:00',
    path: ['to'],
  });

/** One day, or a stretch of them, on which nobody is there. */
export const closureSchema = z.union(
  [
    daySchema,
    z
      .strictObject({ from: daySchema, to: daySchema })
      .refine(
        ({ from, to }) => from <= to && daysBetween(from, to) < CLOSURE_DAYS_MAX,
        `from and to are its first and last day, at most ${CLOSURE_DAYS_MAX} of them`,
      ),
  ],
  {
    error:
      'use a day such as "2026-12-25", or {"from": "2026-12-24", "to": "2026-12-26"}, both of them closed',
  },
);

/** A calendar file. */
export const calendarFileSchema = z.strictObject({
  zone: zoneSchema,
  weekly: z.array(windowSchema).max(WINDOWS_MAX),
  closures: z.array(closureSchema).max(CLOSURES_MAX).default([]),
});

/** Reads a calendar file. Throws `UsageError` where it is not as it should be. */
export function readCalendar(path: string): CoverageCalendar {
  const { zone, weekly, closures } = readStrict(path, calendarFileSchema);
  return { zone, weekly: weekly.map(windowOf), closures: closures.flatMap(daysOf) };
}

type Written = z.infer<typeof windowSchema>;

function windowOf({ days, from, to }: Written): WeeklyWindow {
  return { days: days.map(numberOf), fromMinute: minuteOf(from), toMinute: minuteOf(to) };
}

function numberOf(day: Written['days'][number]): number {
  return typeof day === 'number' ? day : DAY_NAMES.indexOf(day) + 1;
}

function minuteOf(time: string): number {
  const [hours = '', minutes = ''] = time.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** The days of a closure. */
export function daysOf(closure: z.infer<typeof closureSchema>): readonly PlainDate[] {
  if (typeof closure === 'string') return [closure];
  const count = daysBetween(closure.from, closure.to) + 1;
  return Array.from({ length: count }, (_, index) => addDays(closure.from, index));
}
