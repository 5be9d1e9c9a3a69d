/** Why the till has no uplink, or could not be enrolled. */
export type UplinkErrorCode =
  | 'hub-url-invalid'
  /** Plaintext is for a hub on this computer only. */
  | 'plaintext-not-loopback'
  | 'hub-unreachable'
  /** The hub said no; the message says why. */
  | 'enrolment-refused'
  /** What the hub answered is not what a hub answers. */
  | 'answer-invalid'
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
