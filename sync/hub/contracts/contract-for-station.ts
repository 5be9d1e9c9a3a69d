/** The contract that a station's entitlement carries, from the hub's books. Pure. */
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import type { DecisionFacts } from '../../../agent/core/contract/request.ts';
import { signedGraph } from '../../../agent/core/contract/signed-graph.ts';
import type { Contract } from '../../../agent/core/entitlement/entitlement.ts';
import { ROLES_MAX } from '../../trust/contract-schema.ts';
import type { ContractEntry } from '../books/contract-entry.ts';
import type { Books } from './books.ts';
import { chosenContract } from './contract-choice.ts';
import { contactsOf } from './contract-contacts.ts';
import { isAbout, isOfOwner, type GraphAt, type StationPlace } from './contract-scope.ts';
import { hubFacts } from './hub-facts.ts';
import { planOf } from './plan-for.ts';
import { rolesOfSite, siteGraph } from './site-graph.ts';

/** The books with the plans that their contracts speak of. */
export interface PlannedBooks extends Books {
  readonly plans: readonly Plan[];
}

/** The books at one instant. */
export interface StationBooks {
  readonly books: PlannedBooks;
  readonly known: GraphAt;
}

export type ContractOfStation =
  | { readonly kind: 'covered'; readonly entry: string; readonly contract: Contract }
  | { readonly kind: 'none'; readonly reason: NoContract };

export type NoContract =
  /** No contract names it, or is for its site. */
  | 'not-covered'
  /** One names it, and its site is another customer's. */
  | 'other-customer'
  /** This release does not know the plan. */
  | 'plan-unknown';

/** The contract that covers a station, be it over: the till judges by it itself, and knows whom to call. */
export function contractForStation(
  { books, known }: StationBooks,
  place: StationPlace,
): ContractOfStation {
  const { atMs } = known;
  const named = books.contracts.filter((entry) => isAbout(entry, place, known));
  if (named.length === 0) return none('not-covered');
  const own = named.filter((entry) => isOfOwner(entry, place, known));
  if (own.length === 0) return none('other-customer');
  const planned = own.filter((entry) => planOf(books.plans, entry) !== undefined);
  const entry = chosenContract(planned, { plans: books.plans, atMs, station: place.station });
  const plan = entry && planOf(books.plans, entry);
  if (entry === undefined || plan === undefined) return none('plan-unknown');
  return {
    kind: 'covered',
    entry: entry.id,
    contract: contractOf({ books, place, atMs }, entry, plan),
  };
}

interface Asked {
  readonly books: Books;
  readonly place: StationPlace;
  readonly atMs: number;
}

function contractOf({ books, place, atMs }: Asked, entry: ContractEntry, plan: Plan): Contract {
  const { site } = place;
  const { variant, start, endsOn, stations, stationsMax, parameters = {} } = entry;
  const { customer: owner } = entry;
  const facts = hubFacts({ books, subject: { site, customer: owner }, contract: entry, atMs });
  const contacts = contactsOf(books, { entry, site, seller: facts.distributor?.id }, atMs);
  const people = contacts.flatMap(({ id }) => id ?? []);
  const { hours, slots, customer } = facts;
  return {
    plan: entry.plan,
    variant,
    start,
    endsOn,
    parameters,
    stations,
    stationsMax,
    callerRoles: rolesOfSite(books, site, atMs).slice(0, ROLES_MAX),
    contacts,
    closures: recent(books.closures, plan, { atMs, days: CLOSURE_DAYS }),
    hours,
    prices: pricesIn(books, plan),
    slots,
    customer,
    distributor: sellerFacts(facts.distributor, plan, atMs),
    graph: signedGraph(siteGraph(books, { site, atMs, people })),
  };
}

/** Deadlines that run are counted over closed days of the past. */
const CLOSURE_DAYS = 366;
/** The commitment year that runs, and the one before it. */
const PURCHASE_DAYS = 2 * 366;
const DAY_MS = 86_400_000;

/**
 * A contract without the closed days and purchases that are too old by now to be told: that they drop
 * out is no change that a till has to hear of.
 */
export function withoutAged(contract: Contract, plan: Plan, atMs: number): Contract {
  const { closures, distributor } = contract;
  const from = dateOfInstant(atMs - PURCHASE_DAYS * DAY_MS, plan.zone);
  return {
    ...contract,
    ...(closures === undefined
      ? {}
      : { closures: recent(closures, plan, { atMs, days: CLOSURE_DAYS }) }),
    ...(distributor?.purchases === undefined
      ? {}
      : {
          distributor: {
            ...distributor,
            purchases: distributor.purchases.filter(({ on }) => on >= from),
          },
        }),
  };
}

function recent(
  days: readonly string[],
  { zone }: Plan,
  { atMs, days: back }: { readonly atMs: number; readonly days: number },
): readonly string[] {
  const from = dateOfInstant(atMs - back * DAY_MS, zone);
  return days.filter((day) => day >= from);
}

/** A price in another money would be read as one in the plan's. */
function pricesIn({ prices }: Books, { currency }: Plan): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(prices)
      .filter(([, price]) => price.currency === currency)
      .map(([code, { minor }]) => [code, minor]),
  );
}

/** What a distributor buys is told only where the plan asks whether it buys enough. */
function sellerFacts(
  seller: DecisionFacts['distributor'],
  plan: Plan,
  atMs: number,
): Contract['distributor'] {
  if (seller === undefined) return undefined;
  const { purchases = [], ...rest } = seller;
  if (parametersOf(plan.parameters).licencesPerYear === 0) return rest;
  const from = dateOfInstant(atMs - PURCHASE_DAYS * DAY_MS, plan.zone);
  return { ...rest, purchases: purchases.filter(({ on }) => on >= from) };
}

function none(reason: NoContract): ContractOfStation {
  return { kind: 'none', reason };
}
