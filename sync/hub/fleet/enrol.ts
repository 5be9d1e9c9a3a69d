import {
  enrolmentFacts,
  type EnrolmentRefusal,
  type EnrolmentRequest,
  type EnrolmentResult,
} from '../../protocol/enrolment.ts';
import { isSignedByStation } from '../../trust/station-key.ts';
import type { HubParts } from '../hub-parts.ts';
import { useCode } from '../store/enrolments.ts';
import { codeSha256Hex } from './enrolment-code.ts';

/** Bits of a nonce that a station's name is made of. */
const STATION_CHARS = 16;

export type EnrolmentOutcome =
  | { readonly kind: 'enrolled'; readonly result: EnrolmentResult }
  | { readonly kind: 'refused'; readonly code: EnrolmentRefusal; readonly retryAfterMs?: number };

export interface EnrolmentParts extends Pick<
  HubParts,
  | 'database'
  | 'hubEpoch'
  | 'authority'
  | 'pins'
  | 'clock'
  | 'newNonce'
  | 'registry'
  | 'failures'
  | 'onEvent'
> {
  readonly address: string;
}

/** Makes a till with a good code a station of this hub, or says why not. */
export async function enrol(
  request: EnrolmentRequest,
  parts: EnrolmentParts,
): Promise<EnrolmentOutcome> {
  const { failures, clock, address, onEvent } = parts;
  const nowMs = clock.monotonicMs();
  const retryAfterMs = failures.retryAfterMs(address, nowMs);
  if (retryAfterMs !== undefined)
    return { kind: 'refused', code: 'too-many-attempts', retryAfterMs };
  const enrolled = isOwnKey(request) ? await useOf(request, parts) : undefined;
  if (enrolled === undefined) {
    failures.note(address, nowMs);
    onEvent({ kind: 'enrolment-refused', reason: 'code-not-valid', address });
    return { kind: 'refused', code: 'code-not-valid' };
  }
  onEvent({ kind: 'station-enrolled', station: enrolled.station, epoch: enrolled.epoch });
  // A socket under the old key has no say any more.
  parts.registry.drop(enrolled.station);
  return { kind: 'enrolled', result: await resultOf(request, enrolled, parts) };
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

function useOf(
  { code, publicKey, version }: EnrolmentRequest,
  { database, clock, newNonce }: EnrolmentParts,
): ReturnType<typeof useCode> {
  return useCode(database, {
    codeSha256Hex: codeSha256Hex(code),
    publicKey,
    agentVersion: version,
    newStation: `st-${newNonce()
      .replaceAll(/[^A-Za-z0-9]/g, 'x')
      .slice(0, STATION_CHARS)}`,
    atMs: clock.wallMs(),
  });
}

async function resultOf(
  { publicKey, nonce }: EnrolmentRequest,
  { station, site, epoch }: { station: string; site: string; epoch: number },
  { authority, hubEpoch, pins }: EnrolmentParts,
): Promise<EnrolmentResult> {
  const facts = { station, site, publicKey, nonce, epoch, pins };
  const signed = (await authority.signEnrolment?.(facts)) ?? {};
  return { station, epoch, hubEpoch, pins: [...pins], ...signed };
}
