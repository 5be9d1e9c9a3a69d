/** A key of a role as it lies in the folder: its certificate in the open, its private half sealed. */
import { z } from 'zod';
import { certificateSchema, type Certificate } from '../trust/certificate.ts';
import { CERTIFICATE_TOKEN_CHARS_MAX, ROOT_KEYS_MAX } from '../trust/limits.ts';
import { parseJson } from '../trust/parse-json.ts';
import type { KeyFiles } from './key-files.ts';
import { certificateFileName } from './key-names.ts';
import { VendorError } from './vendor-error.ts';

const certifiedKeySchema = z.strictObject({
  format: z.literal('tillwarden-certified-key-v1'),
  name: z.string(),
  certified: certificateSchema,
  certificate: z.array(z.string().max(CERTIFICATE_TOKEN_CHARS_MAX)).min(1).max(ROOT_KEYS_MAX),
});

export interface CertifiedKey {
  readonly name: string;
  readonly certified: Certificate;
  /** The signatures of the roots. */
  readonly certificate: readonly string[];
}

/** Throws `VendorError`. */
export function readCertifiedKey(files: KeyFiles, name: string): CertifiedKey {
  const text = files.read(certificateFileName(name)) ?? '';
  const { data } = certifiedKeySchema.safeParse(parseJson(text));
  if (data !== undefined) return data;
  throw new VendorError('invalid-file', `${certificateFileName(name)} is damaged`);
}

export function writeCertifiedKey(files: KeyFiles, key: CertifiedKey): void {
  const file = { format: 'tillwarden-certified-key-v1', ...key };
  files.replace(certificateFileName(key.name), `${JSON.stringify(file, null, 2)}\n`);
}
