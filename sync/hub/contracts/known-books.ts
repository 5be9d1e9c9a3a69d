/** The books as they hold at one instant, read once for whatever is asked of them. */
import { contractEntrySchema, type ContractEntry } from '../books/contract-entry.ts';
import { versionsIn } from '../store/book-entries.ts';
import { businessMark } from '../store/business-mark.ts';
import type { HubDatabase } from '../store/hub-database.ts';
import { knownPlans } from '../store/plans.ts';
import { readBooks } from './books.ts';
import type { StationBooks } from './contract-for-station.ts';
import { graphAt } from './contract-scope.ts';

export interface KnownBooks extends StationBooks {
  /** Every contract as it ever was, the future included. */
  readonly versions: readonly ContractEntry[];
}

/** Reads them anew only when something was written meanwhile. */
export class BooksReader {
  readonly #atMs: number;
  #held: { readonly mark: string; readonly books: KnownBooks } | undefined;

  constructor(atMs: number) {
    this.#atMs = atMs;
  }

  async read(database: HubDatabase): Promise<KnownBooks> {
    const mark = await businessMark(database);
    if (this.#held?.mark === mark) return this.#held.books;
    const books = await readAt(database, this.#atMs);
    this.#held = { mark, books };
    return books;
  }
}

async function readAt(database: HubDatabase, atMs: number): Promise<KnownBooks> {
  const plans = await knownPlans(database);
  const books = { ...(await readBooks(database, { atMs })), plans };
  const versions = await contractVersions(database);
  return { books, known: graphAt(books, plans, atMs), versions };
}

/** Every contract as it ever was, the future included; of one entry or of all. */
export async function contractVersions(
  database: HubDatabase,
  entry?: string,
): Promise<readonly ContractEntry[]> {
  const versions = await versionsIn(database, ['contracts']);
  return versions
    .filter((version) => entry === undefined || version.entry === entry)
    .flatMap(({ body }) => contractEntrySchema.safeParse(body).data ?? []);
}
