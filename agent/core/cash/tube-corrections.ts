import type { LineDraft } from '../journal-line.ts';
import type { InCurrency } from './currency.ts';
import { countOf } from './counts.ts';
import { heldAt, type Holdings } from './holdings.ts';

/** What a dispenser was told to move, and what it says of it. */
export interface SettledLeg extends InCurrency {
  readonly device: string;
  readonly valueMinor: number;
  readonly count: number;
  readonly paid: number;
  readonly isEmpty: boolean;
}

export interface Corrections {
  readonly before: readonly LineDraft[];
  readonly after: readonly LineDraft[];
  readonly holdings: Holdings;
}

/** Where a settlement proves the tube to hold other than expected, the journal is put right. */
export function correctionsOf(leg: SettledLeg, holdings: Holdings): Corrections {
  const { device: place, valueMinor, count, paid, isEmpty, currency } = leg;
  const tube = { place, valueMinor, currency };
  // `holdings` is the state with the whole leg in transit: it counts what was left in the tube.
  const left = countOf(heldAt(holdings, place), valueMinor);
  const excess = Math.max(paid - count, 0);
  const more = Math.max(excess - left, 0);
  const remaining = left + more - excess + Math.max(count - paid, 0);
  const isShort = isEmpty && remaining > 0;
  return {
    before: more > 0 ? [correction(tube, more, 'paid-more-than-held')] : [],
    after: isShort ? [correction(tube, -remaining, 'found-empty')] : [],
    holdings: {
      ...holdings,
      [place]: isShort || remaining === 0 ? [] : [{ valueMinor, count: remaining }],
    },
  };
}

function correction(
  tube: InCurrency & { readonly place: string; readonly valueMinor: number },
  change: number,
  cause: 'found-empty' | 'paid-more-than-held',
): LineDraft {
  return { kind: 'holding-corrected', body: { ...tube, change, cause } };
}
