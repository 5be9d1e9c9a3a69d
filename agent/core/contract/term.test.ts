import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, anniversary, weekday } from '../calendar.ts';
import { noticeVerdict, termAt, termOf, type TermRule } from './term.ts';

const LEAP: TermRule = { start: '2024-02-29', months: 12, noticeDays: 14 };

function isWeekday(day: string): boolean {
  return weekday(day) <= 5;
}

describe('the terms of a contract', () => {
  it('are reckoned from its first day: 29 February comes back', () => {
    expect([1, 2, 4, 5].map((n) => termOf(LEAP, n))).toMatchObject([
      { start: '2024-02-29', lastCoveredDay: '2025-02-28' },
      { start: '2025-03-01', lastCoveredDay: '2026-02-28' },
      { start: '2027-03-01', lastCoveredDay: '2028-02-28' },
      { start: '2028-02-29', lastCoveredDay: '2029-02-28' },
    ]);
  });

  it('leave no day between them', () => {
    expect(termAt(LEAP, '2028-02-28')?.n).toBe(4);
    expect(termAt(LEAP, '2028-02-29')?.n).toBe(5);
    expect(termAt(LEAP, '2024-02-28')).toBeUndefined();
  });
});

describe('a cut-off that is no working day', () => {
  const rule: TermRule = { start: '2026-01-10', months: 12, noticeDays: 14 };

  it.each([
    ['stays where it is, unless it should move', rule, '2026-12-26'],
    ['moves to the next one', { ...rule, isWorkingDay: isWeekday }, '2026-12-28'],
    ['stays where nobody ever works', { ...rule, isWorkingDay: () => false }, '2026-12-26'],
  ])('%s', (_, each, cutOff) => {
    expect(termOf(each, 1).noticeCutOff).toBe(cutOff);
  });

  it('still ends its own term, where it moved past the end of it', () => {
    const short = { ...rule, noticeDays: 0, isWorkingDay: isWeekday };
    expect(termOf(short, 1)).toMatchObject({
      lastCoveredDay: '2027-01-09',
      noticeCutOff: '2027-01-11',
    });
    const verdict = noticeVerdict(short, '2027-01-11', 'beforeMinTermEnd');
    expect(verdict).toMatchObject({ kind: 'ends', lastCoveredDay: '2027-01-09' });
    const late = noticeVerdict(short, '2027-01-12', 'beforeMinTermEnd');
    expect(late).toMatchObject({ kind: 'ends', lastCoveredDay: '2028-01-09' });
  });
});

describe('a notice of three months', () => {
  const quarter = { start: '2026-01-01', noticeDays: 0, noticeMonths: 3 };
  const monthly: TermRule = { ...quarter, months: 1 };

  it.each([
    ['2026-12-31', '2027-03-31', '2026-12-31'],
    ['2027-01-01', '2027-04-30', '2027-01-31'],
    ['2027-01-31', '2027-04-30', '2027-01-31'],
    ['2026-11-30', '2027-02-28', '2026-11-30'],
    ['2027-11-30', '2028-02-29', '2027-11-30'],
    ['2025-11-20', '2026-02-28', '2025-11-30'],
    ['2025-10-01', '2026-01-31', '2025-10-31'],
  ])(
    'received on %s ends a contract from month to month with %s',
    (day, lastCoveredDay, cutOff) => {
      const verdict = noticeVerdict(monthly, day, 'beforeMinTermEnd');
      expect(verdict).toEqual({ kind: 'ends', lastCoveredDay, cutOff });
    },
  );

  it('is late where it could have come in time in the same term', () => {
    const yearly = { ...quarter, months: 12 };
    expect(noticeVerdict(yearly, '2026-09-30', 'beforeMinTermEnd').kind).toBe('ends');
    expect(noticeVerdict(yearly, '2026-10-01', 'beforeMinTermEnd')).toMatchObject({
      kind: 'late',
      cutOff: '2026-09-30',
      lastCoveredDay: '2027-12-31',
    });
  });

  it('never ends a contract before three months are over', () => {
    const cases = fc.tuple(
      fc.integer({ min: 1, max: 28 }),
      fc.nat(800),
      fc.integer({ min: 1, max: 7 }),
    );
    fc.assert(
      fc.property(cases, ([first, later, months]) => {
        const start = `2026-01-${String(first).padStart(2, '0')}`;
        const day = addDays(start, later);
        const verdict = noticeVerdict({ ...quarter, start, months }, day, 'beforeMinTermEnd');
        expect(verdict.lastCoveredDay >= anniversary(day, 3)).toBe(true);
        expect(verdict.lastCoveredDay <= anniversary(day, 3 + 2 * months)).toBe(true);
      }),
    );
  });
});
