/** What the hub's books say at an instant, as far as decisions ask; SQL and JSON end here. */
import type { z } from 'zod';
import type { Edge, Party } from '../../../agent/core/contract/parties.ts';
import { closureEntrySchema } from '../books/closure-entry.ts';
import { contractEntrySchema, type ContractEntry } from '../books/contract-entry.ts';
import { edgeEntrySchema, edgeOf } from '../books/edge-entry.ts';
import { partyEntrySchema } from '../books/party-entry.ts';
import { priceEntrySchema } from '../books/price-entry.ts';
import { purchaseEntrySchema, type PurchaseEntry } from '../books/purchase-entry.ts';
import {
  customerEntrySchema,
  distributorEntrySchema,
  scheduleEntrySchema,
  type CustomerEntry,
  type DistributorEntry,
} from '../books/standing-entry.ts';
import { entriesAt, type AsOf, type BookEntry } from '../store/book-entries.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { takenSlots } from '../store/plan-entries.ts';

export const BOOKS = [
  'parties',
  'edges',
  'contracts',
  'prices',
  'closures',
  'purchases',
  'distributors',
  'customers',
  'schedules',
] as const;

export type BookName = (typeof BOOKS)[number];

/** The entries of each book that hold at one instant. */
export type BookEntries = Readonly<Record<BookName, readonly Pick<BookEntry, 'entry' | 'body'>[]>>;

export interface Books {
  readonly parties: readonly Party[];
  readonly edges: readonly Edge[];
  readonly contracts: readonly ContractEntry[];
  readonly prices: Readonly<Record<string, { readonly minor: number; readonly currency: string }>>;
  readonly closures: readonly string[];
  readonly purchases: readonly PurchaseEntry[];
  readonly distributors: Readonly<Record<string, DistributorEntry>>;
  readonly customers: Readonly<Record<string, CustomerEntry>>;
  readonly schedules: Readonly<Record<string, z.output<typeof scheduleEntrySchema>>>;
}

/** Reads every book as it holds at an instant, and as far as was known when. */
export async function readBooks(database: HubDatabase, asOf: AsOf): Promise<Books> {
  const read = async (book: BookName) => entriesAt(database, book, asOf);
  const books = booksOf({
    parties: await read('parties'),
    edges: await read('edges'),
    contracts: await read('contracts'),
    prices: await read('prices'),
    closures: await read('closures'),
    purchases: await read('purchases'),
    distributors: await read('distributors'),
    customers: await read('customers'),
    schedules: await read('schedules'),
  });
  const taken = await takenSlots(database, asOf);
  return { ...books, schedules: withoutTaken(books.schedules, taken) };
}

type Slots = Readonly<Record<string, readonly number[]>>;

/** The published times of each plan, and those of them that nobody has. */
export async function schedulesAt(
  database: HubDatabase,
  asOf: AsOf,
): Promise<{ readonly offered: Slots; readonly free: Slots }> {
  const schedules = byEntry(await entriesAt(database, 'schedules', asOf), scheduleEntrySchema);
  const free = withoutTaken(schedules, await takenSlots(database, asOf));
  return { offered: slotsOf(schedules), free: slotsOf(free) };
}

function slotsOf(schedules: Books['schedules']): Slots {
  return Object.fromEntries(
    Object.entries(schedules).map(([plan, { slots = [] }]) => [plan, slots]),
  );
}

/** The book says what was offered; what is given away is offered to nobody else. */
function withoutTaken(
  schedules: Books['schedules'],
  taken: ReadonlyMap<string, ReadonlySet<number>>,
): Books['schedules'] {
  return Object.fromEntries(
    Object.entries(schedules).map(([plan, { slots, ...schedule }]) => {
      const free = slots?.filter((slotMs) => taken.get(plan)?.has(slotMs) !== true);
      return [plan, free === undefined ? schedule : { ...schedule, slots: free }];
    }),
  );
}

/** Throws for an entry that is none of its book: it was checked when it was written. */
export function booksOf(entries: BookEntries): Books {
  return {
    parties: bodies(entries.parties, partyEntrySchema),
    edges: bodies(entries.edges, edgeEntrySchema).map(edgeOf),
    contracts: bodies(entries.contracts, contractEntrySchema),
    prices: byEntry(entries.prices, priceEntrySchema),
    closures: bodies(entries.closures, closureEntrySchema).map(({ day }) => day),
    purchases: bodies(entries.purchases, purchaseEntrySchema),
    distributors: byEntry(entries.distributors, distributorEntrySchema),
    customers: byEntry(entries.customers, customerEntrySchema),
    schedules: byEntry(entries.schedules, scheduleEntrySchema),
  };
}

type Rows = BookEntries[BookName];

function bodies<Body>(rows: Rows, schema: z.ZodType<Body>): readonly Body[] {
  return rows.map(({ body }) => schema.parse(body));
}

function byEntry<Body>(rows: Rows, schema: z.ZodType<Body>): Readonly<Record<string, Body>> {
  return Object.fromEntries(rows.map(({ entry, body }) => [entry, schema.parse(body)]));
}
