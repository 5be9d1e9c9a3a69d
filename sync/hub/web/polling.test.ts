import { expect, it } from 'vitest';
import type { Answer } from './hub-calls.ts';
import { afterAnswer, notYet, type Polled, type Step } from './polling.ts';

const LOST: Answer<string> = { kind: 'unknown' };

function after(answers: readonly Answer<string>[]): Step<string> {
  return answers.reduce<Step<string>>(({ polled }, answer) => afterAnswer(polled, answer, 7), {
    polled: notYet(),
    nextInMs: 0,
  });
}

function seen(view: string): Answer<string> {
  return { kind: 'done', body: view };
}

it('a fresh view is live, and asked for again soon', () => {
  expect(after([seen('a')])).toEqual({
    polled: { link: 'live', view: 'a', refusal: undefined, seenAtMs: 7, failures: 0 },
    nextInMs: 4_000,
  });
});

it('a lost answer keeps what was seen, marked as old, and never gives up', () => {
  const lost = after([seen('a'), LOST]);
  expect(lost.polled).toMatchObject({ link: 'lost', view: 'a' } satisfies Partial<Polled<string>>);
  const waits = [1, 2, 3, 4, 5, 6, 60].map(
    (times) => after(Array.from({ length: times }, () => LOST)).nextInMs,
  );
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  expect(after([seen('a'), LOST, LOST, seen('b')]).polled).toMatchObject({
    link: 'live',
    view: 'b',
  });
});

it('before the first answer it is connecting, not lost', () => {
  expect(after([LOST]).polled.link).toBe('connecting');
});

it('what is refused is not shown any more', () => {
  const error = { code: 'not-found', message: 'm', safe: 's', action: 'a', details: {} };
  expect(after([seen('a'), { kind: 'refused', error }])).toMatchObject({
    polled: { view: undefined, refusal: error },
    nextInMs: 15_000,
  });
});

it('who is signed out asks no more', () => {
  expect(after([seen('a'), { kind: 'signed-out' }]).nextInMs).toBeUndefined();
});
