import type { KeyObject } from 'node:crypto';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { keyFileName } from './key-names.ts';
import { openKey } from './sealed-key.ts';
import { VendorError } from './vendor-error.ts';

/** Opens a key of the folder. Throws `VendorError` where it is not there or no passphrase fits. */
export async function openKeyOf(
  files: KeyFiles,
  name: string,
  passphrases: Passphrases,
): Promise<KeyObject> {
  const text = files.read(keyFileName(name));
  if (text === undefined) {
    throw new VendorError('not-found', `the key ${name} is not in this folder`);
  }
  for (const passphrase of await passphrases.toOpen(name)) {
    const key = openKey(text, passphrase);
    if (key !== undefined) return key;
  }
  throw new VendorError('wrong-passphrase', `that is not the passphrase of the key ${name}`);
}
