/** Leases: cut from a balance and sent, asked back, and given up. All leases never exceed the balance. */
import { createHash } from 'node:crypto';
import { totalOf } from '../../../agent/core/contract/parts.ts';
import { commandBodies } from '../../protocol/commands.ts';
import { leaseSchema } from '../../trust/lease-schema.ts';
import { signDocument } from '../../trust/sign-document.ts';
import { HubError } from '../hub-error.ts';
import { isValidAt, type Issuer } from '../licences/vendor.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { addLease, leaseById, type CutLease } from '../store/lease-rows.ts';
import { ledgerOf, postEntry } from '../store/ledgers.ts';
import { addCommand } from '../store/mailbox.ts';
import { stationById } from '../store/stations.ts';
import type { BalanceRefused } from './balance-desk.ts';
import { termsAt } from './customer-terms.ts';
import type { Desk } from './desk.ts';
import { usesAccount, type Account } from './plan-accounts.ts';
import { postOnce } from './post-once.ts';

export type LeaseRefused =
  | BalanceRefused
  | { readonly kind: 'refused'; readonly code: LeaseDeskRefusal };

export type LeaseDeskRefusal =
  /** This hub has no key that may sign at present. */
  | 'lease-key-missing'
  /** Nothing is sent to it any more. */
  | 'station-revoked';

export interface LeaseOrder {
  readonly station: string;
  readonly account: Account;
  readonly amount: number;
  /** Made by the one who asks, and kept on a retry. */
  readonly id: string;
}

export type LeaseCut =
  | { readonly kind: 'cut' | 'repeated'; readonly lease: string; readonly customer: string }
  | LeaseRefused;

/**
 * Cuts a lease from the balance of the station's customer, and sends it. It is signed first and
 * unseen, and thrown away unless the balance still reaches when everything is written at once.
 */
export async function cutLease(desk: Desk, order: LeaseOrder): Promise<LeaseCut> {
  const { database, nowMs, vendor } = desk;
  const { station, account, amount, id } = order;
  const lease = leaseIdOf(order);
  const before = await leaseById(database, lease);
  if (before !== undefined) return cutBefore(before, order);
  if (await isRevoked(database, station)) return refused('station-revoked');
  const customer = await customerOf(database, order, nowMs());
  if (customer.kind === 'refused') return customer;
  const issuedAtMs = nowMs();
  const issuer = vendor?.issuer;
  if (!canSign(issuer, issuedAtMs)) return refused('lease-key-missing');
  const issuedAt = new Date(issuedAtMs).toISOString();
  const payload = leaseSchema.parse({ id: lease, station, account, amount, issuedAt });
  const document = await signDocument('lease', payload, issuer.signer);
  const name = { customer: customer.id, account };
  const made: CutLease = { ...name, lease, station, amount, document, issuedAtMs };
  const outcome = await database
    .transaction()
    .execute((transaction) => keepCut(transaction, desk, { order, made, id }));
  if (outcome.kind === 'cut') desk.onMail(station);
  return outcome;
}

interface Cutting {
  readonly order: LeaseOrder;
  readonly made: CutLease;
  readonly id: string;
}

async function keepCut(
  database: HubDatabase,
  desk: Desk,
  { order, made, id }: Cutting,
): Promise<LeaseCut> {
  const { lease, station, customer, account, amount, document, issuedAtMs } = made;
  const before = await leaseById(database, lease);
  if (before !== undefined) return cutBefore(before, order);
  const cut = { kind: 'lease-cut', id: `cut/${lease}`, atMs: issuedAtMs, lease, amount } as const;
  const answer = await postEntry(database, { customer, account }, cut);
  if (answer.kind === 'refused') return answer;
  await addLease(database, made);
  const body = { ...commandBodies.lease.parse({ document }) };
  const mail = { station, kind: 'lease', body, notAfterMs: undefined, issuedAtMs } as const;
  const command = await addCommand(database, mail);
  const details = { lease, customer, account, amount, command, id };
  await desk.note(database, { act: 'lease-cut', subject: station, details });
  return { kind: 'cut', lease, customer };
}

