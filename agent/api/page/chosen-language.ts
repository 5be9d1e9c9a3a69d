import { isLanguage, preferredLanguage, type Language } from '../../words/language.ts';

const KEY = 'tillwarden.language';

/** The language chosen on this screen before, or else the browser's. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEY) ?? '';
  return isLanguage(kept) ? kept : preferredLanguage(navigator.languages.join(','));
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
