import { createHash, X509Certificate } from 'node:crypto';

/** By what tills know a hub's certificate over its renewals: SHA-256 of its public key, base64url. */
export function pinOfCertificate(certificate: string | Buffer): string {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64url');
}
