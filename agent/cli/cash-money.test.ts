/** Money as people type it: what could be meant in two ways is refused, and nothing is rounded. */
import { describe, expect, it } from 'vitest';
import { amountText, isPieces, minorOf, piecesOf, piecesText } from './cash-money.ts';

describe('an amount that is not clear', () => {
  it.each([
    ['', 'EUR'],
    ['12.', 'EUR'],
    ['.50', 'EUR'],
    ['-1', 'EUR'],
    ['1e3', 'EUR'],
    ['12.505', 'EUR'],
    ['1,000', 'EUR'],
    ['1.000,00', 'EUR'],
    ['1 000', 'EUR'],
    ['0', 'EUR'],
    ['0.00', 'EUR'],
    ['12.50 USD', 'EUR'],
    ['12 eur', 'EUR'],
    ['1,500', 'KWD'],
    ['100.5', 'JPY'],
    ['1234567890', 'EUR'],
    ['１２', 'EUR'],
  ])('%j in %s is refused', (text, currency) => {
    expect(() => minorOf(text, currency)).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });
});

describe('an amount as people write it', () => {
  it.each([
    ['12.50', 'EUR', 1_250],
    ['12,5', 'EUR', 1_250],
    ['12', 'EUR', 1_200],
    ['0.05', 'EUR', 5],
    ['12.50 EUR', 'EUR', 1_250],
    ['12.50EUR', 'EUR', 1_250],
    ['1.500', 'KWD', 1_500],
    ['100', 'JPY', 100],
  ])('%j in %s', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  it.each([
    [1_250, 'EUR', '12.50 EUR'],
    [5, 'EUR', '0.05 EUR'],
    [-50, 'EUR', '-0.50 EUR'],
    [100, 'JPY', '100 JPY'],
    [1_500, 'KWD', '1.500 KWD'],
  ])('%i in %s is read again as %j', (minor, currency, text) => {
    expect(amountText(minor, currency)).toBe(text);
  });

  it('comes back as it went out, to the last minor unit', () => {
    for (const minor of [1, 29, 57, 113, 1_999_999]) {
      expect(minorOf(amountText(minor, 'EUR'), 'EUR')).toBe(minor);
    }
  });
});

describe('pieces', () => {
  it.each([
    [['50']],
    [['x0.50']],
    [['100x']],
    [['100x0']],
    [['-1x0.50']],
    [['1.5x2']],
    [['100001x0.50']],
    [['10x0.50', '5x0,5']],
    [['10x0.50', 'all']],
  ])('%j are refused', (words) => {
    expect(() => piecesOf(words, 'EUR')).toThrow(expect.objectContaining({ name: 'UsageError' }));
  });

  it('are how many, then of which', () => {
    expect(piecesOf(['100x0.50', '20X1', '0×5'], 'EUR')).toEqual([
      { valueMinor: 50, count: 100 },
      { valueMinor: 100, count: 20 },
      { valueMinor: 500, count: 0 },
    ]);
    expect(piecesText([{ valueMinor: 50, count: 100 }], 'EUR')).toBe('100 x 0.50 EUR');
    expect(piecesText([], 'EUR')).toBe('nothing');
  });

  it('are not taken for an amount, nor an amount for them', () => {
    expect(['12.50', 'all', 'box', 'notes/500'].some(isPieces)).toBe(false);
    expect(isPieces('4x5')).toBe(true);
  });
});
