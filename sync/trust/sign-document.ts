import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentPayloads } from './documents.ts';
import { signToken } from './signature.ts';
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
  { privateKey, certificate }: Signer,
): Promise<string> {
  const { typ, schema, charsMax } = DOCUMENT_KINDS[kind];
  const parsed = schema.safeParse(payload);
  if (!parsed.success) throw new TrustError('invalid-document', z.prettifyError(parsed.error));
  const parts = [await signToken(payload, typ, privateKey), ...certificate];
  const text = parts.join(PART_SEPARATOR);
  if (text.length <= charsMax) return text;
  throw new TrustError('invalid-document', `it would be ${text.length} characters long`);
}
