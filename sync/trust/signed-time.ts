import type { SignedTime } from './documents.ts';
import { refuse, type Refused } from './token.ts';
import type { TrustFile } from './trust-file.ts';
import { verifyDocument, type Verified } from './verify-document.ts';

/** What a till asked: only the answer to its own fresh nonce proves that the time is now. */
export interface TimeQuestion {
  readonly station: string;
  readonly nonce: string;
}

/** Believes a signed time when it answers the question this till has just asked. Never throws. */
export async function verifySignedTime(
  text: string,
  question: TimeQuestion,
  trust: TrustFile,
): Promise<Verified<SignedTime> | Refused> {
  const verified = await verifyDocument(text, 'time', trust);
  if (verified.kind === 'refused') return verified;
  const { station, nonce } = verified.payload;
  return station === question.station && nonce === question.nonce
    ? verified
    : refuse('wrong-nonce', 'it is the answer to another question');
}
