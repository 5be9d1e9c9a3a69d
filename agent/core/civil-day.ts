/**
 * Days of four-digit years as numbers, by the rules of the Gregorian calendar alone. A contract asks
 * for hundreds of them in one decision, which is too many for objects.
 */
import type { PlainDate } from './calendar.ts';

export interface CivilDay {
  readonly year: number;
  /** January is 1. */
  readonly month: number;
  readonly day: number;
}

/** Undefined for what is no day of a year from 0000 to 9999. */
export function civilDay(text: PlainDate): CivilDay | undefined {
  if (text.length !== TEXT_CHARS || text[4] !== '-' || text[7] !== '-') return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, TEXT_CHARS);
  const isReal =
    year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isReal ? { year, month, day } : undefined;
}

const TEXT_CHARS = 10;
const CODE_OF_0 = 48;

/** No number where any of them is no digit. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let place = from; place < to; place += 1) {
    const digit = text.charCodeAt(place) - CODE_OF_0;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
}

/** Days since 1 January 1970. */
export function dayNumber({ year, month, day }: CivilDay): number {
  // Years begin in March here, so that the leap day is the last of its year.
  const marchYear = month > 2 ? year : year - 1;
  const fromMarch = (month + 9) % 12;
  const leapDays =
    Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return marchYear * 365 + leapDays + daysBeforeMonth(fromMarch) + day - 1 - EPOCH_DAYS;
}

/** The day of a number; undefined outside of four-digit years. */
export function dayText(number: number): PlainDate | undefined {
  if (number < FIRST_DAY || number > LAST_DAY) return undefined;
  const days = number + EPOCH_DAYS;
  const era = Math.floor(days / DAYS_OF_ERA);
  const ofEra = days - era * DAYS_OF_ERA;
  const skipped =
    Math.floor(ofEra / 1_460) - Math.floor(ofEra / 36_524) + Math.floor(ofEra / (DAYS_OF_ERA - 1));
  const yearOfEra = Math.floor((ofEra - skipped) / 365);
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const ofYear = ofEra - (365 * yearOfEra + leapDays);
  const fromMarch = Math.floor((5 * ofYear + 2) / 153);
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return civilText({ year, month, day: ofYear - daysBeforeMonth(fromMarch) + 1 });
}

/** So many months on, or the month's last day where it has no such day; undefined as above. */
export function monthsOn({ year, month, day }: CivilDay, months: number): PlainDate | undefined {
  const all = year * 12 + month - 1 + months;
  const onYear = Math.floor(all / 12);
  if (onYear < 0 || onYear > YEAR_MAX) return undefined;
  const onMonth = all - onYear * 12 + 1;
  return civilText({
    year: onYear,
    month: onMonth,
    day: Math.min(day, daysInMonth(onYear, onMonth)),
  });
}

const YEAR_MAX = 9_999;

/** Days of 400 years, after which the calendar repeats itself. */
const DAYS_OF_ERA = 146_097;

/** From 1 March of the year 0 to 1 January 1970. */
const EPOCH_DAYS = 719_468;
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;

function daysBeforeMonth(fromMarch: number): number {
  return Math.floor((153 * fromMarch + 2) / 5);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function civilText({ year, month, day }: CivilDay): PlainDate {
  return `${String(year).padStart(4, '0')}-${padded(month)}-${padded(day)}`;
}

function padded(count: number): string {
  return count < 10 ? `0${count}` : String(count);
}
