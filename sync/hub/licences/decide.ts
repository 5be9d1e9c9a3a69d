/**
 * What an entitlement that the hub signs says, and under which number. A licence begins once: what
 * is issued after the first one changes what was asked for and keeps the rest, above all the dates.
 */
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import { dateOfInstant, instantMs } from '../../../agent/core/calendar.ts';
import type { Entitlement, Generation } from '../../../agent/core/entitlement/entitlement.ts';
import { compareGenerations } from '../../../agent/core/entitlement/licensing.ts';
import type { MaintenanceInterval } from '../../../agent/core/entitlement/maintenance-interval.ts';
import { maintenanceYear } from '../../../agent/core/entitlement/maintenance-year.ts';
import type { EntitlementRefusal } from '../../../agent/core/entitlement/refusal.ts';
import { freePeriod, type FreeTerms } from './free-period.ts';

/** What an admin says of a licence when the code for a new till is made. */
export interface LicenceTerms {
  readonly customer: string;
  /** The vendor's zone: in it the days of maintenance begin and end. */
  readonly zone: string;
  readonly product: string;
  readonly edition: string;
}

export type IssueRefusal =
  /** This hub signs nothing, or does not know whose it is. */
  | 'issuer-key-missing'
  /** The key was certified for another time than now. */
  | 'issuer-key-outside-validity'
  /** The station has seen a generation of a newer key than this hub's. */
  | 'key-epoch-old'
  | 'generations-used-up'
  /** The code says nothing of a licence, and the station has none. */
  | 'no-terms'
  /** The station has a licence that this hub has not seen, or none at all. */
  | 'licence-unknown'
  /** The till shows a licence that another station has. */
  | 'licence-elsewhere'
  /** It would be no valid entitlement. */
  | 'licence-invalid'
  /** Others issued to the same station meanwhile, again and again. */
  | 'overtaken';

export interface IssueRefused {
  readonly kind: 'refused';
  readonly code: IssueRefusal;
  /** For an admin: what exactly, and what to do. */
  readonly detail: string;
}

export type EntitlementDraft = Omit<Entitlement, 'generation'>;

export type Drafted = { readonly kind: 'drafted'; readonly draft: EntitlementDraft } | IssueRefused;

/** What becomes of the licence that a till brings along. */
export type HeldStanding =
  | { readonly kind: 'none' }
  | { readonly kind: 'goes-on'; readonly entitlement: Entitlement }
  /** Another station has it, which is not revoked. */
  | { readonly kind: 'elsewhere'; readonly station: string };

export interface EnrolledStation {
  readonly station: string;
  readonly site: string;
  readonly terms: LicenceTerms | undefined;
  /** The till has told of a generation, and so has a licence from somewhere. */
  readonly isLicenceHeard: boolean;
  readonly held: HeldStanding;
  /** As the contract of its site has it; without one, a year. */
  readonly free: FreeTerms | undefined;
  /** For a licence that begins now. */
  readonly licenceId: string;
}

/**
 * A new station's licence begins today, with the time that is free; one that is known, or that the till brings
 * along, only goes on, whatever the terms are.
 */
export function draftAtEnrolment(
  enrolled: EnrolledStation,
  last: Entitlement | undefined,
  issuedAt: string,
): Drafted {
  const { held, terms, free, isLicenceHeard, licenceId, site, station } = enrolled;
  const brought = held.kind === 'goes-on' ? held.entitlement : undefined;
  if (last !== undefined) {
    const isSame = brought?.licence.id === last.licence.id;
    return drafted(isSame ? movedTo(brought, enrolled) : last, issuedAt);
  }
  if (held.kind === 'elsewhere') {
    const cure = 'revoke that station first, or make the code for it';
    return refuseIssue('licence-elsewhere', `${held.station} has the licence it shows: ${cure}`);
  }
  if (brought !== undefined) return drafted(movedTo(brought, enrolled), issuedAt);
  if (isLicenceHeard) {
    const cure = 'send it to the station first, so that its dates stay as they are';
    return refuseIssue('licence-unknown', `it has a licence that is not known here: ${cure}`);
  }
  if (terms === undefined) return refuseIssue('no-terms', 'its code says nothing of a licence');
  const { customer, zone, product, edition } = terms;
  const installedOn = dateOfInstant(instantMs(issuedAt), zone);
  const draft: EntitlementDraft = {
    licence: { id: licenceId, product, edition, issuedTo: { customer, site, station } },
    installedOn,
    zone,
    maintenance:
      free === undefined ? [maintenanceYear(installedOn)] : freePeriod(installedOn, free),
    issuedAt,
  };
  return { kind: 'drafted', draft };
}

