import { isLanguage, preferredLanguage, type Language } from '../../../agent/words/language.ts';

const KEY = 'tillwarden.language';

/** The language chosen in this browser before, or else its own. */
export function chosenLanguage(): Language {
  const kept = localStorage.getItem(KEY) ?? '';
  return isLanguage(kept) ? kept : preferredLanguage(navigator.languages.join(','));
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
}
