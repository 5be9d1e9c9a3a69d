import type { DeviceState, DispenseCause } from '../../kit/device.ts';
import type { Bus } from './bus.ts';
import { parseCoinId } from './coin-id.ts';
import type { ValueDispenserConfig } from './config.ts';
import type { CipherTable } from './hopper-cipher.ts';
import { blockingFlags, isPowerLost, stopCause } from './hopper-registers.ts';
import { enableHopper, requestCipherKey, resetDevice, testHopper } from './machine.ts';
import { askAgreed } from './agreed.ts';
import type { ValueEnd, ValueFace, ValueLook, ValueMeters, ValuePayment } from './value-face.ts';
import {
  dispenseHopperValue,
  requestHopperCoinValue,
  requestHopperPollingValue,
  requestIndexedDispenseCount,
} from './value-machine.ts';

const COIN_KINDS_MAX = 16;
const COUNT_MODULUS = 2 ** 24;
/** The command has two bytes for the amount. */
const AMOUNT_MAX_MINOR = 0xffff;
const SECURITY_BYTES = 8;
const NO_KEY = new Uint8Array(0);
const NO_LEVEL = { isLow: false, hasLowSensor: false };

interface FaceParts {
  readonly bus: Bus;
  readonly ciphers: CipherTable;
}

/** An accumulator hopper: 134 pays an amount, 133 follows it, 131 and 130 say coin by coin what left. */
export class AccumulatorFace implements ValueFace {
  readonly category = 'Payout';
  readonly amountMaxMinor = AMOUNT_MAX_MINOR;
  readonly #config: ValueDispenserConfig;
  readonly #parts: FaceParts;
  #valuesMinor: readonly number[] = [];

  constructor(config: ValueDispenserConfig, parts: FaceParts) {
    this.#config = config;
    this.#parts = parts;
  }

  async identify(): Promise<DeviceState | undefined> {
    const { address, unitMinor } = this.#config;
    const values: number[] = [];
    for (let index = 1; index <= COIN_KINDS_MAX; index += 1) {
      const coin = await askAgreed(this.#parts.bus, requestHopperCoinValue(address, index));
      if (coin === undefined) break;
      const named = parseCoinId(coin.id);
      if (named.kind === 'blank') break;
      if (named.kind !== 'coin' || named.valueMinor !== coin.valueMinor) {
        return wrong('wrong-scaling', `${coin.id} is said to be worth ${coin.valueMinor}`);
      }
      values.push(coin.valueMinor);
    }
    if (values.length === 0) return undefined;
    const odd = values.find((value) => value % unitMinor !== 0);
    if (odd !== undefined) return wrong('wrong-unit', `${odd} is no multiple of ${unitMinor}`);
    this.#valuesMinor = values;
    return { kind: 'up' };
  }

  async ready(): Promise<string | undefined> {
    const { bus } = this.#parts;
    const { address } = this.#config;
    const before = await askAgreed(bus, testHopper(address));
    if (before === undefined) return undefined;
    if (blockingFlags(before).length > 0) await bus.ask(resetDevice(address));
    const after = await askAgreed(bus, testHopper(address));
    if (after === undefined) return undefined;
    const left = blockingFlags(after);
    if (left.length > 0) return left.join(', ');
    const enabled = await bus.ask(enableHopper(address));
    if (enabled.kind === 'no-reply') return undefined;
    return enabled.kind === 'ok' ? '' : 'enable refused';
  }

  async look(): Promise<ValueLook | undefined> {
    const answer = await this.#parts.bus.ask(requestHopperPollingValue(this.#config.address));
    if (answer.kind !== 'ok') return undefined;
    const { remainingMinor, ...status } = answer.value;
    return { isBusy: remainingMinor > 0, progress: remainingMinor, status };
  }

  async readMeters(): Promise<ValueMeters | undefined> {
    if (this.#valuesMinor.length === 0 && (await this.identify())?.kind !== 'up') return undefined;
    const meters: number[] = [];
    for (let index = 1; index <= this.#valuesMinor.length; index += 1) {
      const request = requestIndexedDispenseCount(this.#config.address, index);
      const count = await askAgreed(this.#parts.bus, request);
      if (count === undefined) return undefined;
      meters.push(count);
    }
    const valuesMinor = this.#valuesMinor;
    return { meters, rules: { valuesMinor, modulus: COUNT_MODULUS, isLifetime: true } };
  }

  async readEnd(): Promise<ValueEnd | undefined> {
    const registers = await askAgreed(this.#parts.bus, testHopper(this.#config.address));
    if (registers === undefined) return undefined;
    const cause = stopCause(registers, NO_LEVEL);
    return { isPowerLost: isPowerLost(registers), stopCause: neverEmpty(cause) };
  }

  async pay({ amountMinor, serial }: ValuePayment): Promise<boolean> {
    const { bus } = this.#parts;
    const { address } = this.#config;
    const security = await this.#security(serial);
    if (security?.length !== SECURITY_BYTES) return false;
    const answer = await bus.ask(dispenseHopperValue({ address, security, amountMinor }));
    return answer.kind !== 'no-reply' || answer.written;
  }

  /** Undefined without a key from a hopper that has one. */
  async #security(serial: number): Promise<Uint8Array | undefined> {
    const cipher = this.#parts.ciphers[this.#config.cipher]?.(serial);
    if (cipher === undefined || !cipher.needsKey) return cipher?.securityBytes(NO_KEY);
    const key = await this.#parts.bus.ask(requestCipherKey(this.#config.address));
    return key.kind === 'ok' ? cipher.securityBytes(key.value) : undefined;
  }
}

/** Coins that would not do for the rest may still lie there. */
function neverEmpty(cause: DispenseCause): DispenseCause {
  return cause === 'empty' ? 'fault' : cause;
}

function wrong(code: string, detail: string): DeviceState {
  return { kind: 'fault', code, detail };
}
