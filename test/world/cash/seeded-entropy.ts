/**
 * Chance in place of the system's entropy while a world lives: eSSP draws its keys and fills its
 * packets from there, and their bytes decide how long a packet is and what noise does to it.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** Primes of 32 bits, as good as any for keys that nobody needs to keep. */
const PRIMES = [4_294_967_291n, 4_294_967_279n, 4_294_967_231n, 4_294_967_197n, 4_294_967_189n];

const genuine = { randomBytes: crypto.randomBytes, generatePrimeSync: crypto.generatePrimeSync };

/** Runs `life` with every byte of entropy drawn from `random`; one at a time in a process. */
export async function withSeededEntropy<Value>(
  random: () => number,
  life: () => Promise<Value>,
): Promise<Value> {
  let primes = Math.floor(random() * PRIMES.length);
  replace({
    randomBytes: (size: number) => Buffer.alloc(size).map(() => random() * 256),
    generatePrimeSync: () => PRIMES[(primes += 1) % PRIMES.length],
  });
  try {
    return await life();
  } finally {
    replace(genuine);
  }
}

function replace(entropy: object): void {
  Object.assign(crypto, entropy);
  syncBuiltinESMExports();
}
