/** Seals texts with AES-256-GCM, each to what it belongs to: nothing can be put in another's place. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { HubError } from '../hub-error.ts';
import type { Keyring } from './keyring.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What a sealed text belongs to; sealed under another name, version or purpose, it does not open. */
export interface SealedFor {
  readonly purpose: 'vault' | 'webhook';
  readonly id: string;
  readonly version: number;
}

export interface Sealed {
  readonly keyId: string;
  /** Nonce, text and tag, as base64. */
  readonly sealed: string;
}

export function seal([key]: Keyring, about: SealedFor, text: string): Sealed {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce).setAAD(aadOf(about));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const sealed = Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64');
  return { keyId: key.id, sealed };
}

/** Throws `HubError` `vault-key-wrong`. */
export function unseal(keyring: Keyring, about: SealedFor, { keyId, sealed }: Sealed): string {
  const key = keyring.find(({ id }) => id === keyId);
  if (key === undefined) throw wrongKey();
  const bytes = Buffer.from(sealed, 'base64');
  const [nonce, tag] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(-TAG_BYTES)];
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(aadOf(about)).setAuthTag(tag);
    const body = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch (cause) {
    throw wrongKey(cause);
  }
}

function aadOf({ purpose, id, version }: SealedFor): Buffer {
  return Buffer.from(JSON.stringify(['tillwarden', purpose, id, version]), 'utf8');
}

function wrongKey(cause?: unknown): HubError {
  return new HubError('vault-key-wrong', 'the vault key does not open this', { cause });
}
