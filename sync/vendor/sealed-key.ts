/**
 * A private key under a passphrase: PKCS#8, encrypted with AES-256-GCM under a key that scrypt
 * (RFC 7914) makes slow to guess.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  randomBytes,
  scryptSync,
  type KeyObject,
} from 'node:crypto';
import { z } from 'zod';
import { publicKeyOf, publicKeySchema } from '../trust/ed25519.ts';
import { parseJson } from '../trust/parse-json.ts';
import { VendorError } from './vendor-error.ts';

/** scrypt's cost for a key that must withstand guessing: 128 MiB and about half a second. */
export const SECRET_COST_LOG2 = 17;

/** For a demo key, which is no secret. */
export const DEMO_COST_LOG2 = 12;

const COST_LOG2_MAX = 20;
const SCRYPT_BLOCK_SIZE = 8;
const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
const BASE64URL_CHARS_MAX = 400;

const base64urlSchema = z
  .string()
  .max(BASE64URL_CHARS_MAX)
  .regex(/^[A-Za-z0-9_-]+$/);

const sealedKeySchema = z.strictObject({
  format: z.literal('tillwarden-sealed-key-v1'),
  publicKey: publicKeySchema,
  kdf: z.literal('scrypt'),
  costLog2: z.int().min(1).max(COST_LOG2_MAX),
  salt: base64urlSchema,
  cipher: z.literal(CIPHER),
  nonce: base64urlSchema,
  tag: base64urlSchema,
  sealed: base64urlSchema,
});

/** The text of a key file. */
export function sealKey(privateKey: KeyObject, passphrase: string, costLog2: number): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const publicKey = publicKeyOf(privateKey);
  const cipher = createCipheriv(CIPHER, stretched(passphrase, salt, costLog2), nonce);
  cipher.setAAD(Buffer.from(publicKey));
  const plain = privateKey.export({ format: 'der', type: 'pkcs8' });
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const file: z.infer<typeof sealedKeySchema> = {
    format: 'tillwarden-sealed-key-v1',
    publicKey,
    kdf: 'scrypt',
    costLog2,
    salt: salt.toString('base64url'),
    cipher: CIPHER,
    nonce: nonce.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
    sealed: sealed.toString('base64url'),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Undefined when the passphrase is another. Throws `VendorError` for what is no key file. */
export function openKey(text: string, passphrase: string): KeyObject | undefined {
  const { costLog2, salt, nonce, tag, sealed, publicKey } = parseSealedKey(text);
  const key = stretched(passphrase, bytesOf(salt), costLog2);
  try {
    const decipher = createDecipheriv(CIPHER, key, bytesOf(nonce), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(publicKey));
    decipher.setAuthTag(bytesOf(tag));
    const der = Buffer.concat([decipher.update(bytesOf(sealed)), decipher.final()]);
    return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    return undefined;
  }
}

/** Which key it is, without opening it. Throws `VendorError` for what is no key file. */
export function sealedPublicKey(text: string): string {
  return parseSealedKey(text).publicKey;
}

function parseSealedKey(text: string): z.infer<typeof sealedKeySchema> {
  const parsed = sealedKeySchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new VendorError('invalid-file', 'this is not a key file of tillwarden keys');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

/** Node refuses to use more than 32 MiB unless it is told how much it takes: 128 * N * r and a little. */
function stretched(passphrase: string, salt: Buffer, costLog2: number): Buffer {
  const cost = 2 ** costLog2;
  return scryptSync(passphrase.normalize('NFC'), salt, KEY_BYTES, {
    cost,
    blockSize: SCRYPT_BLOCK_SIZE,
    parallelization: 1,
    maxmem: 256 * cost * SCRYPT_BLOCK_SIZE,
  });
}
