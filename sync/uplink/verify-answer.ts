/** Whether a hub's answer to an enrolment is the vendor's, for this till, and to what it has just asked. */
import { canonicalJson } from '../../agent/core/canonical/canonical-json.ts';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { EnrolmentResult } from '../protocol/enrolment.ts';
import type { TrustFile } from '../trust/trust-file.ts';
import { verifyDocument } from '../trust/verify-document.ts';
import { UplinkError } from './uplink-error.ts';

export interface AskedFor {
  readonly publicKey: string;
  readonly nonce: string;
}

export type EnrolmentProof =
  /** Signed by the vendor's issuer. */
  | 'verified'
  /** A hub without an issuer key: only its TLS certificate speaks for it. */
  | 'not-signed'
  /** It is signed, and nothing is installed here to verify it by. */
  | 'no-trust-file';

/** How far the answer is proven. Throws `UplinkError` for one that is not what it says. */
export async function verifyAnswer(
  answer: EnrolmentResult,
  asked: AskedFor,
  trust: TrustFile | undefined,
): Promise<EnrolmentProof> {
  if (answer.document === undefined) return 'not-signed';
  if (trust === undefined) return 'no-trust-file';
  const verified = await verifyDocument(answer.document, 'enrolment-answer', trust);
  if (verified.kind === 'refused') {
    const { code, detail } = verified;
    const what = `the hub’s answer is not signed by ${trust.vendor}`;
    throw new UplinkError('answer-not-genuine', `${what} (${code}: ${detail})`);
  }
  const { publicKey, nonce, issuedAt: _, ...signed } = verified.payload;
  if (nonce !== asked.nonce) {
    throw new UplinkError('answer-wrong-nonce', 'the hub’s answer is one to another request');
  }
  if (publicKey !== asked.publicKey) {
    throw new UplinkError('answer-wrong-key', 'the hub’s answer is for another till’s key');
  }
  const { document: __, ...plain } = answer;
  if (canonicalJson(plain) === canonicalJson(signed)) return 'verified';
  throw new UplinkError('answer-contradicts', 'the hub’s answer says more than what is signed');
}

/** What it says. Throws `UplinkError` for an entitlement that this till would never take. */
export async function requireGenuineEntitlement(
  document: string,
  station: string,
  trust: TrustFile,
): Promise<Entitlement> {
  const verified = await verifyDocument(document, 'entitlement', trust);
  if (verified.kind === 'refused') {
    const { code, detail } = verified;
    const what = `the licence in the hub’s answer is not by ${trust.vendor}`;
    throw new UplinkError('entitlement-not-genuine', `${what} (${code}: ${detail})`);
  }
  const owner = verified.payload.licence.issuedTo.station;
  if (owner === station) return verified.payload;
  const what = `the licence in the hub’s answer is for ${owner}, and this till is ${station}`;
  throw new UplinkError('entitlement-wrong-station', what);
}
