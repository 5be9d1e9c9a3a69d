/** Issues a station its next entitlement where that carries another contract than its last one. */
import { canonicalJson } from '../../../agent/core/canonical/canonical-json.ts';
import type { Contract, Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { draftNext, type IssueRefusal } from '../licences/decide.ts';
import { issue, type SignedEntitlement } from '../licences/issue.ts';
import { addEntitlementCommand, keepIssued } from '../licences/send.ts';
import type { Issuer } from '../licences/vendor.ts';
import { lastEntitlement } from '../store/entitlements.ts';
import type { FleetRow } from '../store/fleet-list.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { carriedContract, type Carried } from './carried-contract.ts';
import type { NoContract } from './contract-for-station.ts';
import type { Desk } from './desk.ts';
import type { BooksReader } from './known-books.ts';

export type StationResult =
  | 'sent'
  /** It is covered no more, and was sent an entitlement without a contract. */
  | 'withdrawn'
  | 'unchanged'
  /** Named, and not enrolled. */
  | 'station-unknown'
  | 'station-revoked'
  | 'licence-missing'
  | Exclude<NoContract, 'not-covered'>
  | IssueRefusal;

export interface Sending {
  readonly station: string;
  /** Undefined where it is not enrolled. */
  readonly row: FleetRow | undefined;
  /** On whose account, where it is that of one contract. */
  readonly contract?: string;
  readonly issuer: Issuer;
  readonly books: BooksReader;
}

/** Once more with the same books it issues nothing. */
export async function sendToStation(desk: Desk, sending: Sending): Promise<StationResult> {
  const { station, row, issuer, books } = sending;
  const { database, nowMs, onMail } = desk;
  if (row === undefined) return 'station-unknown';
  if (row.isRevoked) return 'station-revoked';
  const last = await lastEntitlement(database, station);
  if (last === undefined) return 'licence-missing';
  const before = last.contract;
  const place = { station, site: last.licence.issuedTo.site };
  const next = carriedContract(await books.read(database), { place, before });
  if (isSameContract(before, next.contract)) return unchanged(next.found);
  const outcome = await issue<{ readonly kind: StationResult }>(
    { database, nowMs, issuer, books },
    { station, draft: (newest, at) => draftNext({ addedMaintenance: [] }, newest, at) },
    {
      keep: (transaction, signed, isOvertaken) =>
        keep(desk, { transaction, signed, isOvertaken, sending }),
    },
  );
  if (outcome.kind === 'refused') return outcome.code;
  if (outcome.kind !== 'unchanged') onMail(station);
  return outcome.kind;
}

interface Keeping {
  readonly transaction: HubDatabase;
  readonly signed: SignedEntitlement;
  readonly isOvertaken: boolean;
  readonly sending: Sending;
}

async function keep(
  desk: Desk,
  { transaction, signed, isOvertaken, sending }: Keeping,
): Promise<{ readonly kind: StationResult } | undefined> {
  const { station, contract } = sending;
  const { licence, generation } = signed.entitlement;
  if (isOvertaken) {
    const last = await lastEntitlement(transaction, station);
    return carriesSame(last, signed.entitlement) ? { kind: 'unchanged' } : undefined;
  }
  await keepIssued(transaction, signed);
  await addEntitlementCommand(transaction, signed);
  const kind = signed.entitlement.contract === undefined ? 'withdrawn' : 'sent';
  const number = `${generation.keyEpoch}.${generation.n}`;
  const of = contract === undefined ? {} : { contract };
  const details = { ...of, result: kind, licence: licence.id, generation: number };
  await desk.note(transaction, { act: 'contract-sent', subject: station, details });
  return { kind };
}

/** Nothing is issued; where the books do not reach the station, why. */
function unchanged(found: Carried['found']): StationResult {
  if (found.kind === 'covered') return 'unchanged';
  switch (found.reason) {
    case 'not-covered':
      return 'unchanged';
    case 'other-customer':
    case 'plan-unknown':
      return found.reason;
  }
}

function carriesSame(last: Entitlement | undefined, signed: Entitlement): boolean {
  return last !== undefined && isSameContract(last.contract, signed.contract);
}

/** Whether two contracts say the same, to the letter. */
export function isSameContract(one: Contract | undefined, other: Contract | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalJson(one) === canonicalJson(other);
}
