import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';

/** What the till itself calls the place of all that has none of its own; of another currency, with its code. */
const CASHBOX = /^cashbox(?:-([a-z]{3}))?$/;

/** A place as it is to be shown: the one that every till has in the reader's language. */
export function placeText(place: string, language: Language): string {
  const [isCashbox, currency] = CASHBOX.exec(place) ?? [];
  if (isCashbox === undefined) return place;
  const { cashbox } = moneyViewWords(language);
  return currency === undefined ? cashbox : `${cashbox} ${currency.toUpperCase()}`;
}
