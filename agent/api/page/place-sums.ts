import type { CountsView } from '../schema.ts';

export interface CurrencySum {
  readonly currency: string;
  readonly sumMinor: number;
}

/** What lies in all places together, the till's own currency first; nothing of one is added to another. */
export function sumsByCurrency({ currency, places }: CountsView): readonly CurrencySum[] {
  const codes = new Set([currency, ...places.map((place) => place.currency)]);
  return [...codes].map((code) => ({
    currency: code,
    sumMinor: places
      .filter((place) => place.currency === code)
      .reduce((sum, { totalMinor }) => sum + (totalMinor ?? 0), 0),
  }));
}
