/** Ed25519 keys as text: 32 bytes in base64url for the public half, PKCS#8 in base64url for the other. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import { TrustError } from './trust-error.ts';

const PUBLIC_KEY_BYTES = 32;

/** A public key, in the one base64url text its bytes have. */
export const publicKeySchema = z
  .string()
  .refine(isPublicKey, 'use the 43 base64url characters of an Ed25519 public key');

export function isPublicKey(text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === PUBLIC_KEY_BYTES && bytes.toString('base64url') === text;
}

export function generatePrivateKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** The public half of a key, as it stands in documents. */
export function publicKeyOf(privateKey: KeyObject): string {
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (typeof x !== 'string' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw new TrustError('invalid-key', 'this is not an Ed25519 key');
  }
  return x;
}

/** Throws `TrustError` for what is not a public key. */
export function publicKeyObject(publicKey: string): KeyObject {
  if (!isPublicKey(publicKey)) throw new TrustError('invalid-key', 'this is not a public key');
  return createPublicKey({ key: jwkOf(publicKey), format: 'jwk' });
}

export function privateKeyText(privateKey: KeyObject): string {
  return privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url');
}

/** Throws `TrustError` for what is not a private Ed25519 key. */
export function privateKeyObject(text: string): KeyObject {
  try {
    const key = Buffer.from(text, 'base64url');
    const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    publicKeyOf(privateKey);
    return privateKey;
  } catch (cause) {
    throw new TrustError('invalid-key', 'this is not a private Ed25519 key', { cause });
  }
}

/** What a document calls the key it is signed with: the key's thumbprint (RFC 7638). */
export function keyIdOf(publicKey: string): string {
  return createHash('sha256')
    .update(canonicalJson(jwkOf(publicKey)))
    .digest('base64url');
}

function jwkOf(publicKey: string): {
  readonly crv: string;
  readonly kty: string;
  readonly x: string;
} {
  return { crv: 'Ed25519', kty: 'OKP', x: publicKey };
}
