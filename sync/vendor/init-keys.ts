import { generatePrivateKey, publicKeyOf } from '../trust/ed25519.ts';
import { startCounter } from './generation-counter.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { costFor, keyFileName } from './key-names.ts';
import { sealKey } from './sealed-key.ts';
import { isKeyFolder, writeVendorFile, type VendorFile } from './vendor-file.ts';
import { VendorError } from './vendor-error.ts';

export interface NewVendor {
  readonly vendor: string;
  readonly isDemo: boolean;
  readonly roots: number;
  readonly threshold: number;
}

/** Shorter ones can be guessed whatever scrypt costs. */
export const PASSPHRASE_CHARS_MIN = 12;

const FIRST_KEY_EPOCH = 1;

/**
 * Makes the root keys of a vendor. The file that names them is written last, so that a folder in
 * which this was interrupted is still an empty one. Throws `VendorError`.
 */
export async function initKeys(
  files: KeyFiles,
  wanted: NewVendor,
  passphrases: Passphrases,
): Promise<VendorFile> {
  using _lock = files.lock();
  if (isKeyFolder(files)) {
    throw new VendorError('exists', 'there are keys in this folder already; they are kept');
  }
  const { vendor, isDemo, threshold } = wanted;
  const names = Array.from({ length: wanted.roots }, (_, index) => `root-${index + 1}`);
  const roots: VendorFile['roots'] = [];
  for (const name of names) {
    const privateKey = generatePrivateKey();
    const passphrase = checked(await passphrases.forNew(name), isDemo);
    files.replace(keyFileName(name), sealKey(privateKey, passphrase, costFor(isDemo)));
    roots.push({ name, publicKey: publicKeyOf(privateKey) });
  }
  const file: VendorFile = {
    format: 'tillwarden-vendor-v1',
    vendor,
    isDemo,
    rootThreshold: threshold,
    roots,
    keyEpoch: FIRST_KEY_EPOCH,
  };
  startCounter(files, FIRST_KEY_EPOCH);
  writeVendorFile(files, file);
  return file;
}

function checked(passphrase: string, isDemo: boolean): string {
  if (isDemo || passphrase.length >= PASSPHRASE_CHARS_MIN) return passphrase;
  const least = `use at least ${PASSPHRASE_CHARS_MIN} characters`;
  throw new VendorError('weak-passphrase', `this passphrase is too short; ${least}`);
}
