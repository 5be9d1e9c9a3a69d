import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';

/** Anybody but the owner. */
const OTHERS_MASK = 0o077;
const TEXT_MAX = 200;

const fileSchema = z.strictObject({
  name: z.string().min(1).max(TEXT_MAX),
  password: z.string().min(1).max(TEXT_MAX),
});

export type CredentialsErrorCode = 'unreadable' | 'open-to-others' | 'invalid';

/** Why a machine's credentials cannot be used; never says what is in the file. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly code: CredentialsErrorCode;

  constructor(code: CredentialsErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** A machine's user and password. Private, so that no log, trace or error can print them by accident. */
export class WebCredentials {
  readonly #name: string;
  readonly #password: string;

  constructor(name: string, password: string) {
    this.#name = name;
    this.#password = password;
  }

  /** Reads them from a file that only this user may read. Throws `CredentialsError`. */
  static read(path: string): WebCredentials {
    const text = readOwn(path);
    const parsed = fileSchema.safeParse(parsedJson(text));
    if (parsed.success) return new WebCredentials(parsed.data.name, parsed.data.password);
    throw new CredentialsError('invalid', `${path} must hold {"name": "...", "password": "..."}`);
  }

  /** For the places that send them, and that write their file. */
  reveal(): { readonly name: string; readonly password: string } {
    return { name: this.#name, password: this.#password };
  }
}

function readOwn(path: string): string {
  let mode: number;
  let text: string;
  try {
    mode = statSync(path).mode;
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new CredentialsError('unreadable', `${path} cannot be read (${code})`);
  }
  if ((mode & OTHERS_MASK) === 0) return text;
  throw new CredentialsError('open-to-others', `others may read ${path}: chmod 600 it`);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
