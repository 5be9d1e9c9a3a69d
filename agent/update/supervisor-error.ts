export type SupervisorErrorCode =
  /** There is no whole release in the tree. */
  | 'nothing-installed'
  /** The tree has releases already. */
  | 'installed-already'
  /** Another supervisor runs this tree. */
  | 'in-use'
  /** The supervisor does not do what it was asked for. */
  | 'refused'
  /** The supervisor is gone; its program has to end. */
  | 'lost'
  | 'no-answer';

export class SupervisorError extends Error {
  override readonly name = 'SupervisorError';
  readonly code: SupervisorErrorCode;

  constructor(code: SupervisorErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
