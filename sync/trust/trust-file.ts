/**
 * What an installation believes: the vendor's root keys, and little else. It lies beside the
 * program, belongs to root and is replaced only with the program; no configuration can name another.
 */
import { z } from 'zod';
import { publicKeySchema } from './ed25519.ts';
import { textSchema } from './fields.ts';
import { DOCUMENT_CHARS_MAX, ROOT_KEYS_MAX, TRUST_CERTIFICATES_MAX } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { TrustError } from './trust-error.ts';

/** Running time in which a till without a licence sells, when the vendor names none. */
export const ACTIVATION_GRACE_DAYS = 30;

const GRACE_DAYS_MAX = 3_650;

export const trustFileSchema = z
  .strictObject({
    format: z.literal('tillwarden-trust-v1'),
    vendor: textSchema,
    /** A demo root is no secret: everything it vouches for says DEMO. */
    isDemo: z.boolean(),
    rootKeys: z.array(publicKeySchema).min(1).max(ROOT_KEYS_MAX),
    rootThreshold: z.int().min(1),
    /** For documents that come without theirs; each is its signatures, joined by `~`. */
    certificates: z
      .array(z.string().max(DOCUMENT_CHARS_MAX))
      .max(TRUST_CERTIFICATES_MAX)
      .default([]),
    /** The first root metadata of the vendor's release repository; absent: it takes no updates. */
    releaseRoot: z.record(z.string(), z.unknown()).optional(),
    activationGraceDays: z.int().min(0).max(GRACE_DAYS_MAX).default(ACTIVATION_GRACE_DAYS),
  })
  .refine(({ rootKeys, rootThreshold }) => rootThreshold <= rootKeys.length, {
    error: 'there are fewer root keys than must sign',
  })
  .refine(({ rootKeys }) => new Set(rootKeys).size === rootKeys.length, {
    error: 'a root key is named twice',
  });

export type TrustFile = z.infer<typeof trustFileSchema>;

/** Reads the text of a trust file. Throws `TrustError` `invalid-file` and says what is wrong. */
export function parseTrustFile(text: string): TrustFile {
  const parsed = trustFileSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const reason = z.prettifyError(parsed.error);
  throw new TrustError('invalid-file', `this is not a trust file: ${reason}`);
}
