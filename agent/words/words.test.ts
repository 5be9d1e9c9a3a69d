import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentences } from '../../test/support/words-suite.ts';
import { errorText } from './error-words.ts';
import { LANGUAGES, preferredLanguage } from './language.ts';
import { licenceNotices, licenceRefusalText, licenceWords } from './licence-words.ts';
import { moneyText } from './money.ts';
import { moneyViewWords } from './money-view-words.ts';
import { pageWords } from './page-words.ts';
import { dayText, instantText, timeText } from './time.ts';

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

const LICENSED = {
  flags: [],
  clock: 'trusted',
  isTimeSigned: false,
  graceLeftMs: 0,
  lastCoveredDay: '2027-11-21',
  newLicenceFrom: '2030-11-22',
} as const;

test('days are written as in a letter', () => {
  expect(dayText('2026-11-22', 'de')).toBe('22. November 2026');
  expect(dayText('2026-11-22', 'es')).toBe('22 de noviembre de 2026');
});

describe.each(LANGUAGES)('the words about the licence in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const { demo, ...words } = licenceWords(language);
    expect(demo.title).toBe('DEMO');
    const texts = sentences(words);
    for (const text of texts) expect(text.trim()).not.toBe('');
    if (language === 'en') return;
    const english = new Set(sentences(licenceWords('en')));
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });

  test('name the days', () => {
    for (const state of ['active', 'lapsed-reinstatable', 'lapsed-new-licence'] as const) {
      const [notice] = licenceNotices({ ...LICENSED, state }, language);
      expect(notice?.text).toContain(dayText('2027-11-21', language));
    }
    const [lapsed] = licenceNotices({ ...LICENSED, state: 'lapsed-reinstatable' }, language);
    expect(lapsed?.text).toContain(dayText('2030-11-22', language));
  });

  test('count the days of grace up, and say when there are none left', () => {
    const unlicensed = { ...LICENSED, state: 'unlicensed' } as const;
    const left = licenceNotices({ ...unlicensed, graceLeftMs: 2.5 * 86_400_000 }, language);
    expect(left[0]?.text).toContain('3');
    expect(licenceNotices(unlicensed, language)).toEqual([licenceWords(language).graceOver]);
  });

  test('say everything that is wrong, one notice each', () => {
    const status = {
      ...LICENSED,
      state: 'revoked',
      clock: 'battery-dead',
      flags: ['clock-suspect', 'rebind-needed'],
    } as const;
    const { revoked, clock, rebindNeeded } = licenceWords(language);
    expect(licenceNotices(status, language)).toEqual([
      revoked,
      clock['battery-dead'],
      rebindNeeded,
    ]);
    expect(licenceRefusalText('wrong-station', language).message).toMatch(/\.$/);
  });
});

describe.each(LANGUAGES)('the words about the money in %s', (language) => {
  test('are all there, and none is left in another language', () => {
    const texts = sentences(moneyViewWords(language));
    expect(texts).toHaveLength(sentences(moneyViewWords('en')).length);
    for (const text of texts) expect(text.trim()).toBe(text);
    for (const text of texts) expect(text).not.toBe('');
    if (language === 'en') return;
    const english = new Set(sentences(moneyViewWords('en')).filter((text) => text.includes(' ')));
    expect(texts.filter((text) => english.has(text))).toEqual([]);
  });

  test('name the amount before it moves, and what did not move', () => {
    const { questions, movedShort, deposit } = moneyViewWords(language);
    for (const action of ['fill', 'take', 'count', 'float', 'refund', 'dispense'] as const) {
      expect(questions[action]('«A»', '«B»')).toContain('«A»');
    }
    expect(movedShort('«A»', '«B»')).toMatch(/«A».*«B»/);
    for (const ask of Object.values(deposit.questions)) expect(ask('«A»')).toContain('«A»');
  });
});

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
