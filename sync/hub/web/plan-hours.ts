/** The hours at which tills may begin, as a form has them: one stretch, over midnight too. */
import type { RolloutPlanView } from '../api/update-schema.ts';
import type { PlanFault } from '../../../agent/words/rollout-text.ts';

type Window = NonNullable<RolloutPlanView['window']>;

export interface HoursDraft {
  readonly isAnyHour: boolean;
  /** Monday is 1. */
  readonly days: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly zone: string;
}

export const NO_HOURS: HoursDraft = {
  isAnyHour: true,
  days: [1, 2, 3, 4],
  from: '02:00',
  to: '05:00',
  zone: 'UTC',
};

interface Read {
  readonly window?: Window;
  readonly faults: Readonly<Record<string, PlanFault>>;
}

const HOUR = /^([01]\d|2[0-3]):([0-5]\d)$/;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
const WEEK_DAYS = 7;

/** Undefined: at any hour. */
export function windowOf({ isAnyHour, days, from, to, zone }: HoursDraft): Read {
  if (isAnyHour) return { faults: {} };
  const fromMinute = minuteOf(from);
  const toMinute = to === '00:00' ? DAY_MINUTES : minuteOf(to);
  const isSame = fromMinute === toMinute;
  const faults = {
    ...(days.length === 0 ? ({ days: 'needed' } as const) : {}),
    ...(fromMinute === undefined ? ({ from: 'hour-unfit' } as const) : {}),
    ...(toMinute === undefined || isSame ? ({ to: 'hour-unfit' } as const) : {}),
    ...(isZone(zone) ? {} : ({ zone: 'zone-unknown' } as const)),
  };
  if (fromMinute === undefined || toMinute === undefined || Object.keys(faults).length > 0) {
    return { faults };
  }
  const weekly =
    fromMinute < toMinute
      ? [{ days, fromMinute, toMinute }]
      : [
          { days, fromMinute, toMinute: DAY_MINUTES },
          { days: days.map(dayAfter), fromMinute: 0, toMinute },
        ];
  return { window: { zone: zone.trim(), weekly, closures: [] }, faults: {} };
}

/** Undefined for more than one stretch, or with closed days. */
export function hoursOf(window: Window | undefined): HoursDraft | undefined {
  if (window === undefined) return NO_HOURS;
  const { zone, weekly, closures } = window;
  const [first, night, ...more] = weekly;
  if (first === undefined || more.length > 0 || closures.length > 0) return undefined;
  const isNight =
    first.toMinute === DAY_MINUTES &&
    night?.fromMinute === 0 &&
    String(night.days) === String(first.days.map(dayAfter));
  if (night !== undefined && !isNight) return undefined;
  const to = textOf((night ?? first).toMinute % DAY_MINUTES);
  return { isAnyHour: false, days: first.days, from: textOf(first.fromMinute), to, zone };
}

function minuteOf(text: string): number | undefined {
  const [, hours, minutes] = HOUR.exec(text) ?? [];
  return hours === undefined ? undefined : Number(hours) * HOUR_MINUTES + Number(minutes);
}

function textOf(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / HOUR_MINUTES), minute % HOUR_MINUTES];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

function dayAfter(day: number): number {
  return (day % WEEK_DAYS) + 1;
}

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text.trim() }).format(0) !== '';
  } catch {
    return false;
  }
}
