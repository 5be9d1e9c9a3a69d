import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { HubError } from '../hub-error.ts';

export const PASSWORD_MIN_CHARS = 12;
export const PASSWORD_MAX_CHARS = 256;

/** What scrypt is asked for; the memory is 128 * N * r bytes: here 128 MiB. */
export interface ScryptCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

export const SCRYPT_COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** Each takes 128 MiB and most of a core: two at a time, and a short queue behind them. */
const HASHES_MAX = 2;
const WAITING_MAX = 32;

const SCHEME = 'scrypt';
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const BLOCK_BYTES = 128;
/** Parameters above these are not ours, and would take the computer's memory. */
const N_MAX = 2 ** 20;
const R_MAX = 32;
const P_MAX = 16;

export type Verdict = 'right' | 'wrong' | 'overloaded';

/** Makes and checks password hashes, a bounded number at a time. */
export class PasswordHasher {
  readonly #cost: ScryptCost;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(cost: ScryptCost = SCRYPT_COST) {
    this.#cost = cost;
  }

  /** What is to be stored; undefined when too many are being made. */
  async hash(password: string): Promise<string | undefined> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, { salt, cost: this.#cost });
    return hash === undefined ? undefined : textOf({ cost: this.#cost, salt, hash });
  }

  /** Takes as long without a stored hash as with one: the time does not tell who there is. */
  async verify(password: string, stored: string | undefined): Promise<Verdict> {
    const known = stored === undefined ? undefined : parseHash(stored);
    const { cost, salt, hash } = known ?? nobodys(this.#cost);
    const derived = await this.#derive(password, { salt, cost });
    if (derived === undefined) return 'overloaded';
    const isSame = timingSafeEqual(derived, hash);
    return isSame && known !== undefined ? 'right' : 'wrong';
  }

  /** True for a hash that was made more cheaply than is done now. */
  isOutdated(stored: string): boolean {
    const { cost } = parseHash(stored);
    return cost.N < this.#cost.N || cost.r < this.#cost.r || cost.p < this.#cost.p;
  }

  async #derive(
    password: string,
    { salt, cost }: { readonly salt: Buffer; readonly cost: ScryptCost },
  ): Promise<Buffer | undefined> {
    if (this.#running >= HASHES_MAX) {
      if (this.#waiting.length >= WAITING_MAX) return undefined;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await scrypted(password, salt, cost);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

interface StoredHash {
  readonly cost: ScryptCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function scrypted(password: string, salt: Buffer, { N, r, p }: ScryptCost): Promise<Buffer> {
  // However an accent was typed, it is the same password.
  const secret = password.normalize('NFKC');
  const options = { N, r, p, maxmem: 2 * BLOCK_BYTES * N * r };
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, options, (fault, hash) => {
      if (fault === null) resolve(hash);
      else reject(fault);
    });
  });
}

function nobodys(cost: ScryptCost): StoredHash {
  return { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
}

function textOf({ cost: { N, r, p }, salt, hash }: StoredHash): string {
  return [SCHEME, N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

function parseHash(text: string): StoredHash {
  const [scheme, N, r, p, salt = '', hash = ''] = text.split('$');
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const stored = { cost, salt: bytesOf(salt), hash: bytesOf(hash) };
  const isOurs = scheme === SCHEME && isCost(cost) && stored.hash.length === HASH_BYTES;
  if (isOurs) return stored;
  throw new HubError('store-failed', 'a stored password hash cannot be read');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

function isCost({ N, r, p }: ScryptCost): boolean {
  const isPower = Number.isSafeInteger(N) && N > 1 && N <= N_MAX && Number.isInteger(Math.log2(N));
  return isPower && isCount(r, R_MAX) && isCount(p, P_MAX);
}

function isCount(value: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= max;
}
