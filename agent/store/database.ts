import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { migrate, MIGRATIONS, type MigrationPoint } from './migrations.ts';
import { asStoreError, StoreError } from './store-error.ts';

/** `FULL` is what makes an acknowledged line survive a power cut; `OFF` is for showing that it does. */
export type Synchronous = 'FULL' | 'OFF';

/** How long a reader beside the agent may make it wait, before a commit is a fault. */
const BUSY_TIMEOUT_MS = 2_000;

/**
 * Opens the till's database and brings its schema up to date. Throws `StoreError`.
 * WAL with synchronous=FULL: one fsync of the log a commit, before the commit returns.
 */
export function openDatabase(
  path: string,
  synchronous: Synchronous = 'FULL',
  onPoint?: (point: MigrationPoint) => void,
): Database.Database {
  try {
    const database = new Database(path, { timeout: BUSY_TIMEOUT_MS });
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${synchronous}`);
    database.pragma('foreign_keys = ON');
    migrate(database, MIGRATIONS, onPoint);
    return database;
  } catch (cause) {
    throw asStoreError(cause);
  }
}

/** Opens it for reading beside a running agent. Throws `StoreError`, `missing` before a first run. */
export function openForReading(path: string): Database.Database {
  if (!existsSync(path)) {
    throw new StoreError('missing', `${path} is not there: no agent has run on this till yet`);
  }
  try {
    return new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_TIMEOUT_MS });
  } catch (cause) {
    throw asStoreError(cause);
  }
}
