import { zonedText } from '../../agent/core/calendar.ts';
import { TUF_SPECIFICATION } from '../trust/tuf/metadata.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The fields that every signed part begins with, good for so many days. */
export function signedTerms(version: number, { nowMs, days }: { nowMs: number; days: number }) {
  return {
    spec_version: TUF_SPECIFICATION,
    version,
    expires: momentText(nowMs + days * DAY_MS),
  };
}

/** A moment as TUF writes it: UTC, without fractions. */
export function momentText(atMs: number): string {
  return `${zonedText(atMs, 'UTC').slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
