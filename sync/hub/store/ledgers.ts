/** The balances of customers: entries in the order they were posted, which is what they add up from. */
import { foldEntries, post, type Ledger } from '../../../agent/core/contract/ledger.ts';
import type { LedgerAnswer, LedgerEntry } from '../../../agent/core/contract/ledger-entry.ts';
import type { HubDatabase } from './hub-database.ts';

/** One balance of a customer. */
export interface BalanceName {
  readonly customer: string;
  /** Such as `credits`, `pool-remote` or `wallet`. */
  readonly account: string;
}

/** A grant keeps what is held of it past its expiry: what a till was promised stays promised. */
export const HUB_RULE = { holdProtects: true };

export async function ledgerOf(database: HubDatabase, name: BalanceName): Promise<Ledger> {
  return foldEntries(await entriesOf(database, name), HUB_RULE);
}

/** The entries of a balance in the order they were posted. */
export async function entriesOf(
  database: HubDatabase,
  { customer, account }: BalanceName,
): Promise<readonly LedgerEntry[]> {
  const rows = await database
    .selectFrom('ledger_entries')
    .select(['body'])
    .where('customer', '=', customer)
    .where('account', '=', account)
    .orderBy('position')
    .execute();
  return rows.map(({ body }): LedgerEntry => JSON.parse(body));
}

/** The entry of an id, if it was posted. */
export async function entryOf(
  database: HubDatabase,
  { customer, account }: BalanceName,
  entry: string,
): Promise<LedgerEntry | undefined> {
  const row = await database
    .selectFrom('ledger_entries')
    .select('body')
    .where('customer', '=', customer)
    .where('account', '=', account)
    .where('entry', '=', entry)
    .executeTakeFirst();
  return row === undefined ? undefined : JSON.parse(row.body);
}

/** The accounts a customer has anything in. */
export async function accountsOf(
  database: HubDatabase,
  customer: string,
): Promise<readonly string[]> {
  const rows = await database
    .selectFrom('ledger_entries')
    .select('account')
    .distinct()
    .where('customer', '=', customer)
    .orderBy('account')
    .execute();
  return rows.map(({ account }) => account);
}

/** Posts an entry in the caller's transaction, which holds the write lock: two at once wait. */
export async function postEntry(
  database: HubDatabase,
  name: BalanceName,
  entry: LedgerEntry,
): Promise<LedgerAnswer> {
  const entries = await entriesOf(database, name);
  const { answer } = post(foldEntries(entries, HUB_RULE), entry);
  if (answer.kind !== 'posted') return answer;
  await database
    .insertInto('ledger_entries')
    .values({
      ...name,
      entry: entry.id,
      at_ms: entry.atMs,
      position: entries.length + 1,
      body: JSON.stringify(entry),
    })
    .execute();
  return answer;
}
