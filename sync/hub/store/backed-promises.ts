/** What of a till's promise stands: it promises from what it was lent, and lends nothing to itself. */
import type { Hold } from '../../../agent/core/contract/decision.ts';
import { totalOf } from '../../../agent/core/contract/parts.ts';
import type { HubDatabase } from './hub-database.ts';
import { leasesAt } from './lease-rows.ts';
import { ledgerOf } from './ledgers.ts';
import { listTickets } from './tickets.ts';

/**
 * Of each account as much as the leases of the station have left and no other open ticket of it has:
 * the rest of the work is held and settled here.
 */
export async function backedPromises(
  database: HubDatabase,
  station: string,
  claimed: readonly Hold[],
): Promise<readonly Hold[]> {
  if (claimed.length === 0) return [];
  const open = await listTickets(database, { isOpen: true, station });
  const taken = open.flatMap(({ promised }) => promised);
  const backed: Hold[] = [];
  for (const { account, amount } of claimed) {
    const known = [...taken, ...backed].filter((one) => one.account === account);
    const lent = await lentOf(database, station, account);
    const free = lent - known.reduce((sum, one) => sum + one.amount, 0);
    if (free > 0) backed.push({ account, amount: Math.min(amount, free) });
  }
  return backed;
}

/** What was written off is spent already, and so stands behind a promise as well. */
async function lentOf(database: HubDatabase, station: string, account: string): Promise<number> {
  const leases = (await leasesAt(database, station)).filter((one) => one.account === account);
  let lent = 0;
  for (const { lease, customer } of leases) {
    const { leases: held } = await ledgerOf(database, { customer, account });
    const { state, left = [] } = held.get(lease) ?? {};
    if (state !== 'closed') lent += totalOf(left);
  }
  return lent;
}
