import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareVersions, isVersion } from './version.ts';

describe('a version', () => {
  it.each(['', '1', '1.2', '1.2.3.4', '01.2.3', '1.2.3-beta', 'v1.2.3', '1.2.x', ' 1.2.3'])(
    'is not %j',
    (text) => {
      expect(isVersion(text)).toBe(false);
      expect(compareVersions(text, '0.0.0')).toBeLessThan(0);
    },
  );

  it('is ordered by its numbers, not by its letters', () => {
    expect(compareVersions('1.10.0', '1.9.9')).toBeGreaterThan(0);
    expect(compareVersions('2.0.0', '10.0.0')).toBeLessThan(0);
  });

  it('orders as three numbers do', () => {
    const numbers = fc.tuple(...[0, 1, 2].map(() => fc.nat(20)));
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const first = a.findIndex((number, at) => number !== b[at]);
        const expected = first < 0 ? 0 : Math.sign((a[first] ?? 0) - (b[first] ?? 0));
        expect(Math.sign(compareVersions(a.join('.'), b.join('.')))).toBe(expected);
      }),
    );
  });
});