export type LeaseAsked = { readonly kind: 'asked'; readonly command: number } | LeaseRefused;

/** Asks the till for what is left of a lease; it answers when nothing stands on it any more. */
export async function askLeaseBack(desk: Desk, lease: CutLease): Promise<LeaseAsked> {
  const { lease: id, station } = lease;
  const outcome = await desk.database
    .transaction()
    .execute(async (database): Promise<LeaseAsked> => {
      const state = (await ledgerOf(database, lease)).leases.get(id)?.state;
      if (state !== 'open') return { kind: 'refused', code: 'lease-ended', missing: 0 };
      if (await isRevoked(database, station)) return refused('station-revoked');
      const command = await addCommand(database, {
        station,
        kind: 'lease-close',
        body: { ...commandBodies['lease-close'].parse({ lease: id }) },
        notAfterMs: undefined,
        issuedAtMs: desk.nowMs(),
      });
      const details = { lease: id, command };
      await desk.note(database, { act: 'lease-asked-back', subject: station, details });
      return { kind: 'asked', command };
    });
  if (outcome.kind === 'asked') desk.onMail(station);
  return outcome;
}

export type LeaseWrittenOff =
  | { readonly kind: 'written-off'; readonly amount: number }
  | { readonly kind: 'repeated' }
  | LeaseRefused;

/** Gives up a lease whose till will not come back: what is left of it counts as spent. */
export function writeOffLease(
  desk: Desk,
  lease: CutLease,
  reason: string,
): Promise<LeaseWrittenOff> {
  return desk.database.transaction().execute(async (database): Promise<LeaseWrittenOff> => {
    const { lease: id, station, customer, account } = lease;
    const answer = await postOnce(
      database,
      { customer, account },
      {
        id: `off/${id}`,
        nowMs: desk.nowMs(),
        entry: (atMs) => ({ kind: 'lease-written-off', id: `off/${id}`, atMs, lease: id }),
      },
    );
    if (answer.kind !== 'posted') return answer;
    const amount = totalOf(answer.from);
    const details = { lease: id, customer, account, amount, reason };
    await desk.note(database, { act: 'lease-written-off', subject: station, details });
    return { kind: 'written-off', amount };
  });
}

/** The same request has the same lease, at this station or at another. */
function leaseIdOf({ station, id }: LeaseOrder): string {
  const hash = createHash('sha256').update(JSON.stringify([station, id]));
  return `lease-${hash.digest('hex').slice(0, LEASE_ID_HEX)}`;
}

/** 128 bits. */
const LEASE_ID_HEX = 32;

function cutBefore(before: CutLease, { account, amount }: LeaseOrder): LeaseCut {
  const { lease, customer } = before;
  return before.account === account && before.amount === amount
    ? { kind: 'repeated', lease, customer }
    : { kind: 'refused', code: 'id-taken', missing: 0 };
}

type Customer = { readonly kind: 'found'; readonly id: string } | BalanceRefused;

/** Whose station it is, as far as a contract that works with the account says. */
async function customerOf(
  database: HubDatabase,
  { station, account }: LeaseOrder,
  atMs: number,
): Promise<Customer> {
  const found = (await termsAt(database, atMs)).filter(
    (terms) =>
      terms.isInForce && terms.contract.stations.includes(station) && usesAccount(terms, account),
  );
  const [id, ...others] = new Set(found.map(({ contract }) => contract.customer));
  if (id === undefined) return { kind: 'refused', code: 'contract-missing' };
  if (others.length > 0) return { kind: 'refused', code: 'contract-ambiguous' };
  return { kind: 'found', id };
}

/** Throws `HubError` for one that is not there. */
async function isRevoked(database: HubDatabase, station: string): Promise<boolean> {
  const found = await stationById(database, station);
  if (found === undefined) throw new HubError('station-unknown', `there is no station ${station}`);
  return found.isRevoked;
}

function canSign(issuer: Issuer | undefined, atMs: number): issuer is Issuer {
  return issuer !== undefined && isValidAt(issuer, new Date(atMs).toISOString());
}

function refused(code: LeaseDeskRefusal): LeaseRefused {
  return { kind: 'refused', code };
}
