/** Credits that an acceptor can no longer tell are named, unless no coin can have been let in. */
import { describe, expect, it } from 'vitest';
import { eventStep, type EventFacts } from './event-step.ts';

const CREDIT = { a: 3, b: 0 };
const REJECT = { a: 0, b: 1 };

function step(isAccepting: boolean, newest: (typeof CREDIT)[], counter: number) {
  const facts: EventFacts = {
    cursor: { counter: 1, isAccepting },
    buffer: { counter, pairs: newest },
    isMaskGone: false,
    lostByResetMax: 7,
    itemsOf: ({ a }) => (a > 0 ? [{ kind: 'inserted', valueMinor: 200, place: 'cashbox' }] : []),
  };
  return eventStep(facts).items;
}

function five(pair: typeof CREDIT): (typeof CREDIT)[] {
  return Array.from({ length: 5 }, () => pair);
}

describe('more events than the acceptor keeps', () => {
  it('may have been credits while coins were let in', () => {
    expect(step(true, five(REJECT), 9)).toContainEqual({
      kind: 'lost',
      countMax: 3,
      cause: 'overflow',
    });
  });

  it('were none while none were let in, and none are seen', () => {
    expect(step(false, five(REJECT), 9).map(({ kind }) => kind)).not.toContain('lost');
  });

  it('may have been, where a credit is seen that nothing here had allowed', () => {
    const items = step(false, [...five(REJECT).slice(1), CREDIT], 9);
    expect(items).toContainEqual({ kind: 'lost', countMax: 3, cause: 'overflow' });
    expect(items).toContainEqual({ kind: 'inserted', valueMinor: 200, place: 'cashbox' });
  });
});
