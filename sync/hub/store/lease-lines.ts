/** What tills write of their leases has its effect on balances here, in the transaction that takes it in. */
import { leaseEntries } from '../../../agent/core/contract/lease-effect.ts';
import type { LedgerEntry } from '../../../agent/core/contract/ledger-entry.ts';
import { chargeOverdraft } from '../contracts/charge-overdraft.ts';
import { leaseLineOf } from '../fleet/lease-line.ts';
import { setAside, type CheckedLine } from '../fleet/line-check.ts';
import type { HubDatabase } from './hub-database.ts';
import { leaseById } from './lease-rows.ts';
import { postEntry, type BalanceName } from './ledgers.ts';

export interface LinesOf {
  readonly station: string;
  readonly epoch: number;
  readonly receivedAtMs: number;
}

/** Marks lines about leases that this hub has not cut for the station: nothing of them is lost. */
export async function withKnownLeases(
  database: HubDatabase,
  station: string,
  lines: readonly CheckedLine[],
): Promise<readonly CheckedLine[]> {
  return Promise.all(
    lines.map(async (checked) =>
      (await isKnown(database, station, checked)) ? checked : setAside(checked, 'lease-unknown'),
    ),
  );
}

/** Posts what lines do to balances. What a till has settled is booked whatever is left of its lease. */
export async function applyLeaseLines(
  database: HubDatabase,
  { station, epoch, receivedAtMs: atMs }: LinesOf,
  lines: readonly CheckedLine[],
): Promise<void> {
  for (const { line, verdict } of lines) {
    const leaseLine = verdict.kind === 'good' ? leaseLineOf(line.kind, line.body) : undefined;
    if (leaseLine === undefined) continue;
    for (const entry of leaseEntries(leaseLine, { station, epoch, seq: line.seq, atMs })) {
      const lease = 'lease' in entry ? await leaseById(database, entry.lease) : undefined;
      if (lease === undefined) continue;
      const { customer, account } = lease;
      await book(database, { customer, account }, entry);
    }
  }
}

/** What a settlement used beyond any grant is charged with it. */
async function book(database: HubDatabase, name: BalanceName, entry: LedgerEntry): Promise<void> {
  const answer = await postEntry(database, name, entry);
  if (answer.kind !== 'posted' || entry.kind !== 'lease-spend') return;
  const { id, ticket, atMs } = entry;
  await chargeOverdraft(database, name, { id, ticket, atMs, overdraft: answer.overdraft });
}

async function isKnown(
  database: HubDatabase,
  station: string,
  { line, verdict }: CheckedLine,
): Promise<boolean> {
  const leaseLine = verdict.kind === 'good' ? leaseLineOf(line.kind, line.body) : undefined;
  if (leaseLine === undefined) return true;
  const place = { station, epoch: 0, seq: line.seq, atMs: 0 };
  for (const entry of leaseEntries(leaseLine, place)) {
    const lease = 'lease' in entry ? await leaseById(database, entry.lease) : undefined;
    if (lease?.station !== station) return false;
  }
  return true;
}
