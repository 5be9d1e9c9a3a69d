import { publicKeyOf } from '../trust/ed25519.ts';
import { startCounter } from './generation-counter.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { makeSealedKey } from './make-sealed-key.ts';
import { isKeyFolder, writeVendorFile, type VendorFile } from './vendor-file.ts';
import { VendorError } from './vendor-error.ts';

export interface NewVendor {
  readonly vendor: string;
  readonly isDemo: boolean;
  readonly roots: number;
  readonly threshold: number;
}

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
    const privateKey = await makeSealedKey(files, name, { passphrases, isDemo });
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
