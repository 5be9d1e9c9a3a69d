/**
 * The key file of a hub: a key that may sign, with its certificate, unencrypted because a hub starts
 * without anybody beside it. It is as secret as what can be signed with it.
 */
import { z } from 'zod';
import { certificateSchema, type Certificate } from './certificate.ts';
import { keyIdOf, privateKeyObject, privateKeyText, publicKeyOf } from './ed25519.ts';
import { CERTIFICATE_TOKEN_CHARS_MAX, ROOT_KEYS_MAX } from './limits.ts';
import { parseJson } from './parse-json.ts';
import type { Signer } from './sign-document.ts';
import { TrustError } from './trust-error.ts';

const KEY_CHARS_MAX = 200;

const signingKeySchema = z.strictObject({
  format: z.literal('tillwarden-signing-key-v1'),
  privateKey: z.string().max(KEY_CHARS_MAX),
  certified: certificateSchema,
  certificate: z.array(z.string().max(CERTIFICATE_TOKEN_CHARS_MAX)).min(1).max(ROOT_KEYS_MAX),
});

/** A signer that knows what it is certified for. */
export interface SigningKey extends Signer {
  readonly keyId: string;
  readonly certified: Certificate;
}

/** Throws `TrustError` for a file that is not that of a signing key. */
export function parseSigningKey(text: string): SigningKey {
  const { data } = signingKeySchema.safeParse(parseJson(text));
  if (data === undefined) throw new TrustError('invalid-file', 'this is not a signing key file');
  const privateKey = privateKeyObject(data.privateKey);
  const publicKey = publicKeyOf(privateKey);
  if (publicKey !== data.certified.key) {
    throw new TrustError('invalid-file', 'the key in this file is not the one it is certified for');
  }
  const { certified, certificate } = data;
  return { privateKey, certificate, certified, keyId: keyIdOf(publicKey) };
}

export function signingKeyText({
  privateKey,
  certified,
  certificate,
}: Omit<SigningKey, 'keyId'>): string {
  const file = {
    format: 'tillwarden-signing-key-v1',
    privateKey: privateKeyText(privateKey),
    certified,
    certificate,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}
