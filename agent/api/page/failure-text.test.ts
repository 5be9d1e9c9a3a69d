/** Whoever has to prove who they are is asked; everybody else reads why it was not done. */
import { expect, test } from 'vitest';
import { failureText, needsOperator } from './failure-text.ts';

function refused(code: string) {
  const words = { message: 'Not now.', safe: 'Nothing moved.', action: 'Try later.' };
  return { kind: 'refused', error: { code, details: {}, ...words } } as const;
}

test.each(['operator-needed', 'operator-session-ended', 'pin-needed-again'])(
  '%s asks for a PIN',
  (code) => {
    expect(needsOperator(refused(code))).toBe(true);
  },
);

test('what a technician had control of is told in the till’s words', () => {
  const result = refused('remote-control-on');
  expect(needsOperator(result)).toBe(false);
  expect(failureText(result, 'en')).toEqual({
    title: 'Not now.',
    text: 'Nothing moved. Try later.',
  });
});
