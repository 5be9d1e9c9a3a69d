/** What was used beyond any grant is charged; where its settlement is given back, that is too. */
import type { LedgerEntry } from '../../../agent/core/contract/ledger-entry.ts';
import { addCostLine, costLineOf } from '../store/cost-lines.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { entriesOf, type BalanceName } from '../store/ledgers.ts';
import { overdraftCharge } from './cost-line.ts';
import { termsAt, type CustomerTerms } from './customer-terms.ts';
import { ACCOUNTS, usesAccount } from './plan-accounts.ts';

export interface Overdrawn {
  /** Of the entry that overdrew. */
  readonly id: string;
  readonly ticket: string;
  readonly overdraft: number;
  readonly atMs: number;
}

/** In the transaction that posts what overdrew. */
export async function chargeOverdraft(
  database: HubDatabase,
  name: BalanceName,
  { id, ticket, overdraft, atMs }: Overdrawn,
): Promise<void> {
  if (overdraft === 0) return;
  const terms = await onlyTerms(database, name, atMs);
  const charge = overdraftCharge(terms, { account: name.account, amount: overdraft, ticket });
  const { customer } = name;
  await addCostLine(database, { ...charge, line: lineOf(name, id), customer, atMs });
}

/** In the transaction that reverses: the line is taken back by another, at the price it had. */
export async function takeBackOverdraft(
  database: HubDatabase,
  name: BalanceName,
  { id, ticket, atMs }: Omit<Overdrawn, 'overdraft'>,
): Promise<void> {
  const settled = (await entriesOf(database, name)).findLast((entry) =>
    isSettlementOf(entry, ticket),
  );
  const line = settled === undefined ? undefined : lineOf(name, settled.id);
  const charged = line === undefined ? undefined : await costLineOf(database, line);
  if (charged === undefined) return;
  const { quantity, totalMinor } = charged;
  await addCostLine(database, {
    ...charged,
    line: lineOf(name, id),
    atMs,
    quantity: -quantity,
    ...(totalMinor === undefined ? {} : { totalMinor: -totalMinor }),
  });
}

/** The contract that it is about, where there is no doubt. */
async function onlyTerms(
  database: HubDatabase,
  { customer, account }: BalanceName,
  atMs: number,
): Promise<CustomerTerms | undefined> {
  const known = ACCOUNTS.find((each) => each === account);
  const found = (await termsAt(database, atMs)).filter(
    (terms) =>
      terms.contract.customer === customer &&
      terms.isInForce &&
      known !== undefined &&
      usesAccount(terms, known),
  );
  return found.length === 1 ? found[0] : undefined;
}

function isSettlementOf(entry: LedgerEntry, ticket: string): boolean {
  return (entry.kind === 'settle' || entry.kind === 'lease-spend') && entry.ticket === ticket;
}

function lineOf({ customer, account }: BalanceName, id: string): string {
  return `overdraft/${customer}/${account}/${id}`;
}
