/** A row says what its entry says, and no cell is a formula. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BOOKS, bookNamed } from './books.ts';
import { bodyOfCells, cellsOf } from './columns.ts';
import { guarded, unguarded } from './formula-guard.ts';

const BODIES: Readonly<Record<string, readonly unknown[]>> = {
  parties: [
    { id: 'centre', kind: 'site', name: '=1+1', at: { latitude: 40.42, longitude: -3.7 } },
    { id: 'region', kind: 'territory', name: "'-x", areaKm2: 0.5 },
    { id: 'ana', kind: 'person', name: 'Ana', phone: '+34 600 123 456', email: 'ana@bar.example' },
  ],
  edges: [
    {
      kind: 'preferred-in',
      from: 'near',
      to: 'region',
      since: '2026-01-01T00:00:00.000Z',
      until: '2027-01-01T00:00:00.000Z',
      product: 'till',
    },
  ],
  contracts: [
    {
      id: 'c-1',
      customer: 'school',
      plan: { id: 'sds', version: 1 },
      variant: 'second-level',
      start: '2026-01-01',
      stations: ['st-1', 'st-2'],
      parameters: { overCapacity: 'quote', noticeDays: 30 },
      contacts: [{ id: 'ana', isAbsent: true }],
    },
    {
      id: 'c-2',
      customer: '@x',
      plan: { id: 'inn', version: 1 },
      start: '2026-01-01',
      stations: [],
    },
  ],
  prices: [{ minor: 24_900, currency: 'EUR' }],
  closures: [{ day: '2026-12-25', name: 'Navidad' }],
  purchases: [
    { id: 'p-1', distributor: 'north', on: '2026-01-01', licences: 5, purpose: 'registration' },
  ],
  cases: [
    {
      id: 'k-1',
      kind: 'deal',
      by: 'near',
      reason: 'a, "b"',
      decision: { outcome: 'refuse', reason: '-no' },
    },
  ],
  distributors: [
    {},
    { trainingsGiven: 1, installations: 0 },
    {
      payment: 'agreed-alternative',
      paymentAgreedBy: 'Ada, "by phone"',
      registeredOn: '2026-01-01',
      firstOrderLicences: 5,
    },
  ],
  customers: [{}, { isGroup: true, isConsumer: false }],
  schedules: [{}, { hours: [{ days: [1, 2], fromMinute: 540, toMinute: 600 }], slots: [1_000, 2] }],
};

describe.each(BOOKS.map(({ name }) => name))('an entry of %s', (name) => {
  it('comes back from its row, and fits its book', () => {
    const book = bookNamed(name);
    const bodies = BODIES[name] ?? [];
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) {
      const read = bodyOfCells(cellsOf(body, book?.columns ?? []), book?.columns ?? []);
      expect(read).toEqual({ kind: 'good', value: body });
      expect(book?.parse(body, 'near')).toMatchObject({ kind: 'good', body });
    }
  });

  it('has a column for every field', () => {
    const columns = bookNamed(name)?.columns ?? [];
    for (const body of BODIES[name] ?? []) {
      for (const field of Object.keys(body as object)) {
        expect(columns.some((column) => column.field.split('.')[0] === field)).toBe(true);
      }
    }
  });
});

describe('a text cell', () => {
  it('never begins as a formula, and comes back as it was', () => {
    const hostile = fc.stringMatching(/^['=+\-@\t\r＝a1]{0,6}$/);
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), (text) => {
        expect(guarded(text)).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
        expect(unguarded(guarded(text))).toBe(text);
      }),
    );
  });
});

describe('a cell that says nothing that can be', () => {
  it.each(['0x10', '1e3', ' 1', '1,5', 'NaN', '١'])('is no number: %j', (cell) => {
    const read = bodyOfCells([cell], [{ field: 'minor', type: 'number' }]);
    expect(read).toEqual({ kind: 'bad', faults: [{ field: 'minor', message: 'it is no number' }] });
  });

  it('is no JSON', () => {
    const read = bodyOfCells(['{'], [{ field: 'parameters', type: 'json' }]);
    expect(read).toMatchObject({ kind: 'bad', faults: [{ field: 'parameters' }] });
  });
});
