/** Whether what is about to be written may stand beside what the books say. Pure. */
import { dateOfInstant } from '../../../agent/core/calendar.ts';
import type { Edge, PartyKind } from '../../../agent/core/contract/parties.ts';
import { parametersOf } from '../../../agent/core/contract/parameters.ts';
import type { Plan } from '../../../agent/core/contract/plan.ts';
import { allBooksAt, readBooks, type AllBooks, type BookVersion } from './all-books.ts';
import type { BookName } from './book.ts';
import type { CaseEntry } from './case-entry.ts';
import type { ContractEntry } from './contract-entry.ts';
import { fitsEdge } from './edge-ends.ts';

const BOOK_FAULTS = [
  'party-unknown',
  'party-of-another-kind',
  'edge-twice',
  'another-is-preferred',
  'plan-unknown',
  'variant-unknown',
  'over-capacity',
  'still-referred-to',
] as const;
export type BookFaultCode = (typeof BOOK_FAULTS)[number];

export interface BookFault {
  readonly book: BookName;
  readonly entry: string;
  readonly field: string;
  readonly code: BookFaultCode;
  /** The party, entry or plan that it is about. */
  readonly about: string;
}

export interface BookCheck {
  /** Every version there is, those to be written among them. */
  readonly versions: readonly BookVersion[];
  readonly written: readonly Pick<BookVersion, 'book' | 'entry' | 'sinceMs'>[];
  readonly plans: readonly Plan[];
}

/**
 * What is wrong with the entries that are written, at the instant from which they hold and at every
 * later one at which the books say something else.
 */
export function faultsOfWriting({ versions, written, plans }: BookCheck): readonly BookFault[] {
  const found = new Map<string, BookFault>();
  const read = readBooks(versions);
  for (const atMs of changesSince(versions, written)) {
    const books = allBooksAt(read, atMs);
    const begun = written.filter(({ sinceMs }) => sinceMs <= atMs);
    for (const fault of faultsAt({ books, atMs, plans }, begun))
      found.set(JSON.stringify(fault), fault);
  }
  return [...found.values()];
}

function changesSince(
  versions: readonly BookVersion[],
  written: BookCheck['written'],
): readonly number[] {
  const first = written.reduce((least, { sinceMs }) => Math.min(least, sinceMs), Infinity);
  const later = versions.filter(({ sinceMs }) => sinceMs >= first);
  return [...new Set(later.map(({ sinceMs }) => sinceMs))].toSorted((a, b) => a - b);
}

interface Around {
  readonly books: AllBooks;
  readonly atMs: number;
  readonly plans: readonly Plan[];
}

function faultsAt(around: Around, written: BookCheck['written']): readonly BookFault[] {
  const named = new Set(written.filter(({ book }) => book === 'parties').map(({ entry }) => entry));
  return [
    ...neighbourFaults(around, named),
    ...written.flatMap((each) => entryFaults(around.books, each, around.plans)),
  ];
}

type EntryName = Pick<BookVersion, 'book' | 'entry'>;

function entryFaults(
  books: AllBooks,
  { book, entry }: EntryName,
  plans: readonly Plan[],
): readonly BookFault[] {
  const fault = (field: string, code: BookFaultCode, about: string): BookFault => {
    return { book, entry, field, code, about };
  };
  const references = referencesOf(books, { book, entry });
  const lost = references.flatMap((reference) => referenceFault(books, reference, fault) ?? []);
  const edge = book === 'edges' ? books.edges.get(entry) : undefined;
  const contract = book === 'contracts' ? books.contracts.get(entry) : undefined;
  return [
    ...lost,
    ...(edge === undefined || lost.length > 0 ? [] : edgeFaults(books, { entry, edge }, fault)),
    ...(contract === undefined ? [] : contractFaults(contract, plans, fault)),
    ...(isScheduleOfNone(books, { book, entry }, plans) ? [fault('', 'plan-unknown', entry)] : []),
  ];
}

/** A schedule goes by the name of its plan, whatever its version. */
function isScheduleOfNone(
  { schedules }: AllBooks,
  { book, entry }: EntryName,
  plans: readonly Plan[],
): boolean {
  return book === 'schedules' && schedules.has(entry) && !plans.some(({ id }) => id === entry);
}

type FaultOf = (field: string, code: BookFaultCode, about: string) => BookFault;

interface Reference {
  readonly field: string;
  readonly party: string;
  /** Which kinds it may be; none: any. */
  readonly kinds: readonly PartyKind[];
}

function referenceFault(
  { parties }: AllBooks,
  { field, party, kinds }: Reference,
  fault: FaultOf,
): BookFault | undefined {
  const known = parties.get(party);
  if (known === undefined) return fault(field, 'party-unknown', party);
  const isFit = kinds.length === 0 || kinds.includes(known.kind);
  return isFit ? undefined : fault(field, 'party-of-another-kind', party);
}

/** The parties an entry names. */
function referencesOf(books: AllBooks, { book, entry }: EntryName): readonly Reference[] {
  switch (book) {
    case 'parties':
    case 'prices':
    case 'closures':
    case 'schedules':
      return [];
    case 'distributors':
      return books.distributors.has(entry)
        ? [{ field: '', party: entry, kinds: ['distributor'] }]
        : [];
    case 'customers':
      return books.customers.has(entry)
        ? [{ field: '', party: entry, kinds: ['customer', 'group'] }]
        : [];
    case 'edges': {
      const edge = books.edges.get(entry);
      return edge === undefined ? [] : [any('from', edge.from), any('to', edge.to)];
    }
    case 'contracts': {
      const contract = books.contracts.get(entry);
      return contract === undefined ? [] : contractReferences(contract);
    }
    case 'purchases': {
      const distributor = books.purchases.get(entry)?.distributor;
      if (distributor === undefined) return [];
      return [{ field: 'distributor', party: distributor, kinds: ['distributor'] }];
    }
    case 'cases': {
      const asked = books.cases.get(entry);
      return asked === undefined ? [] : caseReferences(asked);
    }
  }
}

