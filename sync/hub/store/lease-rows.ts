import type { HubDatabase } from './hub-database.ts';
import type { BalanceName } from './ledgers.ts';

/** A lease as the hub has cut it; what is left of it is in the balance's ledger. */
export interface CutLease extends BalanceName {
  readonly lease: string;
  readonly station: string;
  readonly amount: number;
  readonly document: string;
  readonly issuedAtMs: number;
}

export async function addLease(database: HubDatabase, lease: CutLease): Promise<void> {
  const { customer, account, amount, document } = lease;
  await database
    .insertInto('leases')
    .values({
      lease: lease.lease,
      station_id: lease.station,
      customer,
      account,
      amount,
      document,
      issued_at_ms: lease.issuedAtMs,
    })
    .execute();
}

export async function leaseById(
  database: HubDatabase,
  lease: string,
): Promise<CutLease | undefined> {
  const row = await database
    .selectFrom('leases')
    .select(COLUMNS)
    .where('lease', '=', lease)
    .executeTakeFirst();
  return row === undefined ? undefined : cutLeaseOf(row);
}

/** All leases of a customer, in the order they were cut. */
export async function leasesOf(
  database: HubDatabase,
  customer: string,
): Promise<readonly CutLease[]> {
  const rows = await database
    .selectFrom('leases')
    .select(COLUMNS)
    .where('customer', '=', customer)
    .orderBy('issued_at_ms')
    .orderBy('lease')
    .execute();
  return rows.map(cutLeaseOf);
}

/** All that a station was lent. */
export async function leasesAt(
  database: HubDatabase,
  station: string,
): Promise<readonly CutLease[]> {
  const rows = await database
    .selectFrom('leases')
    .select(COLUMNS)
    .where('station_id', '=', station)
    .execute();
  return rows.map(cutLeaseOf);
}

const COLUMNS = [
  'lease',
  'station_id',
  'customer',
  'account',
  'amount',
  'document',
  'issued_at_ms',
] as const;

function cutLeaseOf(row: {
  readonly lease: string;
  readonly station_id: string;
  readonly customer: string;
  readonly account: string;
  readonly amount: number;
  readonly document: string;
  readonly issued_at_ms: number;
}): CutLease {
  const { lease, customer, account, amount, document } = row;
  const { station_id: station, issued_at_ms: issuedAtMs } = row;
  return { lease, station, customer, account, amount, document, issuedAtMs };
}
