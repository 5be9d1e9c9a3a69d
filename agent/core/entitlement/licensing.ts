/**
 * What a till remembers of its licence, and how it changes: an entitlement replaces an older one and
 * never a newer one; evidence of the time rises; running time without a licence adds up.
 */
import { canonicalJson } from '../canonical/canonical-json.ts';
import { instantMs } from '../calendar.ts';
import {
  clockStanding,
  CLOCK_TOLERANCE_MS,
  NO_EVIDENCE,
  withEvidence,
  withSignedTime,
  type ClockEvidence,
  type EvidenceSource,
  type SignedMoment,
} from './clock-evidence.ts';
import type { Entitlement, Generation } from './entitlement.ts';
import type { LicenceStanding } from './licence-status.ts';
import type { EntitlementRefusal } from './refusal.ts';

export interface Licensing {
  /** The one in force. It is never read back as it is, but unsealed from `document` at each start. */
  readonly entitlement?: Entitlement | undefined;
  /** The parts of this computer under its salt: read at each start, like the entitlement itself. */
  readonly components?: readonly string[] | undefined;
  /** What was last written down of them, for which entitlement: by it the hub knows this computer. */
  readonly hardwareNoted?: HardwareNoted | undefined;
  /** The signed text it came in. */
  readonly document?: string | undefined;
  /** The highest ever taken: a document that is no longer believed does not lower it. */
  readonly generation?: Generation | undefined;
  readonly evidence: ClockEvidence;
  /** Running time without an entitlement. It is not given back when one comes. */
  readonly unlicensedMs: number;
  /** Where the till stood when it last wrote that down. */
  readonly standing?: LicenceStanding | undefined;
  /** Why the document the till holds is not believed any more, until another is taken. */
  readonly heldRefusal?: EntitlementRefusal | undefined;
}

interface HardwareNoted {
  readonly generation: Generation;
  readonly hashes: readonly string[];
}

export const NEW_LICENSING: Licensing = { evidence: NO_EVIDENCE, unlicensedMs: 0 };

export type LicensingEvent =
  /** Its signature is verified; whether it is for this till is decided here. */
  | {
      readonly kind: 'entitlement-offered';
      readonly entitlement: Entitlement;
      /** The parts of this computer under the salt of its fingerprint; undefined: it has none. */
      readonly components?: readonly string[] | undefined;
      readonly document: string;
      readonly station: string;
    }
  /** The document the till holds is verified again, at the start; undefined: it is not believed. */
  | {
      readonly kind: 'entitlement-unsealed';
      readonly entitlement: Entitlement | undefined;
      readonly components?: readonly string[] | undefined;
      readonly station: string;
    }
  /** A signed time has answered this till's own nonce. */
  | { readonly kind: 'time-signed'; readonly signed: SignedMoment }
  | { readonly kind: 'evidence-seen'; readonly source: EvidenceSource; readonly atMs: number }
  /** The agent has run for so long since it last said so, on the monotonic clock. */
  | { readonly kind: 'running-noted'; readonly ms: number };

export type LicensingAnswer =
  | { readonly kind: 'done' }
  /** It is the one the till holds already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly code: EntitlementRefusal };

export interface LicensingStep {
  readonly licensing: Licensing;
  readonly answer: LicensingAnswer;
}

/** Decides what an event comes to. A refusal changes nothing. */
export function stepLicensing(licensing: Licensing, event: LicensingEvent): LicensingStep {
  const { evidence } = licensing;
  switch (event.kind) {
    case 'entitlement-offered':
      return offered(licensing, event);
    case 'entitlement-unsealed':
      return unsealed(licensing, event);
    case 'time-signed':
      return done({ ...licensing, evidence: withSignedTime(evidence, event.signed) });
    case 'evidence-seen':
      return done({ ...licensing, evidence: seen(evidence, event.source, event.atMs) });
    case 'running-noted':
      return done(
        licensing.entitlement === undefined
          ? { ...licensing, unlicensedMs: licensing.unlicensedMs + Math.max(0, event.ms) }
          : licensing,
      );
  }
}

function offered(
  licensing: Licensing,
  event: Extract<LicensingEvent, { kind: 'entitlement-offered' }>,
): LicensingStep {
  const { entitlement, components, document, station } = event;
  const held = licensing.entitlement;
  const { generation: newest } = licensing;
  if (entitlement.licence.issuedTo.station !== station) return refuse(licensing, 'wrong-station');
  const order = newest === undefined ? 1 : compareGenerations(entitlement.generation, newest);
  if (order < 0) return refuse(licensing, 'older-generation');
  if (order === 0 && held !== undefined) {
    return canonicalJson(entitlement) === canonicalJson(held)
      ? { licensing, answer: { kind: 'unchanged' } }
      : refuse(licensing, 'generation-reused');
  }
  const { generation, issuedAt } = entitlement;
  const evidence = withEvidence(licensing.evidence, 'document', instantMs(issuedAt));
  const { heldRefusal: _, ...rest } = licensing;
  return done({ ...rest, entitlement, components, document, generation, evidence });
}

/** The store is only a file: what it holds counts for what its signature says, and no more. */
function unsealed(
  licensing: Licensing,
  event: Extract<LicensingEvent, { kind: 'entitlement-unsealed' }>,
): LicensingStep {
  const { entitlement, components, station } = event;
  const others = keptLicensing(licensing);
  if (entitlement === undefined) return done(others);
  if (entitlement.licence.issuedTo.station !== station) return refuse(others, 'wrong-station');
  const { generation = entitlement.generation } = licensing;
  return compareGenerations(entitlement.generation, generation) < 0
    ? refuse(others, 'older-generation')
    : done({ ...licensing, entitlement, components, generation });
}

/** Lines written under a clock that a signed time has shown to be ahead prove nothing. */
function seen(evidence: ClockEvidence, source: EvidenceSource, atMs: number): ClockEvidence {
  const isAhead =
    source === 'journal' && clockStanding(evidence, atMs, CLOCK_TOLERANCE_MS) === 'ahead';
  return isAhead ? evidence : withEvidence(evidence, source, atMs);
}

/** What may be kept of it: the entitlement only in its signed text, this computer's parts not at all. */
export function keptLicensing(licensing: Licensing): Licensing {
  const { entitlement: _, components: __, ...kept } = licensing;
  return kept;
}

/** Negative when `a` is older than `b`: the epoch decides, then the count within it. */
export function compareGenerations(a: Generation, b: Generation): number {
  return a.keyEpoch === b.keyEpoch ? a.n - b.n : a.keyEpoch - b.keyEpoch;
}

function done(licensing: Licensing): LicensingStep {
  return { licensing, answer: { kind: 'done' } };
}

function refuse(licensing: Licensing, code: EntitlementRefusal): LicensingStep {
  return { licensing, answer: { kind: 'refused', code } };
}
