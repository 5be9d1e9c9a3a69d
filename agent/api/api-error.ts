/** Why the API could not start. */
export type ApiErrorCode =
  /** Only this computer may reach the API. */
  | 'host-not-loopback'
  /** Another program listens there. */
  | 'port-in-use'
  | 'listen-failed'
  /** A client's token hash is not 32 bytes in hex. */
  | 'client-malformed'
  /** The page's folder is there, but holds what cannot be served. */
  | 'page-unreadable';

export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ApiErrorCode;

  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
