import type { KeyObject } from 'node:crypto';
import { CERTIFICATE_TYP, certificateSchema, type Certificate } from './certificate.ts';
import { signToken } from './signature.ts';
import { TrustError } from './trust-error.ts';

/** The signatures of the roots on a certificate, in the order given. Throws `TrustError`. */
export async function signCertificate(
  certificate: Certificate,
  roots: readonly KeyObject[],
): Promise<readonly string[]> {
  if (!certificateSchema.safeParse(certificate).success) {
    throw new TrustError('invalid-document', 'this certificate would not be accepted by any till');
  }
  return await Promise.all(roots.map((root) => signToken(certificate, CERTIFICATE_TYP, root)));
}
