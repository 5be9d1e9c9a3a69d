import { createCipheriv, createDecipheriv, generatePrimeSync, randomBytes } from 'node:crypto';
import { crc16 } from './crc.ts';

/** First byte of a packet's data when the rest is encrypted (SSP manual, encryption layer). */
export const STEX = 0x7e;

/** The fixed half of the key as units leave the factory; no secret. */
export const DEFAULT_FIXED_KEY = 0x0123_4567_0123_4567n;

/** A host's share of a key exchange, new for each. */
export interface KeyMaterial {
  readonly generator: bigint;
  readonly modulus: bigint;
  readonly secret: bigint;
}

/** Above 32 bits the arithmetic of units in the field overflows. */
const PRIME_BITS = 32;
const SECRET_BYTES = 4;

/** Two primes below 2^32, the generator the larger one as the implementation guide asks (4.2.1). */
export function drawKeyMaterial(): KeyMaterial {
  const first = generatePrimeSync(PRIME_BITS, { bigint: true });
  let second = generatePrimeSync(PRIME_BITS, { bigint: true });
  while (second === first) second = generatePrimeSync(PRIME_BITS, { bigint: true });
  const [generator, modulus] = first > second ? [first, second] : [second, first];
  return { generator, modulus, secret: fromLittleEndian(randomBytes(SECRET_BYTES)) };
}

/** `base` to the `exponent`, modulo `modulus`. */
export function powerModulo(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n % modulus;
  let factor = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}

const CIPHER = 'aes-128-ecb';
const KEY_HALF_BYTES = 8;

/** Encrypts and decrypts whole blocks; each by itself, so that no packet depends on one before it. */
export interface SessionKey {
  readonly encrypt: (blocks: Uint8Array) => Uint8Array;
  readonly decrypt: (blocks: Uint8Array) => Uint8Array;
}

/**
 * The fixed half and then the negotiated one, each lowest byte first. The ciphers live as long as
 * the key, because making one for every packet costs many times what the encryption does; without
 * chaining and padding they keep nothing from one packet to the next.
 */
export function sessionKey(fixed: bigint, negotiated: bigint): SessionKey {
  const key = Uint8Array.of(...toLittleEndian(fixed), ...toLittleEndian(negotiated));
  const cipher = createCipheriv(CIPHER, key, null).setAutoPadding(false);
  const decipher = createDecipheriv(CIPHER, key, null).setAutoPadding(false);
  return {
    encrypt: (blocks) => cipher.update(blocks),
    decrypt: (blocks) => decipher.update(blocks),
  };
}

/** A number in eight bytes, the lowest first. */
export function toLittleEndian(value: bigint): Uint8Array {
  const bytes = new Uint8Array(KEY_HALF_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
}

/** The number whose lowest byte comes first. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((total, byte) => total * 256n + BigInt(byte), 0n);
}

const BLOCK_BYTES = 16;
const LENGTH_BYTES = 1;
const COUNT_BYTES = 4;
const CRC_BYTES = 2;
const HEAD_BYTES = LENGTH_BYTES + COUNT_BYTES;
const OVERHEAD_BYTES = HEAD_BYTES + CRC_BYTES;
/** Fifteen blocks and the mark before them fill a packet. */
const SEALED_DATA_MAX_BYTES = 15 * BLOCK_BYTES - OVERHEAD_BYTES;

export interface Sealing {
  readonly key: SessionKey;
  readonly count: number;
  readonly data: Uint8Array;
  /** What fills the last block. Random, so that equal packets do not look alike. */
  readonly packing?: Uint8Array;
}

/** The packet data that carries `data` encrypted, its mark included. */
export function seal({ key, count, data, packing }: Sealing): Uint8Array {
  if (data.length > SEALED_DATA_MAX_BYTES) throw new RangeError('Too long to be encrypted.');
  const gap = paddingOf(data.length);
  const filling = (packing ?? randomBytes(gap)).subarray(0, gap);
  const plain = new Uint8Array(OVERHEAD_BYTES + data.length + gap);
  plain[0] = data.length;
  const view = new DataView(plain.buffer);
  view.setUint32(LENGTH_BYTES, count, true);
  plain.set(data, HEAD_BYTES);
  plain.set(filling, HEAD_BYTES + data.length);
  view.setUint16(plain.length - CRC_BYTES, crc16(plain.subarray(0, -CRC_BYTES)), true);
  const sealed = new Uint8Array(1 + plain.length);
  sealed[0] = STEX;
  sealed.set(key.encrypt(plain), 1);
  return sealed;
}

export type Unsealed =
  | { readonly kind: 'data'; readonly count: number; readonly data: Uint8Array }
  | { readonly kind: 'bad'; readonly reason: 'not-sealed' | 'length' | 'checksum' };

/** What an encrypted packet's data say. Never throws. */
export function unseal(key: SessionKey, sealed: Uint8Array): Unsealed {
  if (sealed[0] !== STEX) return { kind: 'bad', reason: 'not-sealed' };
  const blocks = sealed.subarray(1);
  if (blocks.length === 0 || blocks.length % BLOCK_BYTES !== 0) {
    return { kind: 'bad', reason: 'length' };
  }
  const plain = Uint8Array.from(key.decrypt(blocks));
  const view = new DataView(plain.buffer);
  const crc = view.getUint16(plain.length - CRC_BYTES, true);
  if (crc16(plain.subarray(0, -CRC_BYTES)) !== crc) return { kind: 'bad', reason: 'checksum' };
  const length = view.getUint8(0);
  if (OVERHEAD_BYTES + length > plain.length) return { kind: 'bad', reason: 'length' };
  const data = plain.slice(HEAD_BYTES, HEAD_BYTES + length);
  return { kind: 'data', count: view.getUint32(LENGTH_BYTES, true), data };
}

function paddingOf(length: number): number {
  const over = (OVERHEAD_BYTES + length) % BLOCK_BYTES;
  return over === 0 ? 0 : BLOCK_BYTES - over;
}
