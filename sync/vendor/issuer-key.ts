import type { Signer } from '../trust/sign-document.ts';
import { readCertifiedKey } from './certified-key.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { newestKeyHere } from './key-names.ts';
import { openKeyOf } from './open-key.ts';
import { VendorError } from './vendor-error.ts';

export interface IssuerKey {
  readonly signer: Signer;
  readonly keyEpoch: number;
  readonly isDemo: boolean;
}

/** Opens the newest issuer key of the folder for what is dated `issuedAt`. Throws `VendorError`. */
export async function issuerKey(
  files: KeyFiles,
  issuedAt: string,
  passphrases: Passphrases,
): Promise<IssuerKey> {
  const name = newestKeyHere(files, 'issuer');
  if (name === undefined) {
    throw new VendorError(
      'not-found',
      'there is no issuer key here: tillwarden keys certify issuer',
    );
  }
  const { certified, certificate } = readCertifiedKey(files, name);
  const { validFrom, validUntil, keyEpoch, isDemo } = certified;
  if (issuedAt < validFrom || issuedAt >= validUntil) {
    const cure = `certified from ${validFrom} until ${validUntil}: tillwarden keys certify issuer`;
    throw new VendorError('invalid-request', `the issuer key cannot sign now; it is ${cure}`);
  }
  const privateKey = await openKeyOf(files, name, passphrases);
  return { signer: { privateKey, certificate }, keyEpoch, isDemo };
}
