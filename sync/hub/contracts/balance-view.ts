/** What a customer has: statements of the balances, and the leases that were cut from them. */
import type { Ledger } from '../../../agent/core/contract/ledger.ts';
import { totalOf } from '../../../agent/core/contract/parts.ts';
import { tableCsv } from '../books/csv.ts';
import { chainLines } from '../store/chain-lines.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { leasesOf, type CutLease } from '../store/lease-rows.ts';
import { accountsOf, entriesOf, HUB_RULE, ledgerOf } from '../store/ledgers.ts';
import { statementOf, type Period, type Statement } from './balance.ts';
import { termsFor } from './customer-terms.ts';
import { ACCOUNTS, isLow, usesAccount } from './plan-accounts.ts';
import { LEASE_WORD_KINDS, promisesOf, type TillPromises } from './till-promises.ts';

export interface AccountStatement extends Statement {
  readonly account: string;
  /** At the end of the period nothing much is left. */
  readonly isLow: boolean;
}

/** Of one account of a customer, or of all of them. */
export async function statements(
  database: HubDatabase,
  { customer, account }: { readonly customer: string; readonly account?: string | undefined },
  period: Period,
): Promise<readonly AccountStatement[]> {
  const accounts = account === undefined ? await accountsOf(database, customer) : [account];
  const found: AccountStatement[] = [];
  for (const each of accounts) {
    const entries = await entriesOf(database, { customer, account: each });
    const statement = statementOf(entries, HUB_RULE, period);
    const left = statement.closing - statement.held;
    found.push({
      account: each,
      ...statement,
      isLow: await isLowOf(database, { customer, account: each, left }, period.nowMs),
    });
  }
  return found;
}

async function isLowOf(
  database: HubDatabase,
  { customer, account, left }: { customer: string; account: string; left: number },
  atMs: number,
): Promise<boolean> {
  const known = ACCOUNTS.find((each) => each === account);
  if (known === undefined) return false;
  const found = await termsFor(database, { customer, atMs }, (terms) => usesAccount(terms, known));
  return isLow(found.kind === 'found' ? found.terms : undefined, known, left);
}

const HEADINGS = [
  'account',
  'booked_at',
  'at',
  'kind',
  'id',
  'ticket',
  'lease',
  'source',
  'amount',
  'change',
  'balance',
  'held',
  'taken_from',
  'overdraft',
];

export function statementCsv(accounts: readonly AccountStatement[]): string {
  const rows = accounts.flatMap(({ account, lines }) =>
    lines.map((line) => [
      account,
      new Date(line.bookedAtMs).toISOString(),
      new Date(line.atMs).toISOString(),
      line.kind,
      line.id,
      line.ticket ?? '',
      line.lease ?? '',
      line.source ?? '',
      line.amount,
      line.change,
      line.balance,
      line.held,
      line.from.map(({ grant, amount }) => `${grant}: ${amount}`).join('; '),
      line.overdraft,
    ]),
  );
  return tableCsv([HEADINGS, ...rows]);
}

export interface LeaseView extends Omit<CutLease, 'document'> {
  readonly state: 'open' | 'closed' | 'written-off';
  /** Not settled yet, as far as the hub has heard. */
  readonly left: number;
  /** The till has said that it has it. */
  readonly isTaken: boolean;
  /** What the till says stands behind tickets that are open. */
  readonly promised: number;
}

/** The leases of a customer, in the order they were cut. */
export async function leaseViews(
  database: HubDatabase,
  customer: string,
): Promise<readonly LeaseView[]> {
  const leases = await leasesOf(database, customer);
  const tills = new Map<string, TillPromises>();
  for (const station of new Set(leases.map((lease) => lease.station))) {
    tills.set(station, promisesOf(await chainLines(database, station, LEASE_WORD_KINDS)));
  }
  const ledgers = new Map<string, Ledger>();
  for (const account of new Set(leases.map((lease) => lease.account))) {
    ledgers.set(account, await ledgerOf(database, { customer, account }));
  }
  return leases.map((cut) => {
    const { document: _, ...lease } = cut;
    const at = ledgers.get(lease.account)?.leases.get(lease.lease);
    const till = tills.get(lease.station);
    return {
      ...lease,
      state: at?.state ?? 'open',
      left: at?.state === 'closed' ? 0 : totalOf(at?.left ?? []),
      isTaken: till?.taken.has(lease.lease) === true,
      promised: till?.promised.get(lease.lease) ?? 0,
    };
  });
}
