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

/** When somebody comes or calls, on the clock of the shop: "Monday 23 November, 15:00". */
export function dueText(atMs: number, language: Language): string {
  const day = new Intl.DateTimeFormat(LOCALES[language], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  }).format(atMs);
  const time = new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'short' }).format(atMs);
  return `${day}, ${time}`;
}
