import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorText } from './error-words.ts';
import { LANGUAGES, preferredLanguage } from './language.ts';
import { moneyText } from './money.ts';
import { pageWords } from './page-words.ts';
import { instantText, timeText } from './time.ts';

/** Intl puts a no-break space between number and sign. */
function plain(text: string): string {
  return text.replaceAll(/\s/g, ' ');
}

describe('the preferred language', () => {
  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['fr', 'en'],
    ['de', 'de'],
    ['de-CH', 'de'],
    ['ES-419', 'es'],
    ['fr-FR,fr;q=0.9,it;q=0.8,en;q=0.7', 'it'],
    ['en;q=0.1, de;q=0.9', 'de'],
    ['de;q=0, es', 'es'],
    ['de;q=x', 'en'],
    ['dem', 'en'],
    ['*', 'en'],
  ])('of %o is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  test('is one of ours whatever the header says', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(LANGUAGES).toContain(preferredLanguage(header));
      }),
    );
  });
});

describe('money', () => {
  test.each([
    ['en', 'EUR', '€1,234.50'],
    ['de', 'EUR', '1.234,50 €'],
    ['es', 'EUR', '1234,50 €'],
    ['it', 'EUR', '1234,50 €'],
    ['de', 'CHF', '1.234,50 CHF'],
  ] as const)('in %s and %s is written %s', (language, currency, text) => {
    expect(plain(moneyText(123_450, currency, language))).toBe(text);
  });

  test('takes the decimals its currency has', () => {
    expect(plain(moneyText(1_250, 'JPY', 'en'))).toContain('1,250');
    expect(plain(moneyText(1_250, 'KWD', 'en'))).toContain('1.250');
    expect(plain(moneyText(5, 'EUR', 'de'))).toBe('0,05 €');
    expect(plain(moneyText(0, 'EUR', 'it'))).toBe('0,00 €');
  });

  test('loses no cent', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (amountMinor) => {
        const digits = moneyText(amountMinor, 'EUR', 'de').replaceAll(/\D/g, '');
        expect(Number(digits)).toBe(amountMinor);
      }),
    );
  });
});

test('times are those of a shop clock', () => {
  const atMs = new Date(2026, 0, 5, 14, 3, 7).getTime();
  expect(timeText(atMs, 'de')).toBe('14:03:07');
  expect(instantText(atMs, 'de')).toBe('05.01.26, 14:03');
});

/** Every text of a language, functions called with names that can be found again. */
function sentences(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function') return sentences(value('«A»', '«B»'));
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(sentences);
  return [];
}

describe.each(LANGUAGES)('the words in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const texts = sentences(pageWords(language));
    expect(texts).toHaveLength(sentences(pageWords('en')).length);
    for (const text of texts) expect(text.trim()).toBe(text);
    for (const text of texts) expect(text).not.toBe('');
    if (language === 'en') return;
    const english = new Set(sentences(pageWords('en')).filter((text) => text.includes(' ')));
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });

  test('say the amount and the part wherever they were given', () => {
    const words = pageWords(language);
    expect(Object.values(words.unresolved('«A»', '«B»')).join(' ')).toMatch(/«A».*«B»/);
    expect(words.payByHandQuestion('«A»').title).toContain('«A»');
    expect(words.payByMachineQuestion('«A»').title).toContain('«A»');
    expect(words.giveBackQuestion('«A»').text).toContain('«A»');
    expect(words.connectionLost('«A»').text).toContain('«A»');
    expect(words.notReady('«A»').text).toContain('«A»');
  });

  test('of errors are sentences', () => {
    const { message, safe, action } = errorText('machine-busy', language);
    for (const text of [message, safe, action]) expect(text).toMatch(/\.$/);
  });
});
