/** Which contract of a customer something is about, with its plan, its parameters and its prices. */
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import { caseOf, isContractInForce } from '../../../agent/core/contract/case.ts';
import type { PlanParameters } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { contractEntrySchema, type ContractEntry } from '../books/contract-entry.ts';
import { priceEntrySchema } from '../books/price-entry.ts';
import { entriesAt } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { planOf } from './plan-for.ts';

export interface CustomerTerms {
  readonly contract: ContractEntry;
  readonly plan: Plan;
  readonly parameters: PlanParameters;
  /** In the plan's currency and minor units; a code that is not there is a quote. */
  readonly prices: ReadonlyMap<string, number>;
  /** Whether it covers the day that was asked about. */
  readonly isInForce: boolean;
  /** The day that was asked about, in the vendor's zone. */
  readonly today: string;
}

export type TermsFound =
  | { readonly kind: 'found'; readonly terms: CustomerTerms }
  | { readonly kind: 'refused'; readonly code: TermsRefusal };

export type TermsRefusal =
  /** No contract of the customer speaks of it. */
  | 'contract-missing'
  /** Several do: it has to be said which. */
  | 'contract-ambiguous';

export interface TermsQuery {
  readonly customer: string;
  /** Which of several. */
  readonly contract?: string | undefined;
  readonly atMs: number;
}

/** The one contract in force that `fits`. */
export async function termsFor(
  database: HubDatabase,
  { customer, contract, atMs }: TermsQuery,
  fits: (terms: CustomerTerms) => boolean,
): Promise<TermsFound> {
  const all = await termsAt(database, atMs);
  const found = all.filter(
    (terms) =>
      terms.contract.customer === customer &&
      terms.isInForce &&
      (contract === undefined || terms.contract.id === contract) &&
      fits(terms),
  );
  const [terms] = found;
  if (terms === undefined) return { kind: 'refused', code: 'contract-missing' };
  if (found.length > 1) return { kind: 'refused', code: 'contract-ambiguous' };
  return { kind: 'found', terms };
}

/** Every contract of the book at an instant, ended ones too. What cannot be read is left out. */
export async function termsAt(
  database: HubDatabase,
  atMs: number,
): Promise<readonly CustomerTerms[]> {
  const written = await entriesAt(database, 'contracts', { atMs });
  const prices = await pricesAt(database, atMs);
  const plans = await knownPlans(database);
  return written.flatMap(({ body }) => {
    const contract = contractEntrySchema.safeParse(body).data;
    const plan = contract === undefined ? undefined : planOf(plans, contract);
    return contract === undefined || plan === undefined
      ? []
      : [termsOf(contract, { plan, prices, atMs })];
  });
}

interface Price {
  readonly code: string;
  readonly minor: number;
  readonly currency: string;
}

function termsOf(
  contract: ContractEntry,
  {
    plan,
    prices,
    atMs,
  }: { readonly plan: Plan; readonly prices: readonly Price[]; readonly atMs: number },
): CustomerTerms {
  const of = caseOf({ kind: 'contact', atMs }, { contract }, plan);
  const own = prices.filter(({ currency }) => currency === plan.currency);
  return {
    contract,
    plan,
    parameters: of.parameters,
    prices: new Map([
      ...Object.entries(plan.prices),
      ...own.map(({ code, minor }) => [code, minor] as const),
    ]),
    isInForce: isContractInForce(of),
    today: dateOfInstant(atMs, plan.zone),
  };
}

async function pricesAt(database: HubDatabase, atMs: number): Promise<readonly Price[]> {
  const written = await entriesAt(database, 'prices', { atMs });
  return written.flatMap(({ entry: code, body }) => {
    const price = priceEntrySchema.safeParse(body).data;
    return price === undefined ? [] : [{ code, ...price }];
  });
}
