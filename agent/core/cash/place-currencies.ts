import type { LineDraft } from '../journal-line.ts';
import { transfersOf, type Transfer } from './transfers.ts';

/** The places that hold another currency than the till's own, and which; by place. */
export type PlaceCurrencies = Readonly<Record<string, string>>;

/** What lies there is of this currency; undefined: of the till's own. */
export function currencyAt(known: PlaceCurrencies, place: string): string | undefined {
  return Object.hasOwn(known, place) ? known[place] : undefined;
}

/** What is known of them after a line. */
export function applyToPlaceCurrencies(known: PlaceCurrencies, line: LineDraft): PlaceCurrencies {
  return transfersOf(line).reduce(noted, known);
}

function noted(known: PlaceCurrencies, { from, to, currency }: Transfer): PlaceCurrencies {
  return [from, to].reduce((current, account) => {
    if (account.kind !== 'place' || currencyAt(current, account.place) === currency) return current;
    const { [account.place]: _, ...others } = current;
    return currency === undefined ? others : { ...others, [account.place]: currency };
  }, known);
}
