export type TrustErrorCode =
  /** A key that is not an Ed25519 key, or not one at all. */
  | 'invalid-key'
  /** A document that nobody could take: it is not signed. */
  | 'invalid-document'
  /** A file of keys or of trust whose content is not what it should be. */
  | 'invalid-file';

/** Our own side cannot sign or verify at all. What comes from outside is refused by a value instead. */
export class TrustError extends Error {
  override readonly name = 'TrustError';
  readonly code: TrustErrorCode;

  constructor(code: TrustErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
