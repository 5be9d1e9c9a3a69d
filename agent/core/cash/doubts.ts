/**
 * The places that may hold other than the journal says: credits were lost somewhere, and nobody can
 * tell where the coins went. Each stays in doubt until it has been counted (UnifiedPOS Discrepancy).
 */
import type { LineDraft } from '../journal-line.ts';
import { ofCurrency, type InCurrency } from './currency.ts';

export type Doubts = Readonly<Record<string, true>>;

/** What is in doubt after a line; `places` gives all that there are, and few lines ask for them. */
export function applyToDoubts(
  doubts: Doubts,
  line: LineDraft,
  places: () => readonly (InCurrency & { readonly place: string })[],
): Doubts {
  switch (line.kind) {
    case 'credits-lost':
      return {
        ...doubts,
        ...Object.fromEntries(
          ofCurrency(places(), line.body.currency).map(({ place }) => [place, true]),
        ),
      };
    case 'cash-counted':
    case 'cassette-removed':
      return without(doubts, line.body.place);
    default:
      return doubts;
  }
}

function without(doubts: Doubts, place: string): Doubts {
  if (!Object.hasOwn(doubts, place)) return doubts;
  const { [place]: _, ...others } = doubts;
  return others;
}
