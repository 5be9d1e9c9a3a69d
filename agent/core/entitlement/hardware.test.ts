import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fingerprint } from './entitlement.ts';
import { bindingOf, fingerprintOf, isSameHardware } from './hardware.ts';

const parts = fc.uniqueArray(fc.stringMatching(/^[a-p]$/), { maxLength: 8 });
const someParts = fc.uniqueArray(fc.stringMatching(/^[a-p]$/), { minLength: 1, maxLength: 8 });

function licenceOf(hashes: readonly string[]): Fingerprint {
  const fingerprint = fingerprintOf({ salt: 'salt', hashes });
  if (fingerprint === undefined) throw new TypeError('it has no parts');
  return fingerprint;
}

function shuffled(hashes: readonly string[]): fc.Arbitrary<string[]> {
  return fc.shuffledSubarray([...hashes], { minLength: hashes.length });
}

describe('a licence', () => {
  it('without a fingerprint is bound to no computer', () => {
    expect(bindingOf(undefined, ['a'])).toEqual({ kind: 'unbound' });
  });

  it('is not bound to a computer of which nothing can be read', () => {
    expect(fingerprintOf({ salt: 'salt', hashes: [] })).toBeUndefined();
  });

  it('holds on the computer it was bound to', () => {
    fc.assert(
      fc.property(someParts, (own) => {
        expect(bindingOf(licenceOf(own), own).kind).toBe('same');
      }),
    );
  });

  it('does not hold where nothing can be read, nor on a computer without one of its parts', () => {
    fc.assert(
      fc.property(someParts, parts, (own, others) => {
        const strange = others.filter((hash) => !own.includes(hash));
        expect(bindingOf(licenceOf(own), []).kind).toBe('other');
        expect(bindingOf(licenceOf(own), strange).kind).toBe('other');
      }),
    );
  });

  it.each([
    [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c'], 'same'],
    [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'c', 'x'], 'drifted'],
    [['a', 'b', 'c', 'd', 'e'], ['a', 'b', 'x', 'y', 'z'], 'other'],
    [['a', 'b', 'c'], ['a', 'b'], 'other'],
    [['a', 'b'], ['a', 'b', 'x'], 'drifted'],
    [['a', 'b'], ['a'], 'other'],
    [['a'], ['a'], 'same'],
  ] as const)('of %j on %j: %s', (own, found, kind) => {
    expect(bindingOf(licenceOf(own), found).kind).toBe(kind);
  });
});

describe('for any parts', () => {
  it('one more that matches, or that does not, never turns a match into another computer', () => {
    fc.assert(
      fc.property(someParts, parts, parts, (own, found, more) => {
        const licence = licenceOf(own);
        if (bindingOf(licence, found).kind === 'other') return;
        expect(bindingOf(licence, [...found, ...more]).kind).not.toBe('other');
      }),
    );
  });

  it('their order, and how often each is there, change nothing', () => {
    const orders = fc
      .tuple(someParts, parts)
      .chain(([own, found]) =>
        fc.tuple(
          fc.constant(own),
          fc.constant(found),
          shuffled(own),
          shuffled([...found, ...found]),
        ),
      );
    fc.assert(
      fc.property(orders, ([own, found, ownTurned, foundTurned]) => {
        const plain = bindingOf(licenceOf(own), found);
        expect(bindingOf(licenceOf([...ownTurned, ...own]), foundTurned)).toEqual(plain);
        expect(isSameHardware(found, foundTurned)).toBe(true);
      }),
    );
  });

  it('a licence bound anew to what was found holds there, and asks for no less', () => {
    fc.assert(
      fc.property(someParts, parts, (own, found) => {
        const licence = licenceOf(own);
        if (bindingOf(licence, found).kind === 'other') return;
        const next = licenceOf(found);
        expect(bindingOf(next, found).kind).toBe('same');
        expect(next.k).toBeGreaterThanOrEqual(licence.k);
      }),
    );
  });
});
