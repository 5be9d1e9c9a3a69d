import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import type { TufKeys } from './metadata.ts';

const ED25519 = 'ed25519';

/** What TUF calls a key: the hash of its canonical text. */
export function tufKeyId(publicKey: string): string {
  return createHash('sha256')
    .update(canonicalJson(tufKeyOf(publicKey)))
    .digest('hex');
}

/** A public key as it stands in metadata. */
export function tufKeyOf(publicKey: string): TufKeys[string] {
  const hex = Buffer.from(publicKey, 'base64url').toString('hex');
  return { keytype: ED25519, scheme: ED25519, keyval: { public: hex } };
}
