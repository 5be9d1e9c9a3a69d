import type { Language } from '../../words/language.ts';
import { moneyViewWords } from '../../words/money-view-words.ts';

/** What the till itself calls the place of all that has none of its own. */
const CASHBOX = 'cashbox';

/** A place as it is to be shown: the one that every till has in the reader's language. */
export function placeText(place: string, language: Language): string {
  return place === CASHBOX ? moneyViewWords(language).cashbox : place;
}
