import { expect, it } from 'vitest';
import { ATTEMPTS_TRACKED_MAX, ATTEMPTS_WINDOW_MS } from '../limits.ts';
import { RefusalLog } from './refusal-log.ts';

it('tells of the first at once, and of all that followed when the window is over', () => {
  const log = new RefusalLog();
  expect(log.note('a', 0)).toBe(1);
  for (let refusals = 0; refusals < 500; refusals += 1) {
    expect(log.note('a', ATTEMPTS_WINDOW_MS - 1)).toBeUndefined();
  }
  expect(log.note('b', 1)).toBe(1);
  expect(log.note('a', ATTEMPTS_WINDOW_MS)).toBe(501);
  expect(log.note('a', ATTEMPTS_WINDOW_MS)).toBeUndefined();
});

it('remembers a bounded number of addresses', () => {
  const log = new RefusalLog();
  log.note('a', 0);
  for (let others = 1; others < ATTEMPTS_TRACKED_MAX; others += 1) log.note(`o${others}`, 0);
  expect(log.note('a', 0)).toBeUndefined();
  for (let others = 0; others < ATTEMPTS_TRACKED_MAX; others += 1) log.note(`p${others}`, 0);
  expect(log.note('a', 0)).toBe(1);
});
