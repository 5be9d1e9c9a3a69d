import type { Entitlement } from '../../agent/core/entitlement/entitlement.ts';
import { signDocument, type Signer } from '../trust/sign-document.ts';
import { TrustError } from '../trust/trust-error.ts';
import { takeGeneration } from './generation-counter.ts';
import { issuerKey } from './issuer-key.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
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
  const { signer, keyEpoch, isDemo } = await issuerKey(files, content.issuedAt, passphrases);
  const generation = takeGeneration(files, keyEpoch, aboveGeneration);
  const entitlement = { ...content, generation };
  const document = await signed(entitlement, signer);
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
