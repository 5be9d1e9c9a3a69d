import type { KeyObject } from 'node:crypto';
import { generatePrivateKey } from '../trust/ed25519.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { costFor, keyFileName } from './key-names.ts';
import { sealKey } from './sealed-key.ts';
import { VendorError } from './vendor-error.ts';

/** Shorter ones can be guessed whatever scrypt costs. */
const PASSPHRASE_CHARS_MIN = 12;

/** Makes a key and seals it in the folder. Throws `VendorError` `weak-passphrase`. */
export async function makeSealedKey(
  files: KeyFiles,
  name: string,
  { passphrases, isDemo }: { readonly passphrases: Passphrases; readonly isDemo: boolean },
): Promise<KeyObject> {
  const passphrase = checked(await passphrases.forNew(name), isDemo);
  const privateKey = generatePrivateKey();
  files.replace(keyFileName(name), sealKey(privateKey, passphrase, costFor(isDemo)));
  return privateKey;
}

function checked(passphrase: string, isDemo: boolean): string {
  if (isDemo || passphrase.length >= PASSPHRASE_CHARS_MIN) return passphrase;
  const least = `use at least ${PASSPHRASE_CHARS_MIN} characters`;
  throw new VendorError('weak-passphrase', `this passphrase is too short; ${least}`);
}
