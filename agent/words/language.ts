/** The languages every sentence of the till exists in. */
export const LANGUAGES = ['en', 'de', 'es', 'it'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What is spoken when nobody asked for a language we have. */
export const DEFAULT_LANGUAGE: Language = 'en';

/** The country whose way of writing money and time a language stands for here. */
export const LOCALES: Readonly<Record<Language, string>> = {
  en: 'en-IE',
  de: 'de-DE',
  es: 'es-ES',
  it: 'it-IT',
};

/** How many entries of an Accept-Language header are looked at. */
const PREFERENCES_MAX = 20;

/** The language of ours that an `Accept-Language` header or a browser's language tag likes best. */
export function preferredLanguage(preferences: string | undefined): Language {
  const ranked = (preferences ?? '')
    .split(',', PREFERENCES_MAX)
    .map(preferenceOf)
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  return (
    ranked.map(({ tag }) => languageOf(tag)).find((found) => found !== undefined) ??
    DEFAULT_LANGUAGE
  );
}

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}

function preferenceOf(entry: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice('q='.length));
  return { tag, weight: Number.isFinite(weight) ? weight : 0 };
}

function languageOf(tag: string): Language | undefined {
  const primary = tag.split('-', 1)[0] ?? '';
  return isLanguage(primary) ? primary : undefined;
}
