/** Instants and durations as ISO 8601 writes them, on the command line and in files. */
import { durationMs, instantIn, instantMs, zonedText } from '../core/calendar.ts';
import { UsageError } from './command.ts';

/** Where days have four digits, and where an instant in milliseconds is not negative. */
const FIRST_MS = instantMs('1970-01-01T00:00:00Z');
const END_MS = instantMs('3000-01-01T00:00:00Z');

const OFFSET = String.raw`(?:Z|[+-]\d{2}:\d{2})`;
const CLOCK = String.raw`T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?`;
const WITH_OFFSET = new RegExp(`^\\d{4}-\\d{2}-\\d{2}${CLOCK}${OFFSET}$`);
const LOCAL = new RegExp(`^\\d{4}-\\d{2}-\\d{2}(?:${CLOCK})?$`);

/** The instant of a text with its offset or Z; where a zone is given, of a local time too. */
export function isoInstantMs(text: string, zone?: string): number | undefined {
  const isWritten = WITH_OFFSET.test(text) || (zone !== undefined && LOCAL.test(text));
  const atMs = isWritten ? instantIn(text, zone ?? 'UTC') : undefined;
  return atMs !== undefined && atMs >= FIRST_MS && atMs < END_MS ? atMs : undefined;
}

/** The instant behind a flag: a local time counts in `zone`. */
export function isoInstantOf(flag: string, text: string, zone: string): number {
  const atMs = isoInstantMs(text, zone);
  if (atMs !== undefined) return atMs;
  throw new UsageError(
    `${flag} takes a time such as 2026-11-23T15:00, meant in ${zone}, or with its offset as ` +
      `2026-11-23T15:00:00+01:00 or …Z, from 1970 on, not ${text}`,
  );
}

/** The covered time behind a flag, whole milliseconds and not below 0. */
export function isoDurationOf(flag: string, text: string): number {
  const lastsMs = text.startsWith('P') ? durationMs(text) : undefined;
  if (lastsMs !== undefined && Number.isSafeInteger(lastsMs) && lastsMs >= 0) return lastsMs;
  throw new UsageError(`${flag} takes a duration such as PT2H, PT90M or PT1H30M, not ${text}`);
}

/** An instant with the offset of its zone: `2026-11-23T15:00:00+01:00`. */
export function isoText(atMs: number, zone: string): string {
  return zonedText(atMs, zone).replace(/\[.*$/, '');
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** A duration in hours, minutes and seconds: `PT7H`, `PT90M` is `PT1H30M`, nothing is `PT0M`. */
export function isoDurationText(lastsMs: number): string {
  const hours = Math.floor(lastsMs / HOUR_MS);
  const minutes = Math.floor((lastsMs % HOUR_MS) / MINUTE_MS);
  const seconds = (lastsMs % MINUTE_MS) / SECOND_MS;
  const parts = [
    hours > 0 && `${hours}H`,
    minutes > 0 && `${minutes}M`,
    seconds > 0 && `${seconds}S`,
  ];
  return `PT${parts.filter((part) => part !== false).join('') || '0M'}`;
}
