/** Whatever is in a cell comes back, and no text makes the reader throw or stand still. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, readCsv } from './csv.ts';

const cell = fc.oneof(fc.string(), fc.stringMatching(/^[",\r\n a\uFEFF]{0,6}$/));
const records = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 });

describe('what is written', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(records, (written) => {
        const read = readCsv(csvText(written));
        expect(read.kind === 'records' && read.records.map(({ cells }) => cells)).toEqual(written);
      }),
    );
  });

  it('ends every record as the standard says', () => {
    expect(csvText([['a', 'b "c"', ''], ['']])).toBe('a,"b ""c""",\r\n""\r\n');
  });
});

describe('what is read', () => {
  it('is records or the line where it is none, for any text at all', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[",\r\nab]{0,12}$/), (text) => {
        const read = readCsv(text);
        const lines = read.kind === 'bad' ? [read.line] : read.records.map(({ line }) => line);
        expect(Math.max(1, ...lines)).toBeLessThanOrEqual(text.split('\n').length);
        expect(lines).toEqual(lines.toSorted((a, b) => a - b));
        const records = read.kind === 'bad' ? [] : read.records;
        expect(records.filter(({ cells }) => cells.length === 0)).toEqual([]);
      }),
    );
  });

  it('counts lines inside quotes too', () => {
    expect(readCsv('\uFEFFa,"b\nc"\nd')).toEqual({
      kind: 'records',
      records: [
        { line: 1, cells: ['a', 'b\nc'] },
        { line: 3, cells: ['d'] },
      ],
    });
  });

  it.each([
    ['a quote inside a plain cell', 'a\nb"c', 2],
    ['text after the closing quote', '"a"b', 1],
    ['a quote that is never closed', 'a\n"b\nc', 2],
    ['a carriage return by itself', 'a\rb', 1],
  ])('refuses %s', (_, text, line) => {
    expect(readCsv(text)).toMatchObject({ kind: 'bad', line });
  });

  it('takes a last record without an end, and a comma before it for one more cell', () => {
    expect(readCsv('a,')).toMatchObject({ records: [{ cells: ['a', ''] }] });
    expect(readCsv('')).toEqual({ kind: 'records', records: [] });
  });
});
