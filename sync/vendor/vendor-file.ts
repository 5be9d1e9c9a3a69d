/** What a key folder is: whose, demo or not, and which root keys there are. No secret stands in it. */
import { z } from 'zod';
import { publicKeySchema } from '../trust/ed25519.ts';
import { textSchema } from '../trust/fields.ts';
import { ROOT_KEYS_MAX } from '../trust/limits.ts';
import { parseJson } from '../trust/parse-json.ts';
import type { KeyFiles } from './key-files.ts';
import { VendorError } from './vendor-error.ts';

const VENDOR_FILE = 'vendor.json';

const vendorFileSchema = z
  .strictObject({
    format: z.literal('tillwarden-vendor-v1'),
    vendor: textSchema,
    isDemo: z.boolean(),
    rootThreshold: z.int().min(1),
    roots: z
      .array(z.strictObject({ name: z.string(), publicKey: publicKeySchema }))
      .min(1)
      .max(ROOT_KEYS_MAX),
    /** The epoch new keys are certified for. */
    keyEpoch: z.int().min(1),
    /** The newest root of the release repository, for trust files; absent where there is none. */
    releaseRoot: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ roots, rootThreshold }) => rootThreshold <= roots.length, {
    error: 'the threshold is higher than the number of root keys',
  });

export type VendorFile = z.infer<typeof vendorFileSchema>;

/** Throws `VendorError` when the folder is not a key folder, or its file is damaged. */
export function readVendorFile(files: KeyFiles): VendorFile {
  const text = files.read(VENDOR_FILE);
  if (text === undefined) {
    throw new VendorError('not-found', 'there are no keys in this folder: tillwarden keys init');
  }
  return parseVendorFile(parseJson(text));
}

/** Throws `VendorError` when the content makes no key folder. */
export function writeVendorFile(files: KeyFiles, vendor: VendorFile): void {
  const text = `${JSON.stringify(parseVendorFile(vendor), null, 2)}\n`;
  files.replace(VENDOR_FILE, text);
}

export function isKeyFolder(files: KeyFiles): boolean {
  return files.read(VENDOR_FILE) !== undefined;
}

function parseVendorFile(content: unknown): VendorFile {
  const parsed = vendorFileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new VendorError('invalid-file', `${VENDOR_FILE}: ${z.prettifyError(parsed.error)}`);
}
