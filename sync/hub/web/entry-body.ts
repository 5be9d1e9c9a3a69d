/** An entry as the texts of a form, and back; what a text cannot be, the hub says. */
import type { ColumnView } from '../api/book-schema.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;

/** What a form says, by the columns of its book. */
export function bodyOfForm(
  columns: readonly ColumnView[],
  field: (name: string) => string,
): Readonly<Record<string, unknown>> {
  let body: Readonly<Record<string, unknown>> = {};
  for (const { field: name, type } of columns) {
    const value = valueOf(field(name).trim(), type);
    if (value !== undefined) body = withValue(body, name.split('.'), value);
  }
  return body;
}

/** The text of one field of an entry; empty where it is absent. */
export function textOfField(body: unknown, { field, type }: ColumnView): string {
  const value = field.split('.').reduce(below, body);
  if (value === undefined) return '';
  if (type === 'json') return JSON.stringify(value);
  if (Array.isArray(value)) return value.join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function valueOf(text: string, type: ColumnView['type']): unknown {
  if (type === 'list') return text.split(/\s+/).filter((word) => word !== '');
  if (text === '') return undefined;
  switch (type) {
    case 'text':
      return text;
    case 'number':
      return NUMBER.test(text) ? Number(text) : text;
    case 'json':
      return jsonOf(text);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function withValue(
  body: Readonly<Record<string, unknown>>,
  path: readonly string[],
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [first = '', ...rest] = path;
  if (rest.length === 0) return { ...body, [first]: value };
  const inner = body[first];
  return { ...body, [first]: withValue(isRecord(inner) ? inner : {}, rest, value) };
}

function below(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
