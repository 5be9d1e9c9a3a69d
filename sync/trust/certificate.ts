/**
 * The vendor's root says for which role a key may sign, and from when until when: one payload,
 * signed by at least as many distinct root keys as the trust file demands.
 */
import { z } from 'zod';
import { keyIdOf, publicKeySchema } from './ed25519.ts';
import { instantSchema, textSchema } from './fields.ts';
import { CERTIFICATE_TOKEN_CHARS_MAX, ROOT_KEYS_MAX } from './limits.ts';
import { isSignatureOf } from './signature.ts';
import { parseToken, refuse, type ParsedToken, type Refused } from './token.ts';
import type { TrustFile } from './trust-file.ts';

export const KEY_ROLES = ['issuer', 'director', 'time'] as const;

export type KeyRole = (typeof KEY_ROLES)[number];

export const CERTIFICATE_TYP = 'tillwarden-certificate-v1';

export const certificateSchema = z
  .strictObject({
    vendor: textSchema,
    /** A demo root is no secret: everything it vouches for says DEMO. */
    isDemo: z.boolean(),
    role: z.enum(KEY_ROLES),
    key: publicKeySchema,
    /** Above the epoch of every key it replaces: generations counted in it outrank theirs. */
    keyEpoch: z.int().min(1),
    /** `[validFrom, validUntil)`, compared with the date in a document and never with a clock. */
    validFrom: instantSchema,
    validUntil: instantSchema,
  })
  .refine(({ validFrom, validUntil }) => validFrom < validUntil, 'it is never valid');

export type Certificate = z.infer<typeof certificateSchema>;

/** What certificates are measured against. */
export type Roots = Pick<TrustFile, 'vendor' | 'isDemo' | 'rootKeys' | 'rootThreshold'>;

interface Certified {
  readonly kind: 'certified';
  readonly certificate: Certificate;
}

/** Believes a certificate when enough roots have signed it. Never throws. */
export async function verifyCertificate(
  tokens: readonly string[],
  roots: Roots,
): Promise<Certified | Refused> {
  if (tokens.length > ROOT_KEYS_MAX || tokens.some(isOversize)) {
    return refuse('oversize', 'its certificate is longer than any of ours');
  }
  const parsed = tokens.map((token) => parseToken(token, CERTIFICATE_TYP));
  const bad = parsed.find((part) => part.kind === 'refused');
  if (bad !== undefined) return { ...bad, detail: `in its certificate: ${bad.detail}` };
  const good = parsed.filter((part) => part.kind === 'parsed');
  if (!(await areRootSignatures(good, roots))) {
    return refuse('uncertified-key', 'the certificate of its key is not signed by the vendor');
  }
  return certificateIn(good[0]?.payload, roots);
}

function certificateIn(payload: unknown, { vendor, isDemo }: Roots): Certified | Refused {
  const { data: certificate, error } = certificateSchema.safeParse(payload);
  if (error !== undefined) {
    return refuse('malformed', `in its certificate: ${z.prettifyError(error)}`);
  }
  return certificate.vendor === vendor && certificate.isDemo === isDemo
    ? { kind: 'certified', certificate }
    : refuse('uncertified-key', 'the certificate of its key is that of another vendor');
}

function isOversize(token: string): boolean {
  return token.length > CERTIFICATE_TOKEN_CHARS_MAX;
}

/** All signatures hold, over one payload, by distinct roots, and there are enough of them. */
async function areRootSignatures(tokens: readonly ParsedToken[], roots: Roots): Promise<boolean> {
  const isOnePayload = tokens.every(({ signedText }) => signedText === tokens[0]?.signedText);
  const signers = new Set(tokens.map(({ keyId }) => keyId));
  if (!isOnePayload || signers.size !== tokens.length) return false;
  if (tokens.length < Math.max(roots.rootThreshold, 1)) return false;
  const keys = new Map(roots.rootKeys.map((key) => [keyIdOf(key), key]));
  const checks = tokens.map(async ({ token, keyId }) => {
    const key = keys.get(keyId);
    return key !== undefined && (await isSignatureOf(key, token));
  });
  return (await Promise.all(checks)).every(Boolean);
}
