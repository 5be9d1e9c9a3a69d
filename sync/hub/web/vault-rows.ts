/** The rows of a form as the fields of an entry. */

export interface VaultRow {
  readonly id: number;
  readonly name: string;
  readonly value: string;
}

export type FilledRows =
  | { readonly kind: 'fields'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'unfit'; readonly why: 'empty' | 'nameless' | 'twice' | 'tooLong' };

/** As the hub takes it. */
const VALUE_MAX_CHARS = 4_000;

/** What is copied from a table comes with the end of its line. */
const ONE_LINE_ENDED = /^([^\n]*)\n+$/;

/** A row without a value says nothing. */
export function fieldsOfRows(rows: readonly VaultRow[]): FilledRows {
  const filled = rows
    .map(({ name, value }) => [name.trim(), value.replace(ONE_LINE_ENDED, '$1')] as const)
    .filter(([, value]) => value !== '');
  const names = filled.map(([name]) => name);
  if (filled.length === 0) return { kind: 'unfit', why: 'empty' };
  if (names.includes('')) return { kind: 'unfit', why: 'nameless' };
  if (new Set(names).size < names.length) return { kind: 'unfit', why: 'twice' };
  // Said, not cut off: half a key is none.
  if (filled.some(([, value]) => value.length > VALUE_MAX_CHARS)) {
    return { kind: 'unfit', why: 'tooLong' };
  }
  return { kind: 'fields', fields: Object.fromEntries(filled) };
}
