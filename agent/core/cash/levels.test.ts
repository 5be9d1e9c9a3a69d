import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, levelOf, LEVELS, toFloat } from './levels.ts';

const LIMITS = { nearEmptyCount: 10, nearFullCount: 80, fullCount: 100, floatCount: 50 };

function rank(count: number): number {
  return LEVELS.indexOf(levelOf(count, LIMITS));
}

describe('a level', () => {
  it.each([
    [0, 'empty'],
    [1, 'near-empty'],
    [10, 'near-empty'],
    [11, 'ok'],
    [79, 'ok'],
    [80, 'near-full'],
    [99, 'near-full'],
    [100, 'full'],
    [101, 'full'],
  ])('at %i pieces is %s', (count, level) => {
    expect(levelOf(count, LIMITS)).toBe(level);
  });

  it('of a place of which nothing is said is never full', () => {
    expect(levelOf(1_000_000, DEFAULT_LIMITS)).toBe('ok');
  });

  it('never falls while pieces are put in', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.nat(200), (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(rank(less)).toBeLessThanOrEqual(rank(more));
      }),
    );
  });
});

describe('what is missing to the float', () => {
  it.each([
    [[], 50],
    [[{ valueMinor: 20, count: 30 }], 20],
    [[{ valueMinor: 20, count: 70 }], -20],
  ])('of %j is %i', (held, pieces) => {
    expect(toFloat(held, 20, LIMITS)).toBe(pieces);
  });

  it('is nothing where there is no float', () => {
    expect(toFloat([], 20, DEFAULT_LIMITS)).toBe(0);
  });
});
