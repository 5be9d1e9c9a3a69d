import { describe, expect, it } from 'vitest';
import { weekday } from '../calendar.ts';
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
