import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStationKey, isSignedByStation, signAsStation } from './station-key.ts';

const { privateKey, publicKey } = createStationKey();
const facts = { station: 'till-1', epoch: 1, nonce: 'abc' };
const signature = signAsStation(privateKey, { purpose: 'hello', facts });
const statement = { purpose: 'hello', facts, publicKey, signature } as const;

describe('a statement of a station', () => {
  it('is believed whatever the order of its facts', () => {
    expect(isSignedByStation(statement)).toBe(true);
    const reordered = { nonce: 'abc', epoch: 1, station: 'till-1' };
    expect(isSignedByStation({ ...statement, facts: reordered })).toBe(true);
  });

  it.each([
    ['other facts', { facts: { ...facts, epoch: 2 } }],
    ['another purpose', { purpose: 'enrol' }],
    ['another key', { publicKey: createStationKey().publicKey }],
    ['a key that is none', { publicKey: 'AAAA' }],
    ['a key with padding', { publicKey: `${publicKey}=` }],
    ['an empty signature', { signature: '' }],
    ['a signature with padding', { signature: `${signature}==` }],
    ['facts that have no canonical form', { facts: { epoch: 0.5 } }],
  ] as const)('is not believed with %s', (_what, differs) => {
    expect(isSignedByStation({ ...statement, ...differs })).toBe(false);
  });

  it('never throws for what comes from outside', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, signed) => {
        expect(isSignedByStation({ ...statement, publicKey: key, signature: signed })).toBe(false);
      }),
    );
  });
});

it.each(['', 'nonsense', publicKey])('nothing is signed with %o', (key) => {
  expect(() => signAsStation(key, { purpose: 'hello', facts })).toThrow(
    expect.objectContaining({ code: 'invalid-key' }),
  );
});
