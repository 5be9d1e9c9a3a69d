/** What people write behind a flag, checked; a `UsageError` says what would have been right. */
import type { MaintenanceInterval } from '../core/entitlement/maintenance-interval.ts';
import { UsageError } from './command.ts';

export function required(text: string | undefined, flag: string): string {
  if (text === undefined || text === '') throw new UsageError(`say ${flag}`);
  return text;
}

export function countOf(
  flag: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= min && count <= max) return count;
  throw new UsageError(`${flag} takes a number from ${min} to ${max}, not ${text}`);
}

/** A day such as 2026-11-22. */
export function dayOf(flag: string, text: string): string {
  const atMs = /^[12]\d{3}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(text);
  if (!isDay) throw new UsageError(`${flag} takes a day such as 2026-11-22, not ${text}`);
  return text;
}

/** The first moment of a day in UTC. */
export function instantOf(flag: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${dayOf(flag, text)}T00:00:00.000Z`;
}

/** Days of maintenance such as 2026-11-22/2027-11-22; the second is the first that is not covered. */
export function intervalOf(text: string): MaintenanceInterval {
  const [from, to, ...rest] = text.split('/');
  if (from === undefined || to === undefined || rest.length > 0) {
    throw new UsageError(`--maintenance takes FROM/TO such as 2026-11-22/2027-11-22, not ${text}`);
  }
  return { from: dayOf('--maintenance', from), to: dayOf('--maintenance', to) };
}
