import { expect, test } from 'vitest';
import { workToSend } from './work-to-send.ts';

const HALF = { mode: 'on-site', minutes: 30 };
const FIRST = { id: 'a', nowMs: Date.parse('2026-11-23T10:00:00Z'), isThere: false };
const LATER = { id: 'b', nowMs: Date.parse('2026-11-23T10:02:00Z'), isThere: false };

test('work that is sent again after a lost answer is the same in everything', () => {
  const sent = workToSend(undefined, HALF, FIRST);
  expect(sent).toEqual({ id: 'a', ...HALF, from: '2026-11-23T09:30:00.000Z' });
  expect(workToSend(sent, HALF, LATER)).toEqual(sent);
  expect(workToSend(sent, HALF, { ...LATER, isThere: true })).toEqual(sent);
});

test('what was changed since is no second entry beside the first, unless that is seen', () => {
  const sent = workToSend(undefined, HALF, FIRST);
  const changed = { ...HALF, minutes: 45 };
  expect(workToSend(sent, changed, LATER)).toEqual({
    id: 'a',
    ...changed,
    from: '2026-11-23T09:17:00.000Z',
  });
  expect(workToSend(sent, changed, { ...LATER, isThere: true }).id).toBe('b');
});
