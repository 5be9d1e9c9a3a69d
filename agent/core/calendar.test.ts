import { describe, expect, it } from 'vitest';
import { anniversary, dateOfInstant, isZone, startOfDayMs, termEnd } from './calendar.ts';

describe('a term', () => {
  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2025-01-31', 12, '2026-01-30'],
    ['2025-01-01', 12, '2025-12-31'],
    ['2025-10-15', 12, '2026-10-14'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2025-03-31', 6, '2025-09-30'],
    ['2026-11-22', 12, '2027-11-21'],
  ])('that begins on %s and lasts %i months ends on %s', (start, months, end) => {
    expect(termEnd(start, months)).toBe(end);
  });

  it.each([
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2023-05-10', 36, '2026-05-10'],
  ])('%s has its anniversary of %i months on %s', (anchor, months, day) => {
    expect(anniversary(anchor, months)).toBe(day);
  });
});

describe('a day', () => {
  it('is that of its zone', () => {
    const atMs = Date.parse('2027-11-21T23:30:00Z');
    expect(dateOfInstant(atMs, 'UTC')).toBe('2027-11-21');
    expect(dateOfInstant(atMs, 'Europe/Madrid')).toBe('2027-11-22');
    expect(dateOfInstant(atMs, 'America/Bogota')).toBe('2027-11-21');
  });

  it('begins when its zone says so', () => {
    expect(startOfDayMs('2027-11-22', 'Europe/Madrid')).toBe(Date.parse('2027-11-21T23:00:00Z'));
    expect(startOfDayMs('2026-07-01', 'Europe/Madrid')).toBe(Date.parse('2026-06-30T22:00:00Z'));
  });

  it.each([-(2 ** 52), -1, 0, 2 ** 52])('has four digits for its year even at %i', (atMs) => {
    expect(dateOfInstant(atMs, 'UTC')).toMatch(/^\d{4}-\d\d-\d\d$/);
  });
});

it.each([
  ['Europe/Madrid', true],
  ['UTC', true],
  ['Mars/Phobos', false],
  ['', false],
  ['+02:00', false],
])('%s is a zone: %s', (zone, isOne) => {
  expect(isZone(zone)).toBe(isOne);
});
