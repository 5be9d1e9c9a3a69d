import { describe, expect, it } from 'vitest';
import { createTestVendor } from '../../test/support/test-vendor.ts';
import { generatePrivateKey, keyIdOf, publicKeyOf } from './ed25519.ts';
import { parseSigningKey, signingKeyText } from './signing-key.ts';
import { parseTrustFile } from './trust-file.ts';

const { trust } = createTestVendor({ roots: 2, threshold: 2 });

describe('a trust file', () => {
  it('gives a till without a licence thirty days of running time, where it does not say', () => {
    const { activationGraceDays: _days, certificates: _certificates, ...rest } = trust;
    expect(parseTrustFile(JSON.stringify(rest))).toEqual({
      ...trust,
      activationGraceDays: 30,
      certificates: [],
    });
  });

  it.each([
    ['no JSON', '{'],
    ['a threshold above its keys', { rootThreshold: 3 }],
    ['a threshold of none', { rootThreshold: 0 }],
    ['one key twice', { rootKeys: [trust.rootKeys[0], trust.rootKeys[0]] }],
    ['a key that is none', { rootKeys: ['AAAA'], rootThreshold: 1 }],
    ['no key', { rootKeys: [] }],
    ['a field nobody knows', { extra: true }],
  ])('is refused with %s', (_what, differs) => {
    const text = typeof differs === 'string' ? differs : JSON.stringify({ ...trust, ...differs });
    expect(() => parseTrustFile(text)).toThrow(expect.objectContaining({ code: 'invalid-file' }));
  });
});

it('the name of a key is its RFC 7638 thumbprint (RFC 8037, appendix A.3)', () => {
  const thumbprint = 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k';
  expect(keyIdOf('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')).toBe(thumbprint);
});

describe('the key file of a hub', () => {
  const privateKey = generatePrivateKey();
  const certified = {
    vendor: 'Test Vendor',
    isDemo: true,
    role: 'time',
    key: publicKeyOf(privateKey),
    keyEpoch: 1,
    validFrom: '2026-01-01T00:00:00.000Z',
    validUntil: '2031-01-01T00:00:00.000Z',
  } as const;
  const certificate = ['signature'];

  it('reads back as it was written', () => {
    const read = parseSigningKey(signingKeyText({ privateKey, certified, certificate }));
    expect(read).toMatchObject({ certified, certificate, keyId: keyIdOf(certified.key) });
    expect(read.privateKey.equals(privateKey)).toBe(true);
  });

  it('is refused when its key is another than the certified one', () => {
    const text = signingKeyText({ privateKey: generatePrivateKey(), certified, certificate });
    for (const bad of [text, '', '{}']) {
      expect(() => parseSigningKey(bad)).toThrow(expect.objectContaining({ code: 'invalid-file' }));
    }
  });
});
