import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cashCounts } from '../../core/cash/counts.ts';
import { countsText, parseCountsText } from './counts-text.ts';

const isNote = (valueMinor: number): boolean => valueMinor >= 500;

describe('cash counts as text', () => {
  it.each([{ text: '1:40,5:30,10:30;1000:5,2000:3' }, { text: '5:3' }, { text: ';500:2' }])(
    '$text is read and written alike',
    ({ text }) => {
      expect(countsText(parseCountsText(text) ?? [], isNote)).toBe(text);
    },
  );

  it('of no pieces is a place with none of them', () => {
    expect(parseCountsText('5:0')).toEqual([]);
  });

  it.each([
    '',
    ';',
    '5',
    '5:',
    ':5',
    '0:5',
    '-5:1',
    '5:-1',
    '5:1;10:1;20:1',
    '5:1,5:2',
    '5:1,,',
    'a:b',
    '5:1.5',
  ])('refuses "%s"', (text) => {
    expect(parseCountsText(text)).toBeUndefined();
  });

  it('come back as they were', () => {
    const entries = fc.array(
      fc.record({
        valueMinor: fc.integer({ min: 1, max: 100_000 }),
        count: fc.integer({ min: 1, max: 999 }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(entries, (some) => {
        const counts = cashCounts(some);
        expect(parseCountsText(countsText(counts, isNote))).toEqual(counts);
      }),
    );
  });

  it('take any text at all', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseCountsText(text)));
  });
});
