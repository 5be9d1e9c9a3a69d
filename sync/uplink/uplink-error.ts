/** Why the till has no uplink, or could not be enrolled. */
export type UplinkErrorCode =
  | 'hub-url-invalid'
  /** Plaintext is for a hub on this computer only. */
  | 'plaintext-not-loopback'
  | 'hub-unreachable'
  /** The hub said no; the message says why. */
  | 'enrolment-refused'
  /** The hub does not take the logs it was handed, and never will. */
  | 'logs-refused'
  /** It cannot take them now. */
  | 'logs-not-now'
  /** What the hub answered is not what a hub answers. */
  | 'answer-invalid'
  /** Its signed part is not by this vendor's issuer. */
  | 'answer-not-genuine'
  /** A genuine answer to another request. */
  | 'answer-wrong-nonce'
  /** A genuine answer for another till's key. */
  | 'answer-wrong-key'
  /** What is signed and what stands beside it are not the same. */
  | 'answer-contradicts'
  | 'entitlement-not-genuine'
  /** A genuine one of another station. */
  | 'entitlement-wrong-station'
  | 'enrolled-already'
  /** A file of the station's own that cannot be used. */
  | 'file-invalid';

export class UplinkError extends Error {
  override readonly name = 'UplinkError';
  readonly code: UplinkErrorCode;

  constructor(code: UplinkErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
