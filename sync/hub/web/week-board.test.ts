import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hoursOf, placedIn, weekOf } from './week-board.ts';

const WEDNESDAY = new Date(2026, 10, 25, 13, 30).getTime();
const DAY_MS = 24 * 60 * 60_000;

function at(day: number, hour: number, minute = 0): number {
  return new Date(2026, 10, 23 + day, hour, minute).getTime();
}

it('begins a week on its Monday, whatever day is asked about', () => {
  for (let day = 0; day < 7; day += 1) {
    const week = weekOf(at(day, 12));
    expect(week).toHaveLength(8);
    expect(week[0]).toBe(at(0, 0));
  }
  expect(weekOf(WEDNESDAY, 1)[0]).toBe(at(7, 0));
  expect(weekOf(WEDNESDAY, -1)[0]).toBe(at(-7, 0));
});

it('puts what is at the same time side by side, and the rest by itself', () => {
  const week = weekOf(WEDNESDAY);
  const placed = placedIn(week, [
    { atMs: at(0, 9), minutes: 60 },
    { atMs: at(0, 9, 30), minutes: 60 },
    { atMs: at(0, 10, 30), minutes: 30 },
    { atMs: at(6, 23), minutes: 30 },
    { atMs: at(7, 0), minutes: 30 },
  ]);
  expect(placed.map(({ day, fromMinute, lane, lanes }) => [day, fromMinute, lane, lanes])).toEqual([
    [0, 540, 0, 2],
    [0, 570, 1, 2],
    [0, 630, 0, 1],
    [6, 1_380, 0, 1],
  ]);
});

it('reaches to what is planned early and late', () => {
  expect(hoursOf([])).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17]);
  const hours = hoursOf([
    { fromMinute: 6 * 60 + 30, minutes: 30 },
    { fromMinute: 19 * 60, minutes: 61 },
  ]);
  expect([hours[0], hours.at(-1)]).toEqual([6, 20]);
});

it('never puts two over each other', () => {
  const week = weekOf(WEDNESDAY);
  const things = fc.array(
    fc.record({
      atMs: fc.integer({ min: at(0, 0), max: at(0, 0) + 3 * DAY_MS }),
      minutes: fc.integer({ min: 5, max: 300 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(things, (all) => {
      const placed = placedIn(week, all);
      expect(placed).toHaveLength(all.length);
      for (const [index, one] of placed.entries()) {
        for (const other of placed.slice(index + 1)) {
          const isBeside = one.lane !== other.lane || one.day !== other.day;
          const isApart =
            one.thing.atMs + one.minutes * 60_000 <= other.thing.atMs ||
            other.thing.atMs + other.minutes * 60_000 <= one.thing.atMs;
          expect(isBeside || isApart).toBe(true);
        }
      }
    }),
  );
});
