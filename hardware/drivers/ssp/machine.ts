import {
  command,
  COMMAND,
  isAlwaysPlain,
  isEncryptedOnly,
  STATUS,
  type Command,
} from './commands.ts';
import type { UnitConfig } from './config.ts';
import {
  DEFAULT_FIXED_KEY,
  drawKeyMaterial,
  fromLittleEndian,
  powerModulo,
  seal,
  sessionKey,
  type SessionKey,
  toLittleEndian,
  unseal,
} from './crypt.ts';
import type { SspLine } from './line.ts';
import { UnitError } from './unit-error.ts';

export interface Reply {
  readonly status: number;
  readonly data: Uint8Array;
}

export interface AskOptions {
  readonly retriesMax?: number;
  readonly isUrgent?: boolean;
}

/** How often a unit that may not be there is called before others get their turn. */
const SYNC_RETRIES_MAX = 1;
const INTER_KEY_BYTES = 8;

/**
 * The talk with one unit from a synchronisation to the first thing that goes wrong: the sequence bit
 * that turns with each new command, and the key with its counter. Whatever cannot be explained ends
 * it with a `UnitError`, and nothing of it is taken over into the next one.
 */
export class UnitTalk {
  readonly #line: SspLine;
  readonly #config: UnitConfig;
  readonly #retriesMax: number;
  #sequence: 0 | 1 = 0;
  #key: SessionKey | undefined;
  #count = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(line: SspLine, config: UnitConfig, retriesMax: number) {
    this.#line = line;
    this.#config = config;
    this.#retriesMax = retriesMax;
  }

  /** Finds the unit and sets its sequence bit: this goes out with 1, the next command with 0. */
  async synchronise(): Promise<void> {
    this.#sequence = 1;
    const reply = await this.#exchange(command(COMMAND.sync), { retriesMax: SYNC_RETRIES_MAX });
    if (reply.status !== STATUS.ok) throw refused('synchronisation', reply);
  }

  /** Agrees on a key; the counter starts at 0 on both sides. */
  async exchangeKeys(): Promise<void> {
    const { generator, modulus, secret } = drawKeyMaterial();
    this.#key = undefined;
    await this.#exchangeStep(COMMAND.setGenerator, generator);
    await this.#exchangeStep(COMMAND.setModulus, modulus);
    const hostInter = powerModulo(generator, secret, modulus);
    const { data } = await this.#exchangeStep(COMMAND.requestKeyExchange, hostInter);
    if (data.length !== INTER_KEY_BYTES) {
      throw new UnitError('key-exchange-refused', 'no key in the reply');
    }
    const fixed = this.#config.fixedKey;
    this.#key = sessionKey(
      fixed === undefined ? DEFAULT_FIXED_KEY : BigInt(`0x${fixed}`),
      powerModulo(fromLittleEndian(data), secret, modulus),
    );
    this.#count = 0;
  }

  /** Sends a command once and gives its reply, whatever that says. */
  async ask(asked: Command, options: AskOptions = {}): Promise<Reply> {
    if (this.#key === undefined && isEncryptedOnly(asked.code)) {
      throw new UnitError('encryption-required', `command ${asked.code.toString(16)}`, false);
    }
    const reply = await this.#exchange(asked, options);
    if (reply.status === STATUS.keyNotSet) throw this.#keyLost();
    return reply;
  }

  /** Sends a command that must succeed; gives what follows the status. */
  async demand(asked: Command, options: AskOptions = {}): Promise<Uint8Array> {
    const reply = await this.ask(asked, options);
    if (reply.status !== STATUS.ok) throw refused(`command ${asked.code.toString(16)}`, reply);
    return reply.data;
  }

  #keyLost(): UnitError {
    return this.#config.encryption
      ? new UnitError('key-lost', 'the unit has no key any more')
      : new UnitError('encryption-required', 'the unit takes encrypted commands only');
  }

  async #exchangeStep(code: number, value: bigint): Promise<Reply> {
    const reply = await this.#exchange(command(code, ...toLittleEndian(value)), {});
    if (reply.status === STATUS.ok) return reply;
    const status = reply.status.toString(16);
    throw new UnitError('key-exchange-refused', `${code.toString(16)} answered by ${status}`);
  }

  /** One at a time, as the sequence bit and the counter demand. */
  #exchange(asked: Command, options: AskOptions): Promise<Reply> {
    const turn = this.#turn.then(() => this.#exchangeNow(asked, options));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #exchangeNow(asked: Command, options: AskOptions): Promise<Reply> {
    const plain = Uint8Array.of(asked.code, ...asked.data);
    const key = isAlwaysPlain(asked.code) ? undefined : this.#key;
    const data = key === undefined ? plain : seal({ key, count: this.#count, data: plain });
    const answer = await this.#send(data, options);
    return parseReply(key === undefined ? answer : this.#unseal(key, answer));
  }

  async #send(data: Uint8Array, options: AskOptions): Promise<Uint8Array> {
    const { address } = this.#config;
    const sequence = this.#sequence;
    const { retriesMax = this.#retriesMax, isUrgent = false } = options;
    const result = await this.#line.send({ address, sequence, data }, { retriesMax, isUrgent });
    if (result.kind === 'no-reply') {
      const code = result.reason === 'offline' ? 'link-down' : 'no-answer';
      throw new UnitError(code, result.reason, result.written);
    }
    this.#sequence = sequence === 0 ? 1 : 0;
    return result.frame.data;
  }

  /** A request with counter n is answered with n + 1, which is the next request's own. */
  #unseal(key: SessionKey, answer: Uint8Array): Uint8Array {
    if (answer.length === 1 && answer[0] === STATUS.keyNotSet) return answer;
    const unsealed = unseal(key, answer);
    if (unsealed.kind === 'bad') throw new UnitError('out-of-step', unsealed.reason);
    if (unsealed.count !== this.#count + 1) {
      throw new UnitError('out-of-step', `counter ${unsealed.count} after ${this.#count}`);
    }
    this.#count = unsealed.count;
    return unsealed.data;
  }
}

function parseReply(data: Uint8Array): Reply {
  const [status] = data;
  if (status === undefined) throw new UnitError('out-of-step', 'an empty reply');
  return { status, data: data.subarray(1) };
}

function refused(what: string, { status, data }: Reply): UnitError {
  const hex = Buffer.from(Uint8Array.of(status, ...data)).toString('hex');
  return new UnitError('refused', `${what} answered by ${hex}`);
}
