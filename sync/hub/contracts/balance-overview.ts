/** What each contract of the books has left, of the balances that its plan works with. */
import { available, heldTotal } from '../../../agent/core/contract/ledger.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { ledgerOf } from '../store/ledgers.ts';
import { termsAt, type CustomerTerms } from './customer-terms.ts';
import { ACCOUNTS, isLow, usesAccount, type Account } from './plan-accounts.ts';

export interface ContractBalance {
  readonly terms: CustomerTerms;
  readonly accounts: readonly AccountLeft[];
}

export interface AccountLeft {
  readonly account: Account;
  /** Free to be used or lent. */
  readonly left: number;
  /** Set aside for tickets and lent to tills. */
  readonly held: number;
  readonly isLow: boolean;
}

/** The contracts that work with a balance, of the customers that `isSeen` lets through. */
export async function balanceOverview(
  database: HubDatabase,
  atMs: number,
  isSeen: (customer: string) => boolean,
): Promise<readonly ContractBalance[]> {
  const seen = (await termsAt(database, atMs)).filter(({ contract }) => isSeen(contract.customer));
  const found: ContractBalance[] = [];
  for (const terms of seen) {
    const names = ACCOUNTS.filter((account) => usesAccount(terms, account));
    if (names.length === 0) continue;
    const accounts: AccountLeft[] = [];
    for (const account of names) accounts.push(await leftOf(database, { terms, account, atMs }));
    found.push({ terms, accounts });
  }
  return found.toSorted(
    ({ terms: { contract: a } }, { terms: { contract: b } }) =>
      a.customer.localeCompare(b.customer) || a.id.localeCompare(b.id),
  );
}

async function leftOf(
  database: HubDatabase,
  { terms, account, atMs }: { terms: CustomerTerms; account: Account; atMs: number },
): Promise<AccountLeft> {
  const ledger = await ledgerOf(database, { customer: terms.contract.customer, account });
  const left = available(ledger, atMs);
  return {
    account,
    left,
    held: heldTotal(ledger),
    isLow: terms.isInForce && isLow(terms, account, left),
  };
}
