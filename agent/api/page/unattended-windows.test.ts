/** A few presses come to nights that the till takes: hours, in order, none over before it is granted. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FROM_HOURS, NIGHT_COUNTS, nightsFrom, UNTIL_HOURS } from './unattended-windows.ts';

const DAY_MS = 86_400_000;

test('tonight is from this evening to tomorrow morning, on the clock of the shop', () => {
  const nowMs = new Date(2026, 10, 22, 18, 30).getTime();
  const [night] = nightsFrom(nowMs, { count: 1, fromHour: 22, untilHour: 6 });
  expect(night).toEqual({
    from: new Date(2026, 10, 22, 22).toISOString(),
    until: new Date(2026, 10, 23, 6).toISOString(),
  });
});

test('every choice is one that the till takes, whenever it is made', () => {
  const choice = fc.record({
    count: fc.constantFrom(...NIGHT_COUNTS),
    fromHour: fc.constantFrom(...FROM_HOURS),
    untilHour: fc.constantFrom(...UNTIL_HOURS),
  });
  const now = fc.date({ min: new Date(2026, 0), max: new Date(2030, 0), noInvalidDate: true });
  fc.assert(
    fc.property(now, choice, (at, nights) => {
      const windows = nightsFrom(at.getTime(), nights);
      expect(windows).toHaveLength(nights.count);
      let before = 0;
      for (const { from, until } of windows) {
        const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
        expect(untilMs).toBeGreaterThan(at.getTime());
        expect(untilMs - fromMs).toBeLessThan(DAY_MS);
        expect(fromMs).toBeGreaterThan(before);
        before = untilMs;
      }
    }),
  );
});