export interface LicenceChanges {
  /** What is bought in addition; what was granted before stays. */
  readonly addedMaintenance: readonly MaintenanceInterval[];
  /** `take-back` takes an earlier revocation back; absent, it stays as it is. */
  readonly revocation?: { readonly reason: string } | 'take-back' | undefined;
}

/** The entitlement after the last one, with these changes. */
export function draftNext(
  changes: LicenceChanges,
  last: Entitlement | undefined,
  issuedAt: string,
): Drafted {
  if (last === undefined) {
    const cure = 'enrol it with the terms of a licence, or send it one';
    return refuseIssue('licence-unknown', `this station has no licence from here: ${cure}`);
  }
  const { revocation: _, ...rest } = last;
  const revocation = revocationAfter(changes.revocation, last, issuedAt);
  const maintenance = [...last.maintenance, ...changes.addedMaintenance];
  return drafted(
    { ...rest, maintenance, ...(revocation === undefined ? {} : { revocation }) },
    issuedAt,
  );
}

/** The number after every one of the station's that this hub has issued, sent or heard of. */
export function nextGeneration(
  known: readonly Generation[],
  { keyEpoch, floor, max }: { readonly keyEpoch: number; floor: number; max: number },
): { readonly kind: 'next'; readonly generation: Generation } | IssueRefused {
  const newest = highestGeneration(known);
  if (newest !== undefined && newest.keyEpoch > keyEpoch) {
    const found = `it has seen key epoch ${newest.keyEpoch}, and the issuer key is of ${keyEpoch}`;
    return refuseIssue('key-epoch-old', `${found}: give this hub a key of the newest epoch`);
  }
  const counted = known.find((generation) => generation.keyEpoch === keyEpoch)?.n ?? 0;
  const n = Math.max(counted, floor) + 1;
  return n > max
    ? refuseIssue('generations-used-up', 'rotate the issuer key with --new-epoch')
    : { kind: 'next', generation: { keyEpoch, n } };
}

/** Why a genuine entitlement is not sent to a station; undefined when it is. */
export function refusalOfSending(
  entitlement: Entitlement,
  {
    station,
    known,
    same,
  }: {
    readonly station: string;
    readonly known: readonly Generation[];
    /** What is held under the same number. */
    readonly same: Entitlement | undefined;
  },
): EntitlementRefusal | undefined {
  if (entitlement.licence.issuedTo.station !== station) return 'wrong-station';
  const newest = highestGeneration(known);
  if (newest === undefined || compareGenerations(entitlement.generation, newest) > 0) {
    return undefined;
  }
  const isOther = same !== undefined && canonicalJson(same) !== canonicalJson(entitlement);
  return isOther ? 'generation-reused' : 'older-generation';
}

export function refuseIssue(code: IssueRefusal, detail: string): IssueRefused {
  return { kind: 'refused', code, detail };
}

function highestGeneration(known: readonly Generation[]): Generation | undefined {
  return known.toSorted(compareGenerations).at(-1);
}

/**
 * The same licence at another station, which takes the place of the one before in its contract. It is
 * not bound to the computer of the one before any more.
 */
export function movedTo(
  entitlement: Entitlement,
  { station, site }: Pick<EnrolledStation, 'station' | 'site'>,
): Entitlement {
  const { licence, contract } = entitlement;
  const { customer, station: before } = licence.issuedTo;
  if (before === station) return entitlement;
  const { fingerprint: _, ...rest } = entitlement;
  const stations = contract?.stations.map((covered) => (covered === before ? station : covered));
  return {
    ...rest,
    licence: { ...licence, issuedTo: { customer, site, station } },
    ...(contract === undefined ? {} : { contract: { ...contract, stations: stations ?? [] } }),
  };
}

/** A date by which a fresher one was expected means nothing for this one. */
export function drafted(entitlement: Entitlement, issuedAt: string): Drafted {
  const { generation: _, refreshBy, ...content } = entitlement;
  const isAhead = refreshBy !== undefined && refreshBy > issuedAt;
  return {
    kind: 'drafted',
    draft: { ...content, issuedAt, ...(isAhead ? { refreshBy } : {}) },
  };
}

function revocationAfter(
  change: LicenceChanges['revocation'],
  { revocation, zone }: Entitlement,
  issuedAt: string,
): Entitlement['revocation'] {
  if (change === undefined) return revocation;
  if (change === 'take-back') return undefined;
  return { on: dateOfInstant(instantMs(issuedAt), zone), reason: change.reason };
}
