import { codeSha256Hex } from '../../trust/code-hash.ts';
import {
  enrolmentFacts,
  type EnrolmentRefusal,
  type EnrolmentRequest,
  type EnrolmentResult,
} from '../../protocol/enrolment.ts';
import { isSignedByStation } from '../../trust/station-key.ts';
import type { HubParts } from '../hub-parts.ts';
import {
  licenceAnswer,
  prepareLicence,
  type Admitted,
  type EnrolmentLicence,
  type EnrolmentParts,
} from '../licences/at-enrolment.ts';
import { readHeld, type HeldLicence } from '../licences/held.ts';
import { networkOf } from '../users/address-failures.ts';
import { isKeyOfBefore, useCode, type CodeUse } from '../store/enrolments.ts';

/** Bits of a nonce that a station's name is made of. */
const STATION_CHARS = 16;

export type EnrolmentOutcome =
  | { readonly kind: 'enrolled'; readonly result: EnrolmentResult }
  | { readonly kind: 'refused'; readonly code: EnrolmentRefusal; readonly retryAfterMs?: number };

export interface EnrolParts
  extends EnrolmentParts, Pick<HubParts, 'registry' | 'enrolmentFailures'> {
  readonly address: string;
}

/** Makes a till with a good code a station of this hub, or says why not. */
export async function enrol(
  request: EnrolmentRequest,
  parts: EnrolParts,
): Promise<EnrolmentOutcome> {
  const { enrolmentFailures, clock, onEvent, address } = parts;
  const network = networkOf(address);
  const nowMs = clock.monotonicMs();
  const retryAfterMs = enrolmentFailures.retryAfterMs(network, nowMs);
  if (retryAfterMs !== undefined)
    return { kind: 'refused', code: 'too-many-attempts', retryAfterMs };
  const held = isOwnKey(request) ? await readHeld(request.held, parts.vendor) : undefined;
  const admission = held === undefined ? NOT_VALID : await admit(request, held, parts);
  if (admission.kind === 'refused') {
    const { code } = admission;
    // Whoever has a good code is not guessing.
    if (code === 'code-not-valid') enrolmentFailures.note(network, nowMs);
    onEvent({ kind: 'enrolment-refused', reason: code, address });
    return admission;
  }
  const { station, epoch } = admission.admitted;
  onEvent({ kind: 'station-enrolled', station, epoch });
  if (held?.kind === 'refused') {
    onEvent({ kind: 'held-licence-ignored', station, reason: held.code });
  }
  // A socket under the old key has no say any more.
  parts.registry.drop(station);
  return { kind: 'enrolled', result: await resultOf(request, admission, parts) };
}

function isOwnKey({ signature, ...facts }: EnrolmentRequest): boolean {
  const { publicKey } = facts;
  return isSignedByStation({
    purpose: 'enrol',
    facts: enrolmentFacts(facts),
    publicKey,
    signature,
  });
}

interface Admission {
  readonly kind: 'admitted';
  readonly admitted: Admitted;
  readonly licence: EnrolmentLicence;
}

interface NotAdmitted {
  readonly kind: 'refused';
  readonly code: 'code-not-valid' | 'key-not-new';
}

const NOT_VALID: NotAdmitted = { kind: 'refused', code: 'code-not-valid' };

/** The station and the number of its first entitlement are written down together, or neither is. */
function admit(
  { code, publicKey, version, generation, hardware }: EnrolmentRequest,
  held: HeldLicence,
  parts: EnrolParts,
): Promise<Admission | NotAdmitted> {
  const { database, clock, newNonce } = parts;
  const use: CodeUse = {
    codeSha256Hex: codeSha256Hex(code),
    publicKey,
    agentVersion: version,
    newStation: `st-${newNonce()
      .replaceAll(/[^A-Za-z0-9]/g, 'x')
      .slice(0, STATION_CHARS)}`,
    atMs: clock.wallMs(),
  };
  return database.transaction().execute(async (transaction) => {
    if (await isKeyOfBefore(transaction, use)) return { kind: 'refused', code: 'key-not-new' };
    const enrolled = await useCode(transaction, use);
    if (enrolled === undefined) return NOT_VALID;
    const brought = held.kind === 'genuine' ? { held: held.entitlement } : {};
    const { codeSha256Hex: used } = use;
    const admitted = { ...enrolled, ...brought, generation, hardware, codeSha256Hex: used };
    return {
      kind: 'admitted',
      admitted,
      licence: await prepareLicence(transaction, parts, admitted),
    };
  });
}

async function resultOf(
  { publicKey, nonce }: EnrolmentRequest,
  { admitted, licence }: Admission,
  parts: EnrolParts,
): Promise<EnrolmentResult> {
  const asked = { publicKey, nonce };
  const answer = await licenceAnswer(parts, admitted, { licence, asked });
  const { station, epoch } = admitted;
  return { station, epoch, hubEpoch: parts.hubEpoch, pins: [...parts.pins], ...answer };
}
