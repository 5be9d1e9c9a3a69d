import { COMMAND, isAlwaysPlain, isEncryptedOnly, STATUS } from './commands.ts';
import {
  fromLittleEndian,
  powerModulo,
  seal,
  sessionKey,
  type SessionKey,
  STEX,
  toLittleEndian,
  unseal,
} from './crypt.ts';
import type { Frame } from './frame.ts';

export interface SlaveOptions {
  readonly fixedKey: bigint;
  readonly isEncrypted: boolean;
  /** Gives a number in [0, 1). */
  readonly random: () => number;
  /** What the unit does with a command; gives the reply's bytes, the status first. */
  readonly run: (code: number, data: Uint8Array) => readonly number[];
}

const SECRET_LIMIT = 2 ** 31;

/** A unit's end of the protocol: the sequence bit and the key, both gone with the power. */
export class SimSlave {
  readonly #options: SlaveOptions;
  #last: { readonly sequence: 0 | 1; readonly reply: Uint8Array } | undefined;
  #generator = 0n;
  #modulus = 0n;
  #key: SessionKey | undefined;
  #count = 0;
  #isOutOfService = false;

  constructor(options: SlaveOptions) {
    this.#options = options;
  }

  forget(): void {
    this.#last = undefined;
    this.#key = undefined;
    this.#count = 0;
    this.#isOutOfService = false;
  }

  /** The command in a packet, as far as it can be read. */
  codeOf({ data }: Frame): number | undefined {
    if (data[0] !== STEX || this.#key === undefined) return data[0];
    const unsealed = unseal(this.#key, data);
    return unsealed.kind === 'data' ? unsealed.data[0] : undefined;
  }

  /** The data of the reply; undefined when there is none. A packet that came before is not run again. */
  receive({ sequence, data }: Frame): Uint8Array | undefined {
    const [code] = data;
    if (code === undefined || this.#isOutOfService) return undefined;
    if (code !== COMMAND.sync && this.#last?.sequence === sequence) return this.#last.reply;
    const reply = code === STEX ? this.#takeSealed(data) : this.#takePlain(code, data.subarray(1));
    if (reply !== undefined) this.#last = { sequence, reply };
    return reply;
  }

  #takeSealed(data: Uint8Array): Uint8Array | undefined {
    const key = this.#key;
    if (key === undefined) return Uint8Array.of(STATUS.keyNotSet);
    const unsealed = unseal(key, data);
    if (unsealed.kind === 'bad') {
      this.#isOutOfService = true;
      return undefined;
    }
    if (unsealed.count !== this.#count) return undefined;
    this.#count += 1;
    const [code = 0, ...rest] = unsealed.data;
    const reply = Uint8Array.from(this.#options.run(code, Uint8Array.from(rest)));
    return seal({ key, count: this.#count, data: reply });
  }

  #takePlain(code: number, data: Uint8Array): Uint8Array {
    if (isAlwaysPlain(code)) return Uint8Array.from(this.#exchangeKeys(code, data));
    const isKeyNeeded = this.#options.isEncrypted && this.#key === undefined;
    if (isKeyNeeded || isEncryptedOnly(code)) return Uint8Array.of(STATUS.keyNotSet);
    return Uint8Array.from(this.#options.run(code, data));
  }

  #exchangeKeys(code: number, data: Uint8Array): readonly number[] {
    const value = fromLittleEndian(data);
    if (code === COMMAND.sync) return [STATUS.ok];
    if (code === COMMAND.requestKeyExchange) return this.#agree(value);
    if (!isPrime(value)) return [STATUS.parameterOutOfRange];
    if (code === COMMAND.setGenerator) this.#generator = value;
    else this.#modulus = value;
    return [STATUS.ok];
  }

  #agree(hostInter: bigint): readonly number[] {
    if (this.#modulus === 0n) return [STATUS.fail];
    const secret = BigInt(Math.floor(this.#options.random() * SECRET_LIMIT));
    const shared = powerModulo(hostInter, secret, this.#modulus);
    this.#key = sessionKey(this.#options.fixedKey, shared);
    this.#count = 0;
    const slaveInter = powerModulo(this.#generator, secret, this.#modulus);
    return [STATUS.ok, ...toLittleEndian(slaveInter)];
  }
}

/** Fermat's test, which is all that such a unit can afford. */
function isPrime(value: bigint): boolean {
  return value > 2n && powerModulo(2n, value - 1n, value) === 1n;
}
