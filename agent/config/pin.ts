/** PINs: which may be chosen, and the hashes that are all the till keeps of them. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const PIN = /^\d{4,12}$/;

const SCHEME = 'scrypt';
/** 128 * N * r bytes: 32 MiB and about a tenth of a second, on a till that sells meanwhile. */
const COST = { N: 2 ** 15, r: 8, p: 1 };
const BLOCK_BYTES = 128;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** One at a time, so that guessing does not take the till's processor. */
const WAITING_MAX = 16;

/** `scrypt$N$r$p$salt$hash`, at no other cost than ours: another would be work for the till. */
export const PIN_HASH = new RegExp(
  `^${SCHEME}\\$${COST.N}\\$${COST.r}\\$${COST.p}\\$[\\w-]{22}\\$[\\w-]{43}$`,
);

/** False for what anybody would try first. */
export function isPinFit(pin: string, operatorId: string): boolean {
  return PIN.test(pin) && pin !== operatorId && !isRow(pin) && !isRepeated(pin);
}

export type PinVerdict = 'right' | 'wrong' | 'overloaded';

/** Makes and checks PIN hashes, one after the other. */
export class PinHasher {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  get isFull(): boolean {
    return this.#waiting >= WAITING_MAX;
  }

  async hash(pin: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(pin, salt);
    const { N, r, p } = COST;
    return [SCHEME, N, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
  }

  /** Takes as long without a stored hash as with one. */
  async isRight(pin: string, stored: string | undefined): Promise<boolean> {
    const [, , , , salt = '', hash = ''] = stored?.split('$') ?? [];
    const known = Buffer.from(hash, 'base64url');
    const derived = await this.#derive(pin, Buffer.from(salt, 'base64url'));
    return known.length === HASH_BYTES && timingSafeEqual(derived, known);
  }

  async #derive(pin: string, salt: Buffer): Promise<Buffer> {
    this.#waiting += 1;
    const derived = this.#last.then(() => scrypted(pin, salt));
    this.#last = derived.catch(() => undefined);
    try {
      return await derived;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function scrypted(pin: string, salt: Buffer): Promise<Buffer> {
  const options = { ...COST, maxmem: 2 * BLOCK_BYTES * COST.N * COST.r };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, options, (fault, hash) => {
      if (fault === null) resolve(hash);
      else reject(fault);
    });
  });
}

/** 1234, 4321 and, over the end of the keys, 7890. */
function isRow(pin: string): boolean {
  const steps = Array.from(pin)
    .slice(1)
    .map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

/** 0000, 1212, 123123. */
function isRepeated(pin: string): boolean {
  return (pin + pin).indexOf(pin, 1) < pin.length;
}
