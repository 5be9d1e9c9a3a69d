/**
 * The keys of what the hub seals. They lie in a file of their own, never in the database: who has a
 * backup of the one cannot read it without the other.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { HubError } from '../hub-error.ts';

const KEY_BYTES = 32;
const KEY_ID_BYTES = 8;
const KEYS_MAX = 8;

/** Group and others may do nothing with it. */
const FOREIGN_MODE = 0o077;

export interface VaultKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first seals; the others still open what was sealed before. */
export type Keyring = readonly [VaultKey, ...VaultKey[]];

const keySchema = z.strictObject({ id: z.string().min(1), key: z.base64() });
const fileSchema = z.strictObject({
  kind: z.literal('tillwarden-vault-key'),
  keys: z.tuple([keySchema], keySchema).refine(({ length }) => length <= KEYS_MAX),
});

/** Throws `HubError` `vault-key-unreadable`. */
export function readKeyring(path: string): Keyring {
  if (process.platform !== 'win32' && (modeOf(path) & FOREIGN_MODE) !== 0) {
    throw unreadable(`${path} may be read by others: chmod 600 it`);
  }
  return parseKeyring(path, readFileSync(path, 'utf8'));
}

/** A ring whose first key is a new one. */
export function withNewKey(keys: readonly VaultKey[]): Keyring {
  return [
    { id: randomBytes(KEY_ID_BYTES).toString('hex'), bytes: randomBytes(KEY_BYTES) },
    ...keys,
  ];
}

/** As it stands in its file. */
export function keyringText(keyring: Keyring): string {
  const keys = keyring.map(({ id, bytes }) => {
    return { id, key: Buffer.from(bytes).toString('base64') };
  });
  return `${JSON.stringify({ kind: 'tillwarden-vault-key', keys }, undefined, 2)}\n`;
}

function modeOf(path: string): number {
  try {
    return statSync(path).mode;
  } catch (cause) {
    throw unreadable(`${path} is not there`, cause);
  }
}

function parseKeyring(path: string, text: string): Keyring {
  const [first, ...others] = fileOf(path, text).keys.map(({ id, key }): VaultKey => {
    return { id, bytes: Buffer.from(key, 'base64') };
  });
  if (first === undefined || [first, ...others].some(({ bytes }) => bytes.length !== KEY_BYTES)) {
    throw unreadable(`${path} has a key of another length`);
  }
  return [first, ...others];
}

function fileOf(path: string, text: string): z.output<typeof fileSchema> {
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch {
    // Not as its cause: that would carry a piece of the file into the log.
    throw unreadable(`${path} is no key file of a vault`);
  }
}

function unreadable(message: string, cause?: unknown): HubError {
  return new HubError('vault-key-unreadable', message, { cause });
}
