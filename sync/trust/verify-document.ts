/** A document from outside becomes a value that can be believed, or the reason why it cannot. */
import { z } from 'zod';
import type { Generation } from '../../agent/core/entitlement/entitlement.ts';
import { verifyCertificate, type Certificate } from './certificate.ts';
import { DOCUMENT_KINDS, type DocumentKind, type DocumentPayloads } from './documents.ts';
import { keyIdOf } from './ed25519.ts';
import { PART_SEPARATOR } from './sign-document.ts';
import { isSignatureOf } from './signature.ts';
import { parseToken, refuse, type ParsedToken, type Refused } from './token.ts';
import type { TrustFile } from './trust-file.ts';

export interface Verified<Payload> {
  readonly kind: 'verified';
  readonly payload: Payload;
  /** Of the key that signed it. */
  readonly certificate: Certificate;
}

/** Checks a document against what this installation trusts, with no network and no clock. Never throws. */
export async function verifyDocument<Kind extends DocumentKind>(
  text: string,
  kind: Kind,
  trust: TrustFile,
): Promise<Verified<DocumentPayloads[Kind]> | Refused> {
  const { typ, role, schema, charsMax } = DOCUMENT_KINDS[kind];
  if (text.length > charsMax) return refuse('oversize', `it is ${text.length} long`);
  const [token = '', ...tokens] = text.split(PART_SEPARATOR);
  const parsed = parseToken(token, typ);
  if (parsed.kind === 'refused') return parsed;
  const certified = await certificateOf(parsed, tokens, trust);
  if (certified.kind === 'refused') return certified;
  const { certificate } = certified;
  if (certificate.role !== role) {
    return refuse('wrong-role', `its key is certified as ${certificate.role}, not as ${role}`);
  }
  if (!(await isSignatureOf(certificate.key, token))) {
    return refuse('tampered', 'its signature is not that of its content');
  }
  const content = schema.safeParse(parsed.payload);
  if (!content.success) return refuse('malformed', z.prettifyError(content.error));
  const payload: DocumentPayloads[Kind] = content.data;
  return outsideCertificate(payload, certificate) ?? { kind: 'verified', payload, certificate };
}

/** The certificate that came with the document, or one of the trust file's that names its key. */
async function certificateOf(
  { keyId }: ParsedToken,
  tokens: readonly string[],
  trust: TrustFile,
): Promise<Awaited<ReturnType<typeof verifyCertificate>>> {
  const candidates =
    tokens.length > 0 ? [tokens] : trust.certificates.map((joined) => joined.split(PART_SEPARATOR));
  let reason = refuse('uncertified-key', 'nothing certifies the key it is signed with');
  for (const candidate of candidates) {
    const checked = await verifyCertificate(candidate, trust);
    if (checked.kind === 'refused') reason = checked;
    else if (keyIdOf(checked.certificate.key) === keyId) return checked;
  }
  return reason;
}

/** Dates and epochs are compared with each other, so that no clock decides what a document is worth. */
function outsideCertificate(
  payload: DocumentPayloads[DocumentKind],
  { validFrom, validUntil, keyEpoch }: Certificate,
): Refused | undefined {
  const { issuedAt } = payload;
  if (issuedAt < validFrom || issuedAt >= validUntil) {
    const validity = `its key was certified from ${validFrom} until ${validUntil}`;
    return refuse('certificate-outside-validity', `it is dated ${issuedAt}, and ${validity}`);
  }
  const counted = countedIn(payload);
  if (counted !== undefined && counted.keyEpoch !== keyEpoch) {
    return refuse('wrong-key-epoch', `its key was certified for key epoch ${keyEpoch}`);
  }
  return undefined;
}

function countedIn(payload: DocumentPayloads[DocumentKind]): Generation | undefined {
  if ('generation' in payload) return payload.generation;
  return 'counter' in payload ? payload.counter : undefined;
}
