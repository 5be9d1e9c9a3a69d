/** A vendor in memory: root keys, a trust file, and keys that are certified however a test wants. */
import type { KeyObject } from 'node:crypto';
import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import type { Certificate, KeyRole } from '../../sync/trust/certificate.ts';
import { generatePrivateKey, keyIdOf, publicKeyOf } from '../../sync/trust/ed25519.ts';
import { signCertificate } from '../../sync/trust/sign-certificate.ts';
import { signDocument, type Signer } from '../../sync/trust/sign-document.ts';
import type { SigningKey } from '../../sync/trust/signing-key.ts';
import { parseTrustFile, type TrustFile } from '../../sync/trust/trust-file.ts';

export interface TestVendor {
  readonly trust: TrustFile;
  readonly roots: readonly KeyObject[];
  /** A fresh key of a role; `differs` changes its certificate, `signedBy` who signs that. */
  readonly certify: (
    role: KeyRole,
    differs?: Partial<Certificate>,
    signedBy?: readonly KeyObject[],
  ) => Promise<SigningKey>;
}

export function createTestVendor({
  roots: count = 1,
  threshold = 1,
}: { readonly roots?: number; readonly threshold?: number } = {}): TestVendor {
  const roots = Array.from({ length: count }, generatePrivateKey);
  const trust = parseTrustFile(
    JSON.stringify({
      format: 'tillwarden-trust-v1',
      vendor: 'Test Vendor',
      isDemo: true,
      rootKeys: roots.map(publicKeyOf),
      rootThreshold: threshold,
    }),
  );
  return {
    trust,
    roots,
    certify: async (role, differs = {}, signedBy = roots.slice(0, threshold)) => {
      const privateKey = generatePrivateKey();
      const certificate: Certificate = {
        vendor: 'Test Vendor',
        isDemo: true,
        role,
        key: publicKeyOf(privateKey),
        keyEpoch: 1,
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: '2031-01-01T00:00:00.000Z',
        ...differs,
      };
      return {
        privateKey,
        keyId: keyIdOf(certificate.key),
        certified: certificate,
        certificate: await signCertificate(certificate, signedBy),
      };
    },
  };
}

/** An entitlement of the station `till-1`, installed on 22 November 2026, in its free year. */
export function testEntitlement(differs: Partial<Entitlement> = {}): Entitlement {
  return {
    licence: {
      id: 'licence-1',
      product: 'Tillwarden',
      edition: 'standard',
      issuedTo: { customer: 'Bar Pepe', site: 'Centro', station: 'till-1' },
    },
    generation: { keyEpoch: 1, n: 1 },
    installedOn: '2026-11-22',
    zone: 'Europe/Madrid',
    maintenance: [{ from: '2026-11-22', to: '2027-11-22' }],
    issuedAt: '2026-11-22T09:00:00.000Z',
    ...differs,
  };
}

/** A genuine entitlement of a station, signed offline. */
export function signedEntitlement(signer: Signer, station: string, n: number): Promise<string> {
  const { licence } = testEntitlement();
  const issuedTo = { ...licence.issuedTo, station };
  const generation = { keyEpoch: 1, n };
  const content = testEntitlement({ licence: { ...licence, issuedTo }, generation });
  return signDocument('entitlement', content, signer);
}
