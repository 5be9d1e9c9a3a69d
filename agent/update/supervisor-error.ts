import type { SupervisorRefusal } from '../core/update/supervisor-request.ts';

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

interface SupervisorErrorOptions extends ErrorOptions {
  /** In the supervisor's own word, where it has refused. */
  readonly reason?: SupervisorRefusal | undefined;
}

export class SupervisorError extends Error {
  override readonly name = 'SupervisorError';
  readonly code: SupervisorErrorCode;
  readonly reason: SupervisorRefusal | undefined;

  constructor(code: SupervisorErrorCode, message: string, options?: SupervisorErrorOptions) {
    super(message, options);
    this.code = code;
    this.reason = options?.reason;
  }
}
