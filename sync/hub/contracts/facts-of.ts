/** Gathers all that the hub knows of a subject: books, licence and balances. */
import { available, foldEntries, type Ledger } from '../../../agent/core/contract/ledger.ts';
import { totalOf } from '../../../agent/core/contract/parts.ts';
import type { AccountFacts, DecisionFacts } from '../../../agent/core/contract/request.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import type { AsOf } from '../store/book-entries.ts';
import { entitlementThen, lastEntitlement } from '../store/entitlements.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { accountsOf, entriesOf, HUB_RULE } from '../store/ledgers.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks, type Books } from './books.ts';
import { contractFor, hubFacts, type Subject } from './hub-facts.ts';

export interface FactsQuestion extends AsOf {
  readonly subject: Subject;
  /** What is held for it counts as at hand. */
  readonly ticket?: string | undefined;
  /** By the licence and the balances of that instant too, and not by those of now. */
  readonly isAsThen?: boolean | undefined;
}

export interface SubjectFacts {
  readonly facts: DecisionFacts;
  readonly books: Books;
  readonly contract: ContractEntry | undefined;
}

/** The facts at an instant, from everything that was known then. */
export async function factsOf(
  database: HubDatabase,
  question: FactsQuestion,
): Promise<SubjectFacts> {
  const { subject, atMs, ticket, isAsThen = false } = question;
  const books = await readBooks(database, question);
  const contract = contractFor(books, subject, { plans: await knownPlans(database), atMs });
  const { station } = subject;
  const last = isAsThen ? entitlementThen : lastEntitlement;
  const entitlement = station === undefined ? undefined : await last(database, station, atMs);
  const customer = contract?.customer ?? subject.customer;
  const accounts =
    customer === undefined ? {} : await balances(database, customer, { atMs, ticket, isAsThen });
  const facts = hubFacts({ books, subject, contract, entitlement, accounts, atMs });
  return { facts, books, contract };
}

async function balances(
  database: HubDatabase,
  customer: string,
  { isAsThen, ...of }: AccountQuestion & Pick<FactsQuestion, 'isAsThen'>,
): Promise<Readonly<Record<string, AccountFacts>>> {
  const found: [string, AccountFacts][] = [];
  for (const account of await accountsOf(database, customer)) {
    const entries = await entriesOf(database, { customer, account });
    const known = isAsThen === true ? entries.filter(({ atMs }) => atMs <= of.atMs) : entries;
    found.push([account, accountFacts(foldEntries(known, HUB_RULE), of)]);
  }
  return Object.fromEntries(found);
}

interface AccountQuestion {
  readonly atMs: number;
  readonly ticket?: string | undefined;
}

/** A balance as a decision takes it. */
export function accountFacts(ledger: Ledger, { atMs, ticket = '' }: AccountQuestion): AccountFacts {
  const held = totalOf(ledger.tickets.get(ticket)?.held ?? []);
  const expiring = [...ledger.grants.values()]
    .filter(({ expiresMs }) => expiresMs !== undefined && expiresMs <= atMs)
    .reduce((sum, { free }) => sum + free, 0);
  return {
    available: available(ledger, atMs),
    ...(held === 0 ? {} : { held }),
    ...(expiring === 0 ? {} : { expiring }),
  };
}
