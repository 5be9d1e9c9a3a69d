import { countOf, difference, totalMinor, type CashCounts } from '../core/cash/counts.ts';
import type { Answer } from '../core/till/events.ts';
import { placesOf } from '../core/till/till.ts';
import type { TillView } from '../shell/till-view.ts';
import type { CountView } from './schema.ts';

/** What somebody has counted in a place beside what the journal said, value by value. */
export function countView(
  { place, expected, counted }: Extract<Answer, { readonly kind: 'counted' }>,
  { till, places, settings }: TillView,
): CountView {
  const known = placesOf(till, places).find((one) => one.place === place);
  return {
    place,
    currency: known?.currency ?? settings.currency,
    values: valuesIn(expected, counted).map((valueMinor) => {
      const expectedCount = countOf(expected, valueMinor);
      const countedCount = countOf(counted, valueMinor);
      return {
        valueMinor,
        expectedCount,
        countedCount,
        differenceCount: countedCount - expectedCount,
      };
    }),
    expectedMinor: totalMinor(expected),
    countedMinor: totalMinor(counted),
    differenceMinor: totalMinor(difference(counted, expected)),
  };
}

function valuesIn(...all: readonly CashCounts[]): readonly number[] {
  const values = new Set(all.flat().map(({ valueMinor }) => valueMinor));
  return [...values].toSorted((a, b) => a - b);
}
