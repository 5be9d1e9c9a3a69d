import type { SignedPlan } from '../trust/documents.ts';
import { signDocument } from '../trust/sign-document.ts';
import { TrustError } from '../trust/trust-error.ts';
import { issuerKey } from './issuer-key.ts';
import type { KeyFiles, Passphrases } from './key-files.ts';
import { VendorError } from './vendor-error.ts';

export interface IssuedPlan {
  readonly document: string;
  readonly isDemo: boolean;
}

/** Signs a contract plan with the newest issuer key of the folder. Throws `VendorError`. */
export async function signPlanDocument(
  files: KeyFiles,
  content: SignedPlan,
  passphrases: Passphrases,
): Promise<IssuedPlan> {
  using _lock = files.lock();
  const { signer, isDemo } = await issuerKey(files, content.issuedAt, passphrases);
  try {
    return { document: await signDocument('plan', content, signer), isDemo };
  } catch (cause) {
    if (!(cause instanceof TrustError)) throw cause;
    throw new VendorError('invalid-request', cause.message, { cause });
  }
}
