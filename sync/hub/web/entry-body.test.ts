import { expect, it } from 'vitest';
import type { ColumnView } from '../api/book-schema.ts';
import { bodyOfForm, textOfField } from './entry-body.ts';

function column(field: string, type: ColumnView['type']): ColumnView {
  return { field, type, isRequired: false };
}

const COLUMNS: readonly ColumnView[] = [
  column('id', 'text'),
  column('at.latitude', 'number'),
  column('at.longitude', 'number'),
  column('stations', 'list'),
  column('contacts', 'json'),
];

function texts(body: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(COLUMNS.map((each) => [each.field, textOfField(body, each)]));
}

it.each([
  [
    {
      id: 'a',
      at: { latitude: 1.5, longitude: -2 },
      stations: ['x', 'y'],
      contacts: [{ id: 'b' }],
    },
  ],
  [{ id: 'a', stations: [] }],
])('an entry comes back from its form: %j', (body) => {
  const shown = texts(body);
  expect(bodyOfForm(COLUMNS, (name) => shown[name] ?? '')).toEqual(body);
});

it('what is no number and no JSON is sent as it was typed, for the hub to refuse', () => {
  const typed: Readonly<Record<string, string>> = { 'at.latitude': 'north', contacts: '{' };
  expect(bodyOfForm(COLUMNS, (name) => typed[name] ?? '')).toEqual({
    at: { latitude: 'north' },
    stations: [],
    contacts: '{',
  });
});
