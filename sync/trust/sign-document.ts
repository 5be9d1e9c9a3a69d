import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentPayloads } from './documents.ts';
import { signToken, tokenChars } from './signature.ts';
import { TrustError } from './trust-error.ts';

/** Parts a document from the signatures on the certificate of its key; in no base64url, in no JWS. */
export const PART_SEPARATOR = '~';

/** A key that may sign, with what proves it. */
export interface Signer {
  readonly privateKey: KeyObject;
  /** The root's signatures on its certificate. */
  readonly certificate: readonly string[];
}

/**
 * A signed document as one line of text: the JWS, then the signatures of its key's certificate, so
 * that whoever holds the trust file can check it alone. Throws `TrustError` when the payload is not
 * what its kind demands: nothing is signed that no till would take.
 */
export async function signDocument<Kind extends DocumentKind>(
  kind: Kind,
  payload: DocumentPayloads[Kind],
  signer: Signer,
): Promise<string> {
  const why = whyUnsignable(kind, payload, signer);
  if (why !== undefined) throw new TrustError('invalid-document', why);
  const { privateKey, certificate } = signer;
  const { typ } = DOCUMENT_KINDS[kind];
  const parts = [await signToken(payload, typ, privateKey), ...certificate];
  return parts.join(PART_SEPARATOR);
}

/** Why a payload cannot be signed, before a number is spent on it; undefined where it can. */
export function whyUnsignable<Kind extends DocumentKind>(
  kind: Kind,
  payload: DocumentPayloads[Kind],
  { privateKey, certificate }: Signer,
): string | undefined {
  const { typ, schema, charsMax } = DOCUMENT_KINDS[kind];
  const parsed = schema.safeParse(payload);
  if (!parsed.success) return z.prettifyError(parsed.error);
  const chars = certificate.reduce(
    (sum, part) => sum + PART_SEPARATOR.length + part.length,
    tokenChars(payload, typ, privateKey),
  );
  return chars <= charsMax ? undefined : `it would be ${chars} characters long`;
}
