import { sign, type KeyObject } from 'node:crypto';
import { Signature } from '@tufjs/models';
import { publicKeyOf } from '../ed25519.ts';
import type { MetadataFile, SignedPart } from './metadata.ts';
import { metadataModel } from './metadata-model.ts';
import { tufKeyId } from './tuf-key.ts';

/** The file with the signatures of these keys besides those it has. */
export function signMetadata<Part extends SignedPart>(
  { signed, signatures }: MetadataFile<Part>,
  keys: readonly KeyObject[],
): MetadataFile<Part> {
  const model = metadataModel({ signed, signatures });
  for (const key of keys) {
    const keyID = tufKeyId(publicKeyOf(key));
    model.sign((bytes) => new Signature({ keyID, sig: sign(null, bytes, key).toString('hex') }));
  }
  const all = Object.values(model.signatures).map(({ keyID, sig }) => ({ keyid: keyID, sig }));
  return { signatures: all, signed };
}

/** The text of a file as it is stored and served. */
export function metadataText({ signatures, signed }: MetadataFile): string {
  return `${JSON.stringify({ signatures, signed })}\n`;
}
