import type { PlainDate } from '../calendar.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';

export const OWN_COVERAGES = ['covered', 'not-covered', 'ended'] as const;

export type OwnCoverage = (typeof OWN_COVERAGES)[number];

/**
 * Whether a till is one of the stations its contract names; undefined for one that names none, under
 * which it does not matter, and without a contract.
 */
export function ownCoverage(
  entitlement: Entitlement | undefined,
  today: PlainDate | undefined,
): OwnCoverage | undefined {
  const { contract, licence } = entitlement ?? {};
  if (contract === undefined || licence === undefined || contract.stations.length === 0) {
    return undefined;
  }
  const { endsOn, stations } = contract;
  if (endsOn !== undefined && today !== undefined && endsOn < today) return 'ended';
  return stations.includes(licence.issuedTo.station) ? 'covered' : 'not-covered';
}
