import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { asHubError } from '../hub-error.ts';
import { migrate } from './migrations.ts';
import type { HubTables } from './tables.ts';

export type HubDatabase = Kysely<HubTables>;

/** `FULL` is what makes an acknowledged line survive a power cut; `OFF` is for showing that it does. */
export type HubSynchronous = 'FULL' | 'OFF';

/** How long a command beside a running hub may make it wait. */
const BUSY_TIMEOUT_MS = 5_000;

/** Prepared statements that are kept, and the longest text worth keeping. */
const STATEMENTS_MAX = 128;
const STATEMENT_TEXT_MAX_CHARS = 4_096;

/**
 * Opens the hub's database and brings its schema up to date. Throws `HubError`.
 * WAL with synchronous=FULL: a transaction that has returned is on disk, and only then is anything
 * of it acknowledged.
 */
export async function openHubDatabase(
  path: string,
  synchronous: HubSynchronous = 'FULL',
): Promise<HubDatabase> {
  return hubDatabaseOver(openSqlite(path, synchronous));
}

/** Brings the schema of an open database up to date, which is its from now on. Throws `HubError`. */
export async function hubDatabaseOver(database: Database.Database): Promise<HubDatabase> {
  const kysely = new Kysely<HubTables>({
    dialect: new SqliteDialect({ database: prepared(database) }),
  });
  try {
    await migrate(kysely);
    return kysely;
  } catch (cause) {
    await kysely.destroy();
    database.close();
    throw asHubError(cause);
  }
}

function openSqlite(path: string, synchronous: HubSynchronous): Database.Database {
  try {
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = ON');
    return database;
  } catch (cause) {
    throw asHubError(cause);
  }
}

/**
 * Keeps statements prepared, and takes the write lock when a transaction begins: one that reads
 * first and writes later would fail, not wait, when another process has written in between.
 */
function prepared(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const prepare = (text: string): SqliteStatement => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text === 'begin' ? 'begin immediate' : text);
    if (text.length > STATEMENT_TEXT_MAX_CHARS) return statement;
    if (kept.size >= STATEMENTS_MAX) kept.clear();
    kept.set(text, statement);
    return statement;
  };
  return { prepare, close: () => void database.close() };
}
