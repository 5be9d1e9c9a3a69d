import { expect, test } from 'vitest';
import { localInput, momentOf } from './local-moment.ts';

test('what a field is given to show is the minute that is read out of it again', () => {
  for (const instant of ['2026-11-22T18:30:00.000Z', '2026-07-01T00:00:00.000Z']) {
    const shown = localInput(Date.parse(instant));
    expect(shown).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
    expect(momentOf(shown)).toBe(instant);
  }
});

test('what is no time is none', () => {
  expect(momentOf('')).toBeUndefined();
  expect(momentOf('soon')).toBeUndefined();
});
