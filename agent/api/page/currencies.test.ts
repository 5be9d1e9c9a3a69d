/** What a cashier sees of several currencies: each by itself, and none added to another. */
import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../test/support/page-status.ts';
import { LANGUAGES } from '../../words/language.ts';
import type { StatusView } from '../schema.ts';
import { notices } from './notices.ts';
import { sumsByCurrency } from './place-sums.ts';

const USD = { currency: 'USD', isReady: true };

function exactTitles(changes: Partial<StatusView>, language: (typeof LANGUAGES)[number]) {
  const live = { link: 'live', status: statusOf(changes), seenAtMs: 0 } as const;
  return notices(live, language)
    .filter(({ id }) => id === 'exact')
    .map(({ title, text }) => `${title} ${text}`);
}

describe('the notice of exact change', () => {
  test.each(LANGUAGES)('in %s names the currencies it holds for, and no other', (language) => {
    const short = (own: boolean, usd: boolean) =>
      exactTitles({ exactChangeOnly: own, foreign: [{ ...USD, exactChangeOnly: usd }] }, language);
    expect(short(false, false)).toEqual([]);
    expect(short(false, true)).toEqual([expect.stringMatching(/USD.*USD/)]);
    expect(short(false, true).join()).not.toContain('EUR');
    expect(short(true, false).join()).toContain('EUR');
    expect(short(true, false).join()).not.toContain('USD');
    expect(short(true, true)).toEqual([expect.stringMatching(/EUR, USD.*EUR, USD/)]);
  });

  test.each(LANGUAGES)('in %s names none where there is one alone', (language) => {
    const [said = ''] = exactTitles({ exactChangeOnly: true }, language);
    expect(said).not.toBe('');
    expect(said).not.toContain('EUR');
  });

  test('stands for its own currency’s values, and for no other’s', () => {
    const levels = (['EUR', 'USD'] as const).map((currency) => {
      return { place: currency, currency, valueMinor: 100, level: 'empty' } as const;
    });
    const foreign = [{ ...USD, exactChangeOnly: true }];
    const live = { link: 'live', status: statusOf({ levels, foreign }), seenAtMs: 0 } as const;
    const low = notices(live, 'en').find(({ id }) => id === 'low');
    expect(low?.text).toContain('€1.00');
    expect(low?.text).not.toContain('$');
  });
});

function at(place: string, currency: string, totalMinor: number | null) {
  return { place, currency, counts: [], totalMinor, level: null, toFloat: null };
}

describe('the sums of all places', () => {
  test('are one a currency, the till’s own first', () => {
    const places = [at('a', 'USD', 700), at('b', 'EUR', 100), at('c', 'USD', 50)];
    expect(sumsByCurrency({ currency: 'EUR', places })).toEqual([
      { currency: 'EUR', sumMinor: 100 },
      { currency: 'USD', sumMinor: 750 },
    ]);
  });

  test('are of the till’s own where there is nothing', () => {
    expect(sumsByCurrency({ currency: 'EUR', places: [] })).toEqual([
      { currency: 'EUR', sumMinor: 0 },
    ]);
  });
});
