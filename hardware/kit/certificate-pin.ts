import { createHash, X509Certificate } from 'node:crypto';

/** What a machine's certificate must be, by the SHA-256 of all of it or of its public key alone. */
export interface CertificatePin {
  readonly of: 'certificate' | 'public-key';
  readonly sha256Hex: string;
}

const PIN = /^(certificate|public-key):([0-9a-f]{64})$/;

/** Reads `certificate:ab12…`, with or without colons between the bytes, in either case. */
export function readPin(text: string): CertificatePin | undefined {
  const [name = '', ...bytes] = text.trim().split(':');
  const match = PIN.exec(`${name}:${bytes.join('').toLowerCase()}`);
  if (match?.[2] === undefined) return undefined;
  return { of: match[1] === 'certificate' ? 'certificate' : 'public-key', sha256Hex: match[2] };
}

/** Both pins that this certificate answers to, as a configuration would name them. */
export function pinsOf(certificateDer: Uint8Array): {
  readonly certificate: string;
  readonly publicKey: string;
} {
  const key = new X509Certificate(certificateDer).publicKey.export({ type: 'spki', format: 'der' });
  return {
    certificate: `certificate:${sha256Hex(certificateDer)}`,
    publicKey: `public-key:${sha256Hex(key)}`,
  };
}

export function isPinned(pin: CertificatePin, certificateDer: Uint8Array): boolean {
  const { certificate, publicKey } = pinsOf(certificateDer);
  const seen = pin.of === 'certificate' ? certificate : publicKey;
  return seen === `${pin.of}:${pin.sha256Hex}`;
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
