export type ConfigErrorCode = 'unreadable' | 'not-json' | 'invalid' | 'exists' | 'in-use';

/** A file of the installation that cannot be used; the message names it and says what is wrong. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;
  readonly path: string;

  constructor(code: ConfigErrorCode, path: string, why: { reason: string; cause?: unknown }) {
    super(`${path}: ${why.reason}`, { cause: why.cause });
    this.code = code;
    this.path = path;
  }
}
