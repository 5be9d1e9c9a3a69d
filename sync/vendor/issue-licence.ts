import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { signDocument, type Signer } from '../trust/sign-document.ts';
import { TrustError } from '../trust/trust-error.ts';
import { readCertifiedKey } from './certified-key.ts';
import { takeGeneration } from './generation-counter.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { newestKeyHere } from './key-names.ts';
import { openKeyOf } from './open-key.ts';
import { VendorError } from './vendor-error.ts';

export interface LicenceOrder {
  readonly content: Omit<Entitlement, 'generation'>;
  /** Generations up to this one are taken already, by whoever else issues in this key epoch. */
  readonly aboveGeneration: number;
}

export interface IssuedLicence {
  readonly document: string;
  readonly entitlement: Entitlement;
  readonly isDemo: boolean;
}

/** Signs an entitlement with the newest issuer key of the folder. Throws `VendorError`. */
export async function issueLicence(
  files: KeyFiles,
  { content, aboveGeneration }: LicenceOrder,
  passphrases: Passphrases,
): Promise<IssuedLicence> {
  using _lock = files.lock();
  const name = newestKeyHere(files, 'issuer');
  if (name === undefined) {
    throw new VendorError(
      'not-found',
      'there is no issuer key here: tillwarden keys certify issuer',
    );
  }
  const { certified, certificate } = readCertifiedKey(files, name);
  const { validFrom, validUntil, keyEpoch, isDemo } = certified;
  if (content.issuedAt < validFrom || content.issuedAt >= validUntil) {
    const cure = `certified from ${validFrom} until ${validUntil}: tillwarden keys certify issuer`;
    throw new VendorError('invalid-request', `the issuer key cannot sign now; it is ${cure}`);
  }
  const privateKey = await openKeyOf(files, name, passphrases);
  const generation = takeGeneration(files, keyEpoch, aboveGeneration);
  const entitlement = { ...content, generation };
  const document = await signed(entitlement, { privateKey, certificate });
  return { document, entitlement, isDemo };
}

async function signed(entitlement: Entitlement, signer: Signer): Promise<string> {
  try {
    return await signDocument('entitlement', entitlement, signer);
  } catch (cause) {
    if (!(cause instanceof TrustError)) throw cause;
    throw new VendorError('invalid-request', cause.message, { cause });
  }
}
