/**
 * What a till remembers of its licence, and how it changes: an entitlement replaces an older one and
 * never a newer one; evidence of the time rises; running time without a licence adds up.
 */
import { canonicalJson } from '../canonical/canonical-json.ts';
import { instantMs } from '../calendar.ts';
import {
  NO_EVIDENCE,
  withEvidence,
  withSignedTime,
  type ClockEvidence,
  type EvidenceSource,
  type SignedMoment,
} from './clock-evidence.ts';
import type { Entitlement, Generation } from './entitlement.ts';
import type { EntitlementRefusal } from './refusal.ts';

export interface Licensing {
  readonly entitlement?: Entitlement | undefined;
  readonly evidence: ClockEvidence;
  /** Running time without an entitlement. It is not given back when one comes. */
  readonly unlicensedMs: number;
}

export const NEW_LICENSING: Licensing = { evidence: NO_EVIDENCE, unlicensedMs: 0 };

export type LicensingEvent =
  /** Its signature is verified; whether it is for this till is decided here. */
  | {
      readonly kind: 'entitlement-offered';
      readonly entitlement: Entitlement;
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
      return offered(licensing, event.entitlement, event.station);
    case 'time-signed':
      return done({ ...licensing, evidence: withSignedTime(evidence, event.signed) });
    case 'evidence-seen':
      return done({ ...licensing, evidence: withEvidence(evidence, event.source, event.atMs) });
    case 'running-noted':
      return done(
        licensing.entitlement === undefined
          ? { ...licensing, unlicensedMs: licensing.unlicensedMs + Math.max(0, event.ms) }
          : licensing,
      );
  }
}

function offered(licensing: Licensing, entitlement: Entitlement, station: string): LicensingStep {
  const held = licensing.entitlement;
  if (entitlement.licence.issuedTo.station !== station) return refuse(licensing, 'wrong-station');
  const order =
    held === undefined ? 1 : compareGenerations(entitlement.generation, held.generation);
  if (order < 0) return refuse(licensing, 'older-generation');
  if (order === 0) {
    return canonicalJson(entitlement) === canonicalJson(held)
      ? { licensing, answer: { kind: 'unchanged' } }
      : refuse(licensing, 'generation-reused');
  }
  const evidence = withEvidence(licensing.evidence, 'document', instantMs(entitlement.issuedAt));
  return done({ ...licensing, entitlement, evidence });
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
