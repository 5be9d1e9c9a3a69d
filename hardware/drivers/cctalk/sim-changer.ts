import type { Timer } from '../../kit/clock.ts';
import { counterAfter } from './credits.ts';
import type { Frame } from './frame.ts';
import { HEADER } from './machine.ts';
import type { SimReply } from './sim-behaviour.ts';
import type { SimConfig } from './sim-config.ts';
import {
  ACK,
  bytesReply,
  identityReply,
  NAK,
  numberReply,
  type SimContext,
  type SimDevice,
} from './sim-device.ts';
import { VALUE_HEADER } from './value-machine.ts';

/** Header numbers that the driver does not use. */
const OTHER_HEADER = { clearMoneyCounters: 126, requestMoneyIn: 128 } as const;

const AMOUNT_BYTES = 4;
const NO_FAULT = [0, 0] as const;
const PAYING = 0x01;

export interface SimChangerOptions extends SimContext {
  readonly config: NonNullable<SimConfig['changer']>;
}

/**
 * A changer pays an amount out of the coins it has, the largest first, one at a time; what it cannot
 * pay stays unpaid. It says amounts and never coins.
 */
export class SimChanger implements SimDevice {
  readonly device: string;
  readonly address: number;
  readonly #options: SimChangerOptions;
  #coins: readonly number[];
  #isPowered = true;
  #counter = 0;
  #owed = 0;
  #paid = 0;
  #unpaid = 0;
  #moneyOut: number;
  #motor: Timer | undefined;

  constructor(options: SimChangerOptions) {
    const { config } = options;
    this.device = config.device;
    this.address = config.address;
    this.#options = options;
    this.#moneyOut = config.moneyOutMinor;
    this.#coins = config.coins.toSorted((left, right) => right - left);
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /** The coins that are left in it. */
  get coins(): readonly number[] {
    return this.#coins;
  }

  cutPower(): void {
    this.#isPowered = false;
    this.#motor?.cancel();
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#counter = 0;
    this.#unpaid = this.#owed;
    this.#owed = 0;
  }

  respond({ header, data }: Frame): SimReply | undefined {
    switch (header) {
      case VALUE_HEADER.payMoneyOut:
        return this.#payOut(data);
      case VALUE_HEADER.verifyMoneyOut:
        return bytesReply(this.#counter, ...amount(this.#paid), ...amount(this.#unpaid));
      case VALUE_HEADER.requestMoneyOut:
        return bytesReply(...amount(this.#moneyOut));
      case OTHER_HEADER.requestMoneyIn:
        return bytesReply(...amount(0));
      case OTHER_HEADER.clearMoneyCounters:
        this.#moneyOut = 0;
        return ACK;
      case VALUE_HEADER.requestErrorStatus:
        return bytesReply(...NO_FAULT);
      case VALUE_HEADER.requestActivityRegister:
        return bytesReply(this.#owed > 0 ? PAYING : 0, 0);
      case HEADER.requestSerialNumber:
        return numberReply(this.#options.config.serial, 3);
      default:
        return identityReply(header, 'Changer');
    }
  }

  #payOut(data: Uint8Array): SimReply {
    if (data.length !== AMOUNT_BYTES || this.#owed > 0) return NAK;
    this.#owed = data.reduceRight((total, byte) => total * 256 + byte, 0);
    this.#counter = counterAfter(this.#counter);
    this.#paid = 0;
    this.#unpaid = 0;
    this.#payNext();
    return ACK;
  }

  #payNext(): void {
    const { clock, timing } = this.#options;
    const coin = this.#coins.find((value) => value <= this.#owed);
    if (coin === undefined) {
      this.#unpaid = this.#owed;
      this.#owed = 0;
      return;
    }
    this.#motor = clock.startTimer(timing.coinMs, () => this.#payCoin(coin));
  }

  #payCoin(valueMinor: number): void {
    const at = this.#coins.indexOf(valueMinor);
    this.#coins = this.#coins.toSpliced(at, 1);
    this.#owed -= valueMinor;
    this.#paid += valueMinor;
    this.#moneyOut += valueMinor;
    this.#options.emit({ event: 'paid-out', device: this.device, valueMinor });
    this.#payNext();
  }
}

function amount(valueMinor: number): Uint8Array {
  return numberReply(valueMinor, AMOUNT_BYTES).data;
}
