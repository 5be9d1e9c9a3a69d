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

const ENABLE_CODE = 0xa5;
const COMMAND_BYTES = 10;
const SECURITY_BYTES = 8;
const COUNT_MODULUS = 2 ** 24;
const R1_POWER_UP = 0x40;
const R1_DISABLED = 0x80;
const R3_POWER_DOWN_DURING_PAYOUT = 0x01;

export interface SimAccumulatorOptions extends SimContext {
  readonly config: NonNullable<SimConfig['accumulator']>;
}

interface Tube {
  readonly id: string;
  readonly valueMinor: number;
  count: number;
  paid: number;
}

/** An accumulator hopper: pays an amount, the largest coins first, and counts each kind of coin. */
export class SimAccumulator implements SimDevice {
  readonly device: string;
  readonly address: number;
  readonly #options: SimAccumulatorOptions;
  readonly #tubes: readonly Tube[];
  #isPowered = true;
  #isEnabled = false;
  #wasInterrupted = false;
  #powerUpFlag = R1_POWER_UP;
  #counter = 0;
  #remaining = 0;
  #paid = 0;
  #unpaid = 0;
  #motor: Timer | undefined;

  constructor(options: SimAccumulatorOptions) {
    const { config } = options;
    this.device = config.device;
    this.address = config.address;
    this.#options = options;
    this.#tubes = config.coins.map((coin) => ({ ...coin }));
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  cutPower(): void {
    if (this.#remaining > 0) this.#wasInterrupted = true;
    this.#isPowered = false;
    this.#motor?.cancel();
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#forget();
  }

  respond({ header, data }: Frame): SimReply | undefined {
    return this.#respondToCommand(header, data) ?? this.#respondToQuestion(header, data);
  }

  #respondToCommand(header: number, data: Uint8Array): SimReply | undefined {
    switch (header) {
      case HEADER.resetDevice:
        this.#motor?.cancel();
        this.#wasInterrupted = false;
        this.#forget();
        return ACK;
      case HEADER.enableHopper:
        this.#isEnabled = data[0] === ENABLE_CODE;
        return ACK;
      case VALUE_HEADER.dispenseHopperValue:
        return this.#dispense(data);
      default:
        return undefined;
    }
  }

  #respondToQuestion(header: number, data: Uint8Array): SimReply | undefined {
    switch (header) {
      case HEADER.testHopper:
        return bytesReply(...this.#registers());
      case HEADER.requestSerialNumber:
        return numberReply(this.#options.config.serial, 3);
      case VALUE_HEADER.requestHopperPollingValue:
        return bytesReply(
          this.#counter,
          ...[this.#remaining, this.#paid, this.#unpaid].flatMap((one) => [...valueBytes(one)]),
        );
      case VALUE_HEADER.requestHopperCoinValue:
        return this.#ofTube(data, (tube) =>
          bytesReply(...Buffer.from(tube.id, 'latin1'), ...valueBytes(tube.valueMinor)),
        );
      case VALUE_HEADER.requestIndexedHopperDispenseCount:
        return this.#ofTube(data, (tube) => numberReply(tube.paid, 3));
      default:
        return identityReply(header, 'Payout');
    }
  }

  #ofTube([index = 0]: Uint8Array, reply: (tube: Tube) => SimReply): SimReply {
    const tube = this.#tubes[index - 1];
    return tube === undefined ? NAK : reply(tube);
  }

  #registers(): readonly number[] {
    const disabled = this.#isEnabled ? 0 : R1_DISABLED;
    const interrupted = this.#wasInterrupted ? R3_POWER_DOWN_DURING_PAYOUT : 0;
    return [this.#powerUpFlag | disabled, 0, interrupted];
  }

  #dispense(data: Uint8Array): SimReply {
    const [low = 0, high = 0] = data.subarray(SECURITY_BYTES);
    const amount = low + high * 256;
    const isReady = this.#isEnabled && this.#remaining === 0 && amount > 0;
    if (data.length !== COMMAND_BYTES || !isReady) return NAK;
    this.#counter = counterAfter(this.#counter);
    this.#remaining = amount;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#powerUpFlag = 0;
    this.#payNext();
    return bytesReply(this.#counter);
  }

  #payNext(): void {
    const { clock, timing } = this.#options;
    const tube = this.#tubes
      .filter(({ count, valueMinor }) => count > 0 && valueMinor <= this.#remaining)
      .toSorted((left, right) => right.valueMinor - left.valueMinor)[0];
    if (tube === undefined) {
      this.#unpaid = this.#remaining;
      this.#remaining = 0;
      return;
    }
    this.#motor = clock.startTimer(timing.coinMs, () => this.#payCoin(tube));
  }

  #payCoin(tube: Tube): void {
    const { valueMinor } = tube;
    tube.count -= 1;
    tube.paid = (tube.paid + 1) % COUNT_MODULUS;
    this.#remaining -= valueMinor;
    this.#paid += valueMinor;
    this.#options.emit({ event: 'paid-out', device: this.device, valueMinor });
    this.#payNext();
  }

  #forget(): void {
    this.#isEnabled = false;
    this.#counter = 0;
    this.#remaining = 0;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#powerUpFlag = R1_POWER_UP;
  }
}

function valueBytes(value: number): Uint8Array {
  return numberReply(value, 2).data;
}
