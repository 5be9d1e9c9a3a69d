import type Database from 'better-sqlite3';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import { parseStored } from './stored-json.ts';

/** Most operations one list answers with. */
const LISTED_MAX = 200;

/** Every operation there has been, by its id and by the key its client asked under. */
export class CashOperationTable {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  byId(operationId: string): CashOperation | undefined {
    return this.#read('operation_id = ?', operationId)[0];
  }

  byKey(client: string, idempotencyKey: string): CashOperation | undefined {
    return this.#read('client = ? AND idempotency_key = ?', client, idempotencyKey)[0];
  }

  /** Of one client, oldest first, as they are worked off. */
  unacknowledged(client: string): readonly CashOperation[] {
    return this.#read('client = ? AND is_acknowledged = 0', client);
  }

  /** Inside the caller's transaction. */
  write(operation: CashOperation): void {
    const { operationId, client, idempotencyKey, isAcknowledged } = operation;
    this.#database
      .prepare<[string, string, string, number, string]>(
        `INSERT INTO cash_operation (operation_id, client, idempotency_key, is_acknowledged, state)
         VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (operation_id) DO UPDATE SET
           is_acknowledged = excluded.is_acknowledged, state = excluded.state`,
      )
      .run(operationId, client, idempotencyKey, isAcknowledged ? 1 : 0, JSON.stringify(operation));
  }

  #read(where: string, ...values: readonly string[]): readonly CashOperation[] {
    return this.#database
      .prepare<string[], { state: string }>(
        `SELECT state FROM cash_operation WHERE ${where} ORDER BY rowid LIMIT ${LISTED_MAX}`,
      )
      .all(...values)
      .map(({ state }) => parseStored<CashOperation>(state));
  }
}
