export type TransportErrorCode =
  | 'locked'
  | 'not-found'
  /** More than one port or device is the one that was named. */
  | 'ambiguous'
  | 'access-denied'
  | 'open-failed'
  | 'closed'
  | 'write-failed';

/** Why a pipe could not be opened or written; the caller decides by `code`, people read the message. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly code: TransportErrorCode;

  constructor(code: TransportErrorCode, message: string, options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
