export type ShellErrorCode =
  /** Too much is waiting already; nothing was taken. */
  | 'overloaded'
  /** The agent is going down; nothing was taken. */
  | 'closing';

export class ShellError extends Error {
  override readonly name = 'ShellError';
  readonly code: ShellErrorCode;

  constructor(code: ShellErrorCode, options?: ErrorOptions) {
    super(MESSAGES[code], options);
    this.code = code;
  }
}

const MESSAGES: Readonly<Record<ShellErrorCode, string>> = {
  overloaded: 'too many requests are waiting; try again in a moment',
  closing: 'the agent is stopping; try again when it is back',
};
