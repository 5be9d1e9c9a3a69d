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
  textReply,
  type SimContext,
  type SimDevice,
} from './sim-device.ts';

const ENABLE_CODE = 0xa5;
const LIFETIME_MODULUS = 2 ** 24;
/** Fewer coins than this leave the low level sensor uncovered. */
const LOW_COINS = 5;
const LOW_LEVEL = 0x01;
const LOW_SENSOR_FITTED = 0x10;

const R1 = { payoutTimeout: 0x02, optoBlockedDuringPayout: 0x20, powerUp: 0x40, disabled: 0x80 };
const R3_POWER_DOWN_DURING_PAYOUT = 0x01;

export interface SimHopperOptions extends SimContext {
  readonly config: SimConfig['hoppers'][number];
}

/**
 * A hopper with its coins. Once told to pay it does so by itself until it is done, stuck, empty or
 * without power; the lifetime count and the mark of an interrupted payout outlive a power cut.
 */
export class SimHopper implements SimDevice {
  readonly device: string;
  readonly address: number;
  readonly #options: SimHopperOptions;
  readonly #tube: number[];
  #isPowered = true;
  #isJammed = false;
  #isEnabled = false;
  #counter = 0;
  #remaining = 0;
  #paid = 0;
  #unpaid = 0;
  #faults = 0;
  #powerUpFlag = R1.powerUp;
  #dispenseCount: number;
  #wasInterrupted = false;
  #motor: Timer | undefined;

  constructor(options: SimHopperOptions) {
    const { config } = options;
    this.device = config.device;
    this.address = config.address;
    this.#options = options;
    this.#tube = Array.from({ length: config.coins }, () => config.valueMinor);
    this.#dispenseCount = config.dispenseCount;
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  /** The coins in the tube, which are what they are, not what the hopper is meant for. */
  get tube(): readonly number[] {
    return this.#tube;
  }

  addCoins(valuesMinor: readonly number[]): void {
    this.#tube.push(...valuesMinor);
  }

  /** Takes every coin out, as a person with the key does. */
  removeCoins(): readonly number[] {
    return this.#tube.splice(0);
  }

  jam(): void {
    this.#isJammed = true;
  }

  unjam(): void {
    this.#isJammed = false;
  }

  cutPower(): void {
    if (this.#remaining > 0) this.#wasInterrupted = true;
    this.#isPowered = false;
    this.#stopMotor();
  }

  restorePower(): void {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.#forget();
  }

  respond(request: Frame): SimReply | undefined {
    return (
      this.#respondToCommand(request) ??
      this.#respondToQuestion(request) ??
      identityReply(request.header, 'Payout')
    );
  }

  #respondToCommand({ header, data }: Frame): SimReply | undefined {
    switch (header) {
      case HEADER.resetDevice:
        this.#stopMotor();
        this.#wasInterrupted = false;
        this.#forget();
        return ACK;
      case HEADER.enableHopper:
        this.#isEnabled = data[0] === ENABLE_CODE;
        return ACK;
      case HEADER.dispenseHopperCoins:
        return this.#dispense(data);
      default:
        return undefined;
    }
  }

  #respondToQuestion({ header }: Frame): SimReply | undefined {
    switch (header) {
      case HEADER.testHopper:
        return bytesReply(...this.#registers());
      case HEADER.requestHopperStatus:
        return bytesReply(this.#counter, this.#remaining, this.#paid, this.#unpaid);
      case HEADER.requestHopperDispenseCount:
        return numberReply(this.#dispenseCount, 3);
      case HEADER.requestSerialNumber:
        return numberReply(this.#options.config.serial, 3);
      case HEADER.requestHopperCoin:
        return this.#coinReply();
      case HEADER.requestPayoutHighLowStatus:
        return bytesReply(LOW_SENSOR_FITTED | (this.#tube.length < LOW_COINS ? LOW_LEVEL : 0));
      default:
        return undefined;
    }
  }

  #coinReply(): SimReply | undefined {
    const { coinId } = this.#options.config;
    return coinId === undefined ? undefined : textReply(coinId);
  }

  #registers(): readonly number[] {
    const disabled = this.#isEnabled ? 0 : R1.disabled;
    const interrupted = this.#wasInterrupted ? R3_POWER_DOWN_DURING_PAYOUT : 0;
    return [this.#faults | this.#powerUpFlag | disabled, 0, interrupted];
  }

  #dispense(data: Uint8Array): SimReply {
    const count = data.at(-1) ?? 0;
    const isKeyRight = Buffer.from(data.subarray(0, -1)).equals(this.#security);
    const isReady = this.#isEnabled && this.#remaining === 0 && this.#faults === 0;
    if (!isKeyRight || !isReady || count === 0) return NAK;
    this.#counter = counterAfter(this.#counter);
    this.#remaining = count;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#powerUpFlag = 0;
    this.#turnMotor();
    return bytesReply(this.#counter);
  }

  get #security(): Uint8Array {
    const { serial, security } = this.#options.config;
    return security === 'none' ? new Uint8Array(0) : numberReply(serial, 3).data;
  }

  #turnMotor(): void {
    const { clock, timing } = this.#options;
    const isStuck = this.#isJammed || this.#tube.length === 0;
    this.#motor = isStuck
      ? clock.startTimer(timing.payoutTimeoutMs, () => this.#tryAgain())
      : clock.startTimer(timing.coinMs, () => this.#payCoin());
  }

  #tryAgain(): void {
    if (this.#isJammed) this.#giveUp(R1.optoBlockedDuringPayout);
    else if (this.#tube.length === 0) this.#giveUp(R1.payoutTimeout);
    else this.#turnMotor();
  }

  #payCoin(): void {
    if (this.#isJammed) {
      this.#turnMotor();
      return;
    }
    const valueMinor = this.#tube.shift();
    if (valueMinor === undefined) {
      this.#turnMotor();
      return;
    }
    this.#remaining -= 1;
    this.#paid += 1;
    this.#dispenseCount = (this.#dispenseCount + 1) % LIFETIME_MODULUS;
    this.#options.emit({ event: 'paid-out', device: this.device, valueMinor });
    if (this.#remaining > 0) this.#turnMotor();
  }

  #giveUp(fault: number): void {
    this.#faults |= fault;
    this.#unpaid = this.#remaining;
    this.#remaining = 0;
  }

  #stopMotor(): void {
    this.#motor?.cancel();
    this.#motor = undefined;
  }

  #forget(): void {
    this.#isEnabled = false;
    this.#counter = 0;
    this.#remaining = 0;
    this.#paid = 0;
    this.#unpaid = 0;
    this.#faults = 0;
    this.#powerUpFlag = R1.powerUp;
  }
}