function any(field: string, party: string): Reference {
  return { field, party, kinds: [] };
}

function contractReferences({ customer, site, contacts = [] }: ContractEntry): Reference[] {
  return [
    { field: 'customer', party: customer, kinds: ['customer', 'group'] },
    ...(site === undefined ? [] : [{ field: 'site', party: site, kinds: ['site' as const] }]),
    ...contacts.map(({ id }) => any('contacts', id)),
  ];
}

function caseReferences({ by, customer, site, about }: CaseEntry): Reference[] {
  return [
    any('by', by),
    ...(customer === undefined ? [] : [any('customer', customer)]),
    ...(site === undefined ? [] : [any('site', site)]),
    ...(about === undefined ? [] : [any('about', about)]),
  ];
}

function edgeFaults(
  { edges, parties }: AllBooks,
  { entry, edge }: { readonly entry: string; readonly edge: Edge },
  fault: FaultOf,
): readonly BookFault[] {
  const from = parties.get(edge.from);
  const to = parties.get(edge.to);
  const isFit = from !== undefined && to !== undefined && fitsEdge(edge.kind, from.kind, to.kind);
  const others = [...edges].filter(([id, other]) => id !== entry && overlap(edge, other));
  const twice = others.filter(([, other]) => isSame(edge, other));
  const rivals = others.filter(([, other]) => isRival(edge, other));
  return [
    ...(isFit ? [] : [fault('kind', 'party-of-another-kind', edge.kind)]),
    ...twice.map(([id]) => fault('since', 'edge-twice', id)),
    ...rivals.map(([id]) => fault('from', 'another-is-preferred', id)),
  ];
}

function overlap(a: Edge, b: Edge): boolean {
  const begins = Math.max(a.sinceMs, b.sinceMs);
  return [a, b].every(({ untilMs }) => untilMs === undefined || begins < untilMs);
}

function isSame(a: Edge, b: Edge): boolean {
  const isPair = a.kind === b.kind && a.from === b.from && a.to === b.to;
  return isPair && a.product === b.product && a.role === b.role;
}

/** Two companies for one territory and product, or for one territory and all products. */
function isRival(a: Edge, b: Edge): boolean {
  if (a.kind !== 'preferred-in' || b.kind !== 'preferred-in') return false;
  return a.to === b.to && a.product === b.product && a.from !== b.from;
}

function contractFaults(
  contract: ContractEntry,
  plans: readonly Plan[],
  fault: FaultOf,
): readonly BookFault[] {
  const { id, version } = contract.plan;
  const plan = plans.find((known) => known.id === id && known.version === version);
  if (plan === undefined) return [fault('plan', 'plan-unknown', `${id} ${version}`)];
  const isVariant = plan.variants.some((variant) => variant.id === contract.variant);
  if (contract.variant !== undefined && !isVariant) {
    return [fault('variant', 'variant-unknown', contract.variant)];
  }
  const capacity = capacityOf(contract, plan);
  const isOver = contract.stations.length > capacity && contract.overCapacity !== 'accepted';
  return isOver ? [fault('stations', 'over-capacity', String(capacity))] : [];
}

/** As many as were bought; a block has its size, and what is priced by the station has no limit. */
function capacityOf({ stationsMax, variant, parameters }: ContractEntry, plan: Plan): number {
  if (stationsMax !== undefined) return stationsMax;
  const isBlock = plan.variants.find(({ id }) => id === variant)?.pricing === 'per-block';
  return isBlock ? parametersOf(plan.parameters, parameters).blockStations : Infinity;
}

/** Whoever still names a party that has been ended, or that is of another kind from now on. */
function neighbourFaults(
  { books, atMs, plans }: Around,
  named: ReadonlySet<string>,
): readonly BookFault[] {
  if (named.size === 0) return [];
  const naming = liveEntries(books, atMs).flatMap((each) => {
    const parties = referencesOf(books, each).map(({ party }) => party);
    return parties.some((party) => named.has(party)) ? [{ ...each, parties }] : [];
  });
  return naming.flatMap(({ book, entry, parties }) => {
    const gone = parties.filter((party) => named.has(party) && !books.parties.has(party));
    if (gone.length === 0) {
      const faults = entryFaults(books, { book, entry }, plans);
      return faults.filter(({ code }) => code === 'party-of-another-kind');
    }
    const about = `${book} ${entry}`;
    return gone.map((party): BookFault => {
      return { book: 'parties', entry: party, field: 'id', code: 'still-referred-to', about };
    });
  });
}

/** Edges and contracts that are not over; what was bought and asked once stays as it was. */
function liveEntries({ edges, contracts }: AllBooks, atMs: number): readonly EntryName[] {
  const today = dateOfInstant(atMs, 'UTC');
  const liveEdges = [...edges].filter(([, { untilMs = Infinity }]) => atMs < untilMs);
  const liveContracts = [...contracts].filter(([, { endsOn = today }]) => today <= endsOn);
  return [
    ...liveEdges.map(([entry]) => ({ book: 'edges' as const, entry })),
    ...liveContracts.map(([entry]) => ({ book: 'contracts' as const, entry })),
  ];
}
