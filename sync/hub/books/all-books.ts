/** What the books that refer to each other say at one instant, by entry. */
import type { Edge } from '../../../agent/core/contract/parties.ts';
import type { BookName } from './book.ts';
import { caseEntrySchema, type CaseEntry } from './case-entry.ts';
import { contractEntrySchema, type ContractEntry } from './contract-entry.ts';
import { edgeEntrySchema, edgeOf } from './edge-entry.ts';
import { partyEntrySchema, type PartyEntry } from './party-entry.ts';
import { purchaseEntrySchema, type PurchaseEntry } from './purchase-entry.ts';
import {
  customerEntrySchema,
  distributorEntrySchema,
  scheduleEntrySchema,
} from './standing-entry.ts';

export interface AllBooks {
  readonly parties: ReadonlyMap<string, PartyEntry>;
  readonly edges: ReadonlyMap<string, Edge>;
  readonly contracts: ReadonlyMap<string, ContractEntry>;
  readonly purchases: ReadonlyMap<string, PurchaseEntry>;
  readonly cases: ReadonlyMap<string, CaseEntry>;
  /** Of these the name alone refers to something: a party or a plan. */
  readonly distributors: ReadonlyMap<string, object>;
  readonly customers: ReadonlyMap<string, object>;
  readonly schedules: ReadonlyMap<string, object>;
}

/** The books in which an entry refers to others, or is referred to. */
export const CHECKED_BOOKS = [
  'parties',
  'edges',
  'contracts',
  'purchases',
  'cases',
  'distributors',
  'customers',
  'schedules',
] as const;

export interface BookVersion {
  readonly book: BookName;
  readonly entry: string;
  readonly version: number;
  readonly sinceMs: number;
  /** Undefined: the entry ends here. */
  readonly body: unknown;
}

/** The same versions with their bodies read, in the order in which they hold. */
export interface ReadBooks {
  readonly parties: readonly ReadVersion<PartyEntry>[];
  readonly edges: readonly ReadVersion<Edge>[];
  readonly contracts: readonly ReadVersion<ContractEntry>[];
  readonly purchases: readonly ReadVersion<PurchaseEntry>[];
  readonly cases: readonly ReadVersion<CaseEntry>[];
  readonly distributors: readonly ReadVersion<object>[];
  readonly customers: readonly ReadVersion<object>[];
  readonly schedules: readonly ReadVersion<object>[];
}

interface ReadVersion<Body> extends Pick<BookVersion, 'entry' | 'sinceMs'> {
  readonly body: Body | undefined;
}

/** What another release wrote and this one cannot read counts as ended. */
export function readBooks(versions: readonly BookVersion[]): ReadBooks {
  const inOrder = versions.toSorted((a, b) => a.sinceMs - b.sinceMs || a.version - b.version);
  const of = (book: BookName) => inOrder.filter((version) => version.book === book);
  return {
    parties: read(of('parties'), (body) => partyEntrySchema.safeParse(body).data),
    edges: read(of('edges'), edgeFrom),
    contracts: read(of('contracts'), (body) => contractEntrySchema.safeParse(body).data),
    purchases: read(of('purchases'), (body) => purchaseEntrySchema.safeParse(body).data),
    cases: read(of('cases'), (body) => caseEntrySchema.safeParse(body).data),
    distributors: read(of('distributors'), (body) => distributorEntrySchema.safeParse(body).data),
    customers: read(of('customers'), (body) => customerEntrySchema.safeParse(body).data),
    schedules: read(of('schedules'), (body) => scheduleEntrySchema.safeParse(body).data),
  };
}

/** What holds at an instant. */
export function allBooksAt(books: ReadBooks, atMs: number): AllBooks {
  return {
    parties: holding(books.parties, atMs),
    edges: holding(books.edges, atMs),
    contracts: holding(books.contracts, atMs),
    purchases: holding(books.purchases, atMs),
    cases: holding(books.cases, atMs),
    distributors: holding(books.distributors, atMs),
    customers: holding(books.customers, atMs),
    schedules: holding(books.schedules, atMs),
  };
}

function read<Body>(
  versions: readonly BookVersion[],
  parse: (body: unknown) => Body | undefined,
): readonly ReadVersion<Body>[] {
  return versions.map(({ entry, sinceMs, body }) => ({ entry, sinceMs, body: parse(body) }));
}

function holding<Body>(
  versions: readonly ReadVersion<Body>[],
  atMs: number,
): ReadonlyMap<string, Body> {
  const held = new Map<string, Body>();
  for (const { entry, sinceMs, body } of versions) {
    if (sinceMs > atMs) break;
    if (body === undefined) held.delete(entry);
    else held.set(entry, body);
  }
  return held;
}

function edgeFrom(body: unknown): Edge | undefined {
  const entry = edgeEntrySchema.safeParse(body).data;
  return entry === undefined ? undefined : edgeOf(entry);
}
