/** RFC 4180, strictly: any text either comes back as its records or is told where it is none. */

import { guarded } from './formula-guard.ts';

export interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type CsvRead =
  | { readonly kind: 'records'; readonly records: readonly CsvRecord[] }
  | { readonly kind: 'bad'; readonly line: number; readonly message: string };

const BYTE_ORDER_MARK = '\uFEFF';
const QUOTE = '"';

/** One quoted cell, or one that needs none, and what ends it. */
const CELL = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;

/** Reads every record; one line feed ends a record as well, as many programs write it. */
export function readCsv(text: string): CsvRead {
  const records: CsvRecord[] = [];
  let at = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  let line = 1;
  let begun: { readonly line: number; readonly cells: string[] } | undefined;
  while (at < text.length || begun !== undefined) {
    CELL.lastIndex = at;
    const found = CELL.exec(text);
    if (found === null) return { kind: 'bad', line, message: 'a quote stands where none may' };
    const [whole, quoted, plain = '', end] = found;
    begun ??= { line, cells: [] };
    begun.cells.push(quoted?.replaceAll('""', QUOTE) ?? plain);
    line += lineEndsIn(whole);
    at += whole.length;
    if (end === ',') continue;
    records.push(begun);
    begun = undefined;
  }
  return { kind: 'records', records };
}

/** The same records as text, with quotes where they are needed. */
export function csvText(records: readonly (readonly string[])[]): string {
  return records.map((cells) => `${recordText(cells)}\r\n`).join('');
}

/** Rows for a spreadsheet: no text of theirs is run as a formula, and a number stays one. */
export function tableCsv(rows: readonly (readonly (string | number)[])[]): string {
  return csvText(
    rows.map((row) => row.map((cell) => (typeof cell === 'number' ? String(cell) : guarded(cell)))),
  );
}

function recordText(cells: readonly string[]): string {
  // A lone empty cell would be a blank line.
  if (cells.length === 1 && cells[0] === '') return '""';
  return cells.map(cellText).join(',');
}

function cellText(cell: string): string {
  if (!/[",\r\n\uFEFF]/.test(cell)) return cell;
  return `"${cell.replaceAll(QUOTE, '""')}"`;
}

function lineEndsIn(text: string): number {
  return text.split('\n').length - 1;
}
