export type VendorErrorCode =
  /** It is there already, and is not replaced. */
  | 'exists'
  /** What is needed is not there. */
  | 'not-found'
  /** A file of the key folder whose content is not what it should be. */
  | 'invalid-file'
  /** None of the passphrases opens the key. */
  | 'wrong-passphrase'
  | 'weak-passphrase'
  /** Another command is at work in the same folder. */
  | 'busy'
  /** What was asked for makes no valid document. */
  | 'invalid-request';

/** The vendor's own tools cannot do what was asked; the message says why and what to do. */
export class VendorError extends Error {
  override readonly name = 'VendorError';
  readonly code: VendorErrorCode;

  constructor(code: VendorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
