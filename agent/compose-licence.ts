/** The licence at the till's border: what comes in is verified here, and decided on by the shell. */
import type { Clock } from '../hardware/kit/clock.ts';
import type { DocumentKind } from '../sync/trust/documents.ts';
import { componentHashes } from '../sync/trust/component-hash.ts';
import { refuse } from '../sync/trust/token.ts';
import type { TrustFile } from '../sync/trust/trust-file.ts';
import { verifySignedTime, type TimeQuestion } from '../sync/trust/signed-time.ts';
import { verifyDocument } from '../sync/trust/verify-document.ts';
import type { Tray } from './compose-inbox.ts';
import { readOfferedLicence, removeOfferedLicence } from './config/offered-licence.ts';
import type { Entitlement } from './core/entitlement/entitlement.ts';
import type { Components } from './core/entitlement/hardware.ts';
import type { Answer, HeldEntitlement, VendorRequest } from './core/till/events.ts';
import type { EntitlementSource } from './core/vendor-line.ts';

export interface LicenceParts {
  /** Undefined: this installation has no trust file, and nothing signed can be believed. */
  readonly trust: TrustFile | undefined;
  readonly tell: (request: VendorRequest) => Promise<Answer>;
  readonly clock: Clock;
  /** What this computer's parts say of themselves. */
  readonly components: Components;
}

type EntitlementParts = Pick<LicenceParts, 'trust' | 'tell' | 'components'>;

/** Looks again at the document the store holds. */
export async function heldEntitlement(
  document: string | undefined,
  { trust, components }: Pick<LicenceParts, 'trust' | 'components'>,
): Promise<HeldEntitlement | undefined> {
  if (document === undefined) return undefined;
  const verified = await verifyEntitlement(document, trust);
  if (verified.kind === 'refused') return { kind: 'refused', reason: verified.code };
  const { payload: entitlement } = verified;
  return { kind: 'verified', entitlement, components: hashesFor(entitlement, components) };
}

/** Under the salt of its fingerprint: another licence has another one. */
function hashesFor(
  { fingerprint }: Entitlement,
  components: Components,
): readonly string[] | undefined {
  return fingerprint && componentHashes(components, fingerprint.salt).hashes;
}

/** Verifies a licence and hands it to the till; the answer is durable. Rejects with `ShellError`. */
export async function offerEntitlement(
  text: string,
  source: EntitlementSource,
  { trust, tell, components }: EntitlementParts,
): Promise<Answer> {
  const document = text.trim();
  const verified = await verifyEntitlement(document, trust);
  if (verified.kind === 'refused') {
    return tell({ kind: 'entitlement-rejected', reason: verified.code, source });
  }
  const { payload: entitlement } = verified;
  const found = hashesFor(entitlement, components);
  return tell({ kind: 'entitlement-offered', entitlement, components: found, document, source });
}

/** Verifies what the till may promise offline and hands it to the till. Rejects with `ShellError`. */
export async function offerLease(
  document: string,
  { trust, tell }: Pick<LicenceParts, 'trust' | 'tell'>,
): Promise<Answer> {
  const verified = await verifyBy(trust, document, 'lease');
  if (verified.kind === 'refused') return { kind: 'lease-refused', reason: verified.code };
  const { id, station, account, amount } = verified.payload;
  return tell({ kind: 'lease-offered', lease: { id, account, amount }, station });
}

/** Takes a signed time in, if it answers the question; one that does not is nobody's time. */
export async function offerTime(
  document: string,
  question: TimeQuestion,
  { trust, tell, clock }: LicenceParts,
): Promise<'taken' | 'refused'> {
  const clockMs = clock.wallMs();
  if (trust === undefined) return 'refused';
  const verified = await verifySignedTime(document, question, trust);
  if (verified.kind === 'refused') return 'refused';
  await tell({
    kind: 'time-signed',
    signed: { timeMs: Date.parse(verified.payload.issuedAt), clockMs },
  });
  return 'taken';
}

/** Where a licence waits that was laid down in the station's folder. */
export function licenceTray(parts: EntitlementParts, folder: string): Tray {
  return {
    waiting: () => {
      const document = readOfferedLicence(folder);
      return document === undefined ? [] : [document];
    },
    take: (document) => offerEntitlement(document, 'file', parts),
    remove: (document) => removeOfferedLicence(folder, document),
  };
}

function verifyEntitlement(document: string, trust: TrustFile | undefined) {
  return verifyBy(trust, document, 'entitlement');
}

/** Without a trust file nothing signed can be believed. */
export async function verifyBy<Kind extends DocumentKind>(
  trust: TrustFile | undefined,
  document: string,
  kind: Kind,
) {
  return trust === undefined
    ? refuse('uncertified-key', 'this installation has no trust file')
    : verifyDocument(document, kind, trust);
}
