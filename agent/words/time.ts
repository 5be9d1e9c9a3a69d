import { LOCALES, type Language } from './language.ts';

/** A time of day, to say how old something is: "14:03:27". */
export function timeText(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'medium' }).format(atMs);
}

/** A day and a time, to find something again: "22.11.26, 14:03". */
export function instantText(atMs: number, language: Language): string {
  const style = { dateStyle: 'short', timeStyle: 'short' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], style).format(atMs);
}

/** A day, given as YYYY-MM-DD and meant wherever it is read: "22 November 2026". */
export function dayText(day: string, language: Language): string {
  const style = { dateStyle: 'long', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], style).format(Date.parse(`${day}T00:00:00Z`));
}
