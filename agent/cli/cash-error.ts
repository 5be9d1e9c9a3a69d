import type { ErrorBody } from '../api/schema.ts';

export type CashErrorCode =
  /** The agent says why not; nothing was begun. */
  | 'refused'
  /** Nobody listens there: nothing was asked. */
  | 'no-agent'
  /** It was asked, and nobody knows what it did. */
  | 'no-answer'
  | 'not-understood';

/** Why a command at the running agent did not come to its end; the message is for whoever typed it. */
export class CashError extends Error {
  override readonly name = 'CashError';
  readonly code: CashErrorCode;
  /** The agent's own words, of what it refuses. */
  readonly refusal: ErrorBody['error'] | undefined;

  constructor(
    code: CashErrorCode,
    message: string,
    why: { readonly cause?: unknown; readonly refusal?: ErrorBody['error'] } = {},
  ) {
    super(message, { cause: why.cause });
    this.code = code;
    this.refusal = why.refusal;
  }
}
