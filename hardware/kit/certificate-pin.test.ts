import { createHash, X509Certificate } from 'node:crypto';
import { expect, it } from 'vitest';
import { isPinned, pinsOf, readPin } from './certificate-pin.ts';
import { selfSigned } from './self-signed.ts';

const ours = selfSigned('machine', 1);
const other = selfSigned('machine', 300);

it('is the SHA-256 of the certificate, or of its key', () => {
  const { certificate, publicKey } = pinsOf(ours.der);
  expect(certificate).toBe(`certificate:${createHash('sha256').update(ours.der).digest('hex')}`);
  const colons = new X509Certificate(ours.certificatePem).fingerprint256;
  expect(readPin(`certificate:${colons}`)).toEqual(readPin(certificate));
  for (const text of [certificate, publicKey]) {
    const pin = readPin(text);
    if (pin === undefined) throw new TypeError('a pin of ours is read');
    expect(isPinned(pin, ours.der)).toBe(true);
    expect(isPinned(pin, other.der)).toBe(false);
  }
});

it.each(['', 'certificate:', 'certificate:12', `sha1:${'ab'.repeat(32)}`, 'ab'.repeat(32)])(
  'is not %s',
  (text) => {
    expect(readPin(text)).toBeUndefined();
  },
);

it('a certificate made here is one that others read', () => {
  const certificate = new X509Certificate(other.certificatePem);
  expect(certificate.subject).toBe('CN=machine');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});
