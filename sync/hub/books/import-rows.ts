/** A file of rows as wishes for a book: all of them, or what is wrong in which line and field. Pure. */
import type { AnyBook } from './book.ts';
import { bodyOfCells, type Column } from './columns.ts';
import { unguarded } from './formula-guard.ts';
import { readCsv, type CsvRecord } from './csv.ts';
import type { EntryFault, EntryWish } from './write-book.ts';

const ROWS_MAX = 5_000;

/** The column with the name of the entry; a book whose bodies say it does without. */
export const ENTRY_COLUMN = 'entry';

export interface LineFault extends Omit<EntryFault, 'code'> {
  readonly line: number;
  readonly code:
    | EntryFault['code']
    | 'csv-unfit'
    | 'column-unknown'
    | 'column-missing'
    | 'too-long';
}

export interface ReadRows {
  readonly wishes: readonly EntryWish[];
  readonly lines: ReadonlyMap<string, number>;
  readonly faults: readonly LineFault[];
}

export function readRows(csv: string, book: AnyBook, sinceMs: number): ReadRows {
  const read = readCsv(csv);
  if (read.kind === 'bad') {
    return nothing({ line: read.line, code: 'csv-unfit', about: read.message });
  }
  const [header, ...rest] = read.records;
  const rows = rest.filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  if (header === undefined) return nothing({ line: 1, code: 'csv-unfit', about: 'it is empty' });
  if (rows.length > ROWS_MAX) {
    return nothing({ line: rows[ROWS_MAX]?.line ?? 1, code: 'too-long', about: String(ROWS_MAX) });
  }
  const faults = headerFaults(header, book);
  if (faults.length > 0) return { wishes: [], lines: new Map(), faults };
  return rowsOf(rows, { book, header: header.cells, sinceMs });
}

function headerFaults({ line, cells }: CsvRecord, { columns }: AnyBook): readonly LineFault[] {
  const known = new Set([ENTRY_COLUMN, ...columns.map(({ field }) => field)]);
  const unknown = cells.filter((cell, index) => !known.has(cell) || cells.indexOf(cell) !== index);
  const missing = columns.filter(({ field, isRequired }) => isRequired && !cells.includes(field));
  return [
    ...unknown.map((field) => faultAt(line, { field, code: 'column-unknown', about: field })),
    ...missing.map(({ field }) => faultAt(line, { field, code: 'column-missing', about: field })),
  ];
}

interface Around {
  readonly book: AnyBook;
  readonly header: readonly string[];
  readonly sinceMs: number;
}

function rowsOf(rows: readonly CsvRecord[], around: Around): ReadRows {
  const lines = new Map<string, number>();
  const wishes: EntryWish[] = [];
  const faults: LineFault[] = [];
  for (const { line, cells } of rows) {
    const row = rowOf(cells, around);
    if (row.kind === 'bad') {
      faults.push(...row.faults.map((fault) => ({ ...fault, line })));
      continue;
    }
    const { entry } = row.wish;
    const first = lines.get(entry);
    if (first === undefined) lines.set(entry, line);
    else faults.push({ line, entry, field: '', code: 'row-twice', about: String(first) });
    wishes.push(row.wish);
  }
  return { wishes, lines, faults };
}

type Row =
  | { readonly kind: 'good'; readonly wish: EntryWish }
  | { readonly kind: 'bad'; readonly faults: readonly EntryFault[] };

/** A row is judged as far as its own fields go; what it is beside the others comes later. */
function rowOf(cells: readonly string[], { book, header, sinceMs }: Around): Row {
  const named = unguarded(cells[header.indexOf(ENTRY_COLUMN)] ?? '');
  if (cells.length !== header.length) {
    return unfit(named, [{ field: '', message: `${cells.length} cells, not ${header.length}` }]);
  }
  const columns = book.columns.filter(({ field }) => header.includes(field));
  const ordered = columns.map(({ field }) => cells[header.indexOf(field)] ?? '');
  const value = bodyOfCells(ordered, columns);
  if (value.kind === 'bad') return unfit(named, value.faults);
  const parsed = book.parse(value.value, named);
  if (parsed.kind === 'bad') {
    const ofColumns = parsed.faults.map((fault) => ({ ...fault, field: columnOf(fault, columns) }));
    return unfit(named, ofColumns);
  }
  const entry = named === '' ? (parsed.key ?? '') : named;
  if (entry === '') return unfit(entry, [{ field: ENTRY_COLUMN, message: 'it has no name' }]);
  if (parsed.key !== undefined && parsed.key !== entry) {
    const fault = { entry, field: ENTRY_COLUMN, code: 'name-unfit', about: parsed.key } as const;
    return { kind: 'bad', faults: [fault] };
  }
  return { kind: 'good', wish: { entry, sinceMs, body: parsed.body } };
}

/** The column in which a field of the body stands. */
function columnOf({ field }: { readonly field: string }, columns: readonly Column[]): string {
  const own = columns.find((column) => `${field}.`.startsWith(`${column.field}.`));
  return own?.field ?? field;
}

function unfit(
  entry: string,
  faults: readonly { readonly field: string; readonly message: string }[],
): Row {
  const code = 'field-unfit';
  return {
    kind: 'bad',
    faults: faults.map(({ field, message }) => ({ entry, field, code, about: message })),
  };
}

function nothing(fault: Omit<LineFault, 'entry' | 'field'>): ReadRows {
  return { wishes: [], lines: new Map(), faults: [{ entry: '', field: '', ...fault }] };
}

function faultAt(line: number, fault: Omit<LineFault, 'entry' | 'line'>): LineFault {
  return { line, entry: '', ...fault };
}
