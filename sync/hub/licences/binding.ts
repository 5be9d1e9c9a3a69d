/**
 * To which computer a licence is bound. The hub judges by the hashes it holds: a till tells only which
 * parts its computer has.
 */
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import {
  bindingOf,
  fingerprintOf,
  type Binding,
  type HardwareHashes,
} from '../../../agent/core/entitlement/hardware.ts';
import { drafted, refuseIssue, type Drafted, type EntitlementDraft } from './decide.ts';

/** Bound to this computer; as it was where nothing is known of any. */
export function boundTo(
  draft: EntitlementDraft,
  hardware: HardwareHashes | undefined,
): EntitlementDraft {
  const fingerprint = hardware && fingerprintOf(hardware);
  return fingerprint === undefined ? draft : { ...draft, fingerprint };
}

/** How a till's computer stands to its licence; undefined where they were hashed under other salts. */
export function bindingAtHub(
  { fingerprint }: Pick<Entitlement, 'fingerprint'>,
  { salt, hashes }: HardwareHashes,
): Binding | undefined {
  const isComparable = fingerprint === undefined || fingerprint.salt === salt;
  return isComparable ? bindingOf(fingerprint, hashes) : undefined;
}

/** The same licence for the parts that its computer has now; only where enough of them matched. */
export function draftReanchored(
  hardware: HardwareHashes,
  last: Entitlement | undefined,
  issuedAt: string,
): Drafted {
  if (last === undefined || bindingAtHub(last, hardware)?.kind !== 'drifted') {
    return refuseIssue(
      'overtaken',
      'its licence is not one for the same computer with other parts',
    );
  }
  const next = drafted(last, issuedAt);
  return next.kind === 'drafted' ? { ...next, draft: boundTo(next.draft, hardware) } : next;
}
