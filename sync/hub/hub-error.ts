/** Why the hub could not start, or cannot go on. */
export type HubErrorCode =
  /** Plaintext is for this computer only; anything else needs a certificate. */
  | 'plaintext-not-loopback'
  | 'tls-unreadable'
  | 'port-in-use'
  | 'listen-failed'
  /** A newer release wrote the database, and this one must not. */
  | 'store-too-new'
  /** Another process holds the database for too long. */
  | 'store-busy'
  | 'disk-full'
  | 'store-failed'
  /** Something was asked for that the hub does not hold. */
  | 'station-unknown'
  | 'user-unknown'
  /** What was asked for needs the vendor's trust file, and the hub was given none. */
  | 'trust-missing'
  | 'issuer-key-missing'
  /** A key that the vendor's root has not certified, or for another role. */
  | 'key-not-certified'
  | 'key-wrong-role'
  /** The terms of a licence that no till would take. */
  | 'terms-invalid'
  /** The station has a licence, which an enrolment keeps as it is. */
  | 'licence-kept'
  /** Tills would be told to insist on a key that the hub's certificate does not have. */
  | 'pins-exclude-certificate'
  /** The page's folder is there, but holds what cannot be served. */
  | 'page-unreadable'
  /** The vendor's release repository is not signed as its root demands. */
  | 'releases-unreadable'
  /** The file of the vault's keys is missing, open to others or none. */
  | 'vault-key-unreadable'
  /** The key does not open what was sealed with another one. */
  | 'vault-key-wrong'
  /** The file that says how mail goes is missing, open to others or unfit. */
  | 'mail-settings-unreadable';

export class HubError extends Error {
  override readonly name = 'HubError';
  readonly code: HubErrorCode;

  constructor(code: HubErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Gives a failure of the database the code of what it means here. */
export function asHubError(cause: unknown): HubError {
  if (cause instanceof HubError) return cause;
  const sqliteCode = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (sqliteCode.startsWith('SQLITE_BUSY')) {
    return new HubError('store-busy', 'another process holds the hub’s database', { cause });
  }
  if (sqliteCode === 'SQLITE_FULL') {
    return new HubError('disk-full', 'the disk is full; the hub takes no more lines', { cause });
  }
  return new HubError('store-failed', `the hub’s database failed: ${String(cause)}`, { cause });
}
