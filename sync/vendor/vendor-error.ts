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
  /** A change of the release repository still waits for signatures. */
  | 'waiting'
  /** What was asked for makes no valid document, or no release that tills could take. */
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
