/**
 * The one text of a value that is hashed and signed: RFC 8785 with numbers narrowed to safe
 * integers, so that no two programs can render one line differently. A key that is undefined is
 * absent. Throws `TypeError` for what has no canonical form, which is a caller's bug.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number' && Number.isSafeInteger(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return `{${members(value).join(',')}}`;
  const shown = typeof value === 'number' ? String(value) : typeof value;
  throw new TypeError(`${shown} has no canonical form`);
}

function members(object: object): string[] {
  return Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`);
}
