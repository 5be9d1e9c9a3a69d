/** What can be wrong with the till's own storage. */
export type StoreErrorCode =
  /** There is no store at this place. */
  | 'missing'
  /** Another agent holds this store. */
  | 'in-use'
  /** A newer release wrote it, and this one must not. */
  | 'too-new'
  /** The journal's chain does not hold. */
  | 'broken-chain'
  /** The disk took no more. */
  | 'disk-full'
  /** The disk or the file failed. */
  | 'io';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Gives a failure of SQLite the code of what it means here. */
export function asStoreError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const sqliteCode = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (sqliteCode.startsWith('SQLITE_BUSY')) {
    const message = 'the store is in use: another agent, or a program that holds it open';
    return new StoreError('in-use', message, { cause });
  }
  if (sqliteCode === 'SQLITE_FULL') {
    return new StoreError('disk-full', 'the disk is full; the journal takes no more', { cause });
  }
  return new StoreError('io', `the store failed: ${String(cause)}`, { cause });
}
