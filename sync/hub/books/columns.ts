/** An entry as a row of cells and back: nested fields by their dotted path, lists by spaces. */
import type { FieldFault } from './field-fault.ts';
import { guarded, unguarded } from './formula-guard.ts';

export interface Column {
  /** Dotted where it is nested. */
  readonly field: string;
  readonly type: 'text' | 'number' | 'list' | 'json';
  readonly isRequired?: boolean;
  readonly choices?: readonly string[];
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/** The cells of a body, one a column; what is absent is empty. */
export function cellsOf(body: unknown, columns: readonly Column[]): readonly string[] {
  return columns.map((column) => cellOf(valueAt(body, column.field.split('.')), column));
}

export type BodyOfCells =
  | { readonly kind: 'good'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly faults: readonly FieldFault[] };

/** What the cells say, not checked against any schema yet. */
export function bodyOfCells(cells: readonly string[], columns: readonly Column[]): BodyOfCells {
  const faults: FieldFault[] = [];
  let value: object = {};
  for (const [index, column] of columns.entries()) {
    const read = readCell(cells[index] ?? '', column);
    if (read.kind === 'bad') faults.push({ field: column.field, message: read.message });
    if (read.kind === 'value') value = withValue(value, column.field.split('.'), read.value);
  }
  return faults.length === 0 ? { kind: 'good', value } : { kind: 'bad', faults };
}

function cellOf(value: unknown, { type }: Column): string {
  if (value === undefined) return '';
  switch (type) {
    case 'text':
      return guarded(typeof value === 'string' ? value : JSON.stringify(value));
    case 'number':
      return JSON.stringify(value);
    case 'list':
      return Array.isArray(value) ? guarded(value.join(' ')) : '';
    case 'json':
      return JSON.stringify(value);
  }
}

type ReadCell =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'bad'; readonly message: string };

function readCell(cell: string, { type }: Column): ReadCell {
  if (type === 'list') return { kind: 'value', value: wordsOf(unguarded(cell)) };
  if (cell === '') return { kind: 'absent' };
  switch (type) {
    case 'text':
      return { kind: 'value', value: unguarded(cell) };
    case 'number':
      return NUMBER.test(cell)
        ? { kind: 'value', value: Number(cell) }
        : { kind: 'bad', message: 'it is no number' };
    case 'json':
      return readJson(cell);
  }
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

function readJson(text: string): ReadCell {
  try {
    const value: unknown = JSON.parse(text);
    return { kind: 'value', value };
  } catch {
    return { kind: 'bad', message: 'it is no JSON' };
  }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  return isObject(value) && Object.hasOwn(value, first) ? valueAt(value[first], rest) : undefined;
}

function withValue(object: object, path: readonly string[], value: unknown): object {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return { ...object, [first]: value };
  const below = valueAt(object, [first]);
  return { ...object, [first]: withValue(isObject(below) ? below : {}, rest, value) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
