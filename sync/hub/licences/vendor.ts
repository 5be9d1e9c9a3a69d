/** Whose hub this is: what it believes, and the key it signs licences with where it has one. */
import { verifyCertificate, type Certificate, type KeyRole } from '../../trust/certificate.ts';
import { keyIdOf } from '../../trust/ed25519.ts';
import type { Signer } from '../../trust/sign-document.ts';
import type { SigningKey } from '../../trust/signing-key.ts';
import type { TrustFile } from '../../trust/trust-file.ts';
import { HubError } from '../hub-error.ts';

/** A key that may sign, with what the vendor's root says of it. */
export interface Issuer {
  readonly signer: Signer;
  readonly certificate: Certificate;
}

export interface HubVendor {
  readonly trust: TrustFile;
  readonly issuer: Issuer | undefined;
  /** Orders updates; absent where this hub does none. */
  readonly director?: Issuer | undefined;
}

export interface VendorFiles {
  readonly trust?: TrustFile | undefined;
  readonly issuerKey?: SigningKey | undefined;
  readonly directorKey?: SigningKey | undefined;
}

/** Undefined for a hub that knows no vendor's keys. Throws `HubError` for a key that is not theirs. */
export async function openVendor({
  trust,
  issuerKey,
  directorKey,
}: VendorFiles): Promise<HubVendor | undefined> {
  if (trust === undefined && issuerKey === undefined && directorKey === undefined) return undefined;
  if (trust === undefined) {
    throw new HubError(
      'trust-missing',
      'a key needs the trust file by which its certificate is checked: --trust FILE',
    );
  }
  return {
    trust,
    issuer: await certified(issuerKey, 'issuer', trust),
    director: await certified(directorKey, 'director', trust),
  };
}

async function certified(
  key: SigningKey | undefined,
  role: KeyRole,
  trust: TrustFile,
): Promise<Issuer | undefined> {
  if (key === undefined) return undefined;
  return { signer: key, certificate: await requireRole(key, role, trust) };
}

/** What the vendor's root certified a key for. Throws `HubError` when that is not this role. */
export async function requireRole(
  key: SigningKey,
  role: KeyRole,
  trust: TrustFile,
): Promise<Certificate> {
  const checked = await verifyCertificate(key.certificate, trust);
  const isIts = checked.kind === 'certified' && keyIdOf(checked.certificate.key) === key.keyId;
  if (!isIts) {
    const detail = checked.kind === 'refused' ? checked.detail : 'it certifies another key';
    throw new HubError(
      'key-not-certified',
      `the ${role} key is not certified by ${trust.vendor}, whose trust file this is: ${detail}`,
    );
  }
  if (checked.certificate.role !== role) {
    throw new HubError(
      'key-wrong-role',
      `this key is certified as ${checked.certificate.role}, and the hub needs a key for ${role}`,
    );
  }
  return checked.certificate;
}

/** Whether a licence signed here and now would be believed. */
export function canIssueAt(vendor: HubVendor | undefined, atMs: number): boolean {
  const issuer = vendor?.issuer;
  return issuer !== undefined && isValidAt(issuer, new Date(atMs).toISOString());
}

/** Whether what the key signs at an instant is believed by tills. */
export function isValidAt({ certificate }: Issuer, instant: string): boolean {
  return certificate.validFrom <= instant && instant < certificate.validUntil;
}
