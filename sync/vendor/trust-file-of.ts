import { PART_SEPARATOR } from '../trust/sign-document.ts';
import { trustFileSchema, type TrustFile } from '../trust/trust-file.ts';
import { KEY_ROLES } from '../trust/certificate.ts';
import { readCertifiedKey } from './certified-key.ts';
import type { KeyFiles } from './key-files.ts';
import { keyNamesOf } from './key-names.ts';
import { readVendorFile } from './vendor-file.ts';

/** What is installed beside the program of every till and hub of this vendor. Throws `VendorError`. */
export function trustFileOf(files: KeyFiles, activationGraceDays: number): TrustFile {
  const { vendor, isDemo, roots, rootThreshold, releaseRoot } = readVendorFile(files);
  return trustFileSchema.parse({
    format: 'tillwarden-trust-v1',
    vendor,
    isDemo,
    rootKeys: roots.map(({ publicKey }) => publicKey),
    rootThreshold,
    certificates: KEY_ROLES.flatMap((role) => keyNamesOf(files, role)).map((name) =>
      readCertifiedKey(files, name).certificate.join(PART_SEPARATOR),
    ),
    releaseRoot,
    activationGraceDays,
  });
}
