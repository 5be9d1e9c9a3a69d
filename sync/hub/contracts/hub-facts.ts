/** The facts of a decision from the hub's books: the same that a till has from its entitlement. */
import { reached, withOwners, type PartyGraph } from '../../../agent/core/contract/parties.ts';
import type {
  AccountFacts,
  ContractFacts,
  DecisionFacts,
  DistributorFacts,
} from '../../../agent/core/contract/request.ts';
import type { Entitlement } from '../../../agent/core/entitlement/entitlement.ts';
import { grantedMaintenance } from '../../../agent/core/entitlement/granted-maintenance.ts';
import { ownOf } from '../../../agent/core/till/till.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import type { Books } from './books.ts';
import { chosenContract, type ChoiceAt } from './contract-choice.ts';

/** Whom a decision is about. */
export interface Subject {
  readonly station?: string | undefined;
  readonly site?: string | undefined;
  readonly customer?: string | undefined;
  /** Who asks for itself, such as a distributor for its training. */
  readonly distributor?: string | undefined;
  readonly product?: string | undefined;
}

export interface HubKnowledge {
  readonly books: Books;
  readonly subject: Subject;
  readonly atMs: number;
  /** The newest that the station was given. */
  readonly entitlement?: Pick<Entitlement, 'installedOn' | 'maintenance'> | undefined;
  readonly accounts?: Readonly<Record<string, AccountFacts>> | undefined;
  readonly contract?: ContractEntry | undefined;
}

/** What the books say of a subject, as `decide` takes it. */
export function hubFacts(known: HubKnowledge): DecisionFacts {
  const { books, subject, entitlement, accounts, contract, atMs } = known;
  const graph: PartyGraph = { parties: books.parties, edges: books.edges };
  const site = subject.site ?? contract?.site;
  const customer = subject.customer ?? contract?.customer;
  const seller = subject.distributor ?? sellerOf(graph, site ?? customer, atMs);
  const schedule = contract && ownOf(books.schedules, contract.plan.id);
  return {
    customer: customer === undefined ? undefined : ownOf(books.customers, customer),
    distributor: seller === undefined ? undefined : distributorFacts(books, seller),
    licence: entitlement && {
      installedOn: entitlement.installedOn,
      maintenance: grantedMaintenance(entitlement),
    },
    contract: contract && contractFacts(contract),
    closures: books.closures,
    prices: Object.fromEntries(
      Object.entries(books.prices).map(([code, { minor }]) => [code, minor]),
    ),
    hours: schedule?.hours,
    slots: schedule?.slots,
    accounts,
    graph,
    site,
    product: subject.product,
  };
}

/** The contract that decides for a subject: of its station, its site or its customer. */
export function contractFor(
  { contracts }: Books,
  { station, site, customer }: Subject,
  at: Omit<ChoiceAt, 'station'>,
): ContractEntry | undefined {
  const about = contracts.filter(
    (each) =>
      (station !== undefined && each.stations.includes(station)) ||
      (site !== undefined && each.site === site) ||
      (customer !== undefined && each.site === undefined && each.customer === customer),
  );
  return chosenContract(about, { ...at, station });
}

/** What is known of a distributor, with all it has bought. */
export function distributorFacts(books: Books, distributor: string): DistributorFacts {
  const purchases = books.purchases
    .filter((purchase) => purchase.distributor === distributor)
    .map(({ id, on, licences, purpose }) => ({ id, on, licences, purpose }));
  const { firstOrderLicences, ...entry } = ownOf(books.distributors, distributor) ?? {};
  const first = purchases.find(({ purpose }) => purpose === 'registration');
  return {
    id: distributor,
    ...entry,
    firstOrderLicences: firstOrderLicences ?? first?.licences ?? 0,
    purchases,
  };
}

function sellerOf(graph: PartyGraph, of: string | undefined, atMs: number): string | undefined {
  if (of === undefined) return undefined;
  return withOwners(graph, of, atMs)
    .flatMap(({ id }) => reached(graph, { kind: 'sold-by', from: id }, atMs).at(-1) ?? [])
    .at(0)?.id;
}

/** Its contacts stand in the order in which they are asked. */
function contractFacts(contract: ContractEntry): ContractFacts {
  const { start, endsOn, variant, stations, stationsMax, contacts, parameters } = contract;
  return { start, endsOn, variant, stations, stationsMax, contacts, parameters };
}
