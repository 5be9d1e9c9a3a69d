import Database from 'better-sqlite3';
import { asStoreError } from './store-error.ts';

/**
 * Keeps a second agent off the same till. The lock is the kernel's, on a small file beside the
 * store, so it is gone with the process however that ends. Throws `StoreError` `in-use`.
 */
export function lockInstance(storePath: string): Disposable {
  try {
    const database = new Database(`${storePath}.lock`, { timeout: 0 });
    database.pragma('locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE');
    return { [Symbol.dispose]: () => void database.close() };
  } catch (cause) {
    throw asStoreError(cause);
  }
}
