import { z } from 'zod';
import { CERTIFICATE_TYP, certificateSchema, type Certificate } from './certificate.ts';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentPayloads } from './documents.ts';
import { PART_SEPARATOR } from './sign-document.ts';
import { parseToken, refuse, type Refused } from './token.ts';

/** What a document says of itself. None of it is proven. */
export interface Inspected<Payload> {
  readonly kind: 'inspected';
  readonly payload: Payload;
  readonly claimed?: Certificate | undefined;
}

/** Reads a document without believing it, for showing it to somebody. Never throws. */
export function inspectDocument<Kind extends DocumentKind>(
  text: string,
  kind: Kind,
): Inspected<DocumentPayloads[Kind]> | Refused {
  const { typ, schema, charsMax } = DOCUMENT_KINDS[kind];
  if (text.length > charsMax) return refuse('oversize', `it is ${text.length} long`);
  const [token = '', certificate = ''] = text.split(PART_SEPARATOR);
  const parsed = parseToken(token, typ);
  if (parsed.kind === 'refused') return parsed;
  const content = schema.safeParse(parsed.payload);
  if (!content.success) return refuse('malformed', z.prettifyError(content.error));
  return { kind: 'inspected', payload: content.data, claimed: claimedIn(certificate) };
}

function claimedIn(token: string): Certificate | undefined {
  const parsed = parseToken(token, CERTIFICATE_TYP);
  return parsed.kind === 'parsed' ? certificateSchema.safeParse(parsed.payload).data : undefined;
}
