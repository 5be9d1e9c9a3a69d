/**
 * Books of dated entries: parties, contracts, prices and the like. An entry is never changed, only
 * followed by another version, so that a decision taken last year finds today what it found then.
 */
import type { HubDatabase } from './hub-database.ts';

export interface BookEntry {
  readonly entry: string;
  readonly version: number;
  readonly sinceMs: number;
  readonly recordedAtMs: number;
  readonly recordedBy: string;
  /** As it was written; undefined: the entry ends here. */
  readonly body: unknown;
}

export interface NewBookEntry extends Omit<BookEntry, 'version'> {
  readonly book: string;
}

/** Adds a version in the caller's transaction; its number. */
export async function addBookEntry(database: HubDatabase, entry: NewBookEntry): Promise<number> {
  const last = await database
    .selectFrom('book_entries')
    .select(({ fn }) => fn.max('version').as('version'))
    .where('book', '=', entry.book)
    .where('entry', '=', entry.entry)
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  await database
    .insertInto('book_entries')
    .values({
      book: entry.book,
      entry: entry.entry,
      version,
      since_ms: entry.sinceMs,
      recorded_at_ms: entry.recordedAtMs,
      recorded_by: entry.recordedBy,
      body: entry.body === undefined ? null : JSON.stringify(entry.body),
    })
    .execute();
  return version;
}

/** When is asked about, and as far as was known when. */
export interface AsOf {
  readonly atMs: number;
  readonly knownAtMs?: number | undefined;
}

/** What a book says at an instant: of each entry the version that holds, ended ones left out. */
export async function entriesAt(
  database: HubDatabase,
  book: string,
  asOf: AsOf,
): Promise<readonly BookEntry[]> {
  const rows = await database
    .selectFrom('book_entries')
    .select(COLUMNS)
    .where('book', '=', book)
    .where('since_ms', '<=', asOf.atMs)
    .where('recorded_at_ms', '<=', asOf.knownAtMs ?? Number.MAX_SAFE_INTEGER)
    .orderBy('entry')
    .orderBy('since_ms')
    .orderBy('version')
    .execute();
  const newest = new Map(rows.map((row) => [row.entry, row]));
  return [...newest.values()].filter(({ body }) => body !== null).map(entryOf);
}

/** Every version of one entry, the first first. */
export async function entryHistory(
  database: HubDatabase,
  book: string,
  entry: string,
): Promise<readonly BookEntry[]> {
  const rows = await database
    .selectFrom('book_entries')
    .select(COLUMNS)
    .where('book', '=', book)
    .where('entry', '=', entry)
    .orderBy('version')
    .execute();
  return rows.map(entryOf);
}

/** Every version in these books, of all entries. */
export async function versionsIn(
  database: HubDatabase,
  books: readonly string[],
): Promise<readonly (BookEntry & { readonly book: string })[]> {
  const rows = await database
    .selectFrom('book_entries')
    .select('book')
    .select(COLUMNS)
    .where('book', 'in', [...books])
    .execute();
  return rows.map((row) => ({ ...entryOf(row), book: row.book }));
}

/** The version of one entry that holds at an instant; undefined where it has not begun or is over. */
export async function entryAt(
  database: HubDatabase,
  { book, entry, atMs }: { readonly book: string; readonly entry: string; readonly atMs: number },
): Promise<BookEntry | undefined> {
  const row = await database
    .selectFrom('book_entries')
    .select(COLUMNS)
    .where('book', '=', book)
    .where('entry', '=', entry)
    .where('since_ms', '<=', atMs)
    .orderBy('since_ms', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined || row.body === null ? undefined : entryOf(row);
}

const COLUMNS = ['entry', 'version', 'since_ms', 'recorded_at_ms', 'recorded_by', 'body'] as const;

function entryOf(row: {
  readonly entry: string;
  readonly version: number;
  readonly since_ms: number;
  readonly recorded_at_ms: number;
  readonly recorded_by: string;
  readonly body: string | null;
}): BookEntry {
  return {
    entry: row.entry,
    version: row.version,
    sinceMs: row.since_ms,
    recordedAtMs: row.recorded_at_ms,
    recordedBy: row.recorded_by,
    body: row.body === null ? undefined : JSON.parse(row.body),
  };
}
