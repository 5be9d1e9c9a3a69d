import type { DeviceState } from '../../kit/device.ts';
import { askAgreed } from './agreed.ts';
import type { Bus } from './bus.ts';
import type { ValueEnd, ValueFace, ValueLook, ValueMeters, ValuePayment } from './value-face.ts';
import {
  payMoneyOut,
  requestActivity,
  requestErrorStatus,
  requestMoneyOut,
  verifyMoneyOut,
} from './value-machine.ts';

const MONEY_MODULUS = 2 ** 32;
/** More than any till pays at once; the command would take four bytes. */
const AMOUNT_MAX_MINOR = 10_000_000;
/** Payout jam, of the fault codes (part 3, table 3). */
const FAULT_JAM = 25;

/** A changer: 125 pays an amount, 124 follows it, 127 counts all that it has ever paid. */
export class ChangerFace implements ValueFace {
  readonly category = 'Changer';
  readonly amountMaxMinor = AMOUNT_MAX_MINOR;
  readonly #bus: Bus;
  readonly #address: number;

  constructor(address: number, bus: Bus) {
    this.#address = address;
    this.#bus = bus;
  }

  async identify(): Promise<DeviceState | undefined> {
    return (await this.readMeters()) === undefined ? undefined : { kind: 'up' };
  }

  async ready(): Promise<string | undefined> {
    const error = await askAgreed(this.#bus, requestErrorStatus(this.#address));
    if (error === undefined) return undefined;
    return error.fault === 0 ? '' : `fault ${error.fault} of device ${error.device}`;
  }

  /** The activity goes first: what is paid by then is in the status that follows. */
  async look(): Promise<ValueLook | undefined> {
    const isBusy = await askAgreed(this.#bus, requestActivity(this.#address));
    const status = await askAgreed(this.#bus, verifyMoneyOut(this.#address));
    if (isBusy === undefined || status === undefined) return undefined;
    return { isBusy, progress: status.paidMinor, status };
  }

  /** Nothing says that the meter outlives a loss of power. */
  async readMeters(): Promise<ValueMeters | undefined> {
    const paidMinor = await askAgreed(this.#bus, requestMoneyOut(this.#address));
    if (paidMinor === undefined) return undefined;
    const rules = { valuesMinor: [1], modulus: MONEY_MODULUS, isLifetime: false };
    return { meters: [paidMinor], rules };
  }

  async readEnd(): Promise<ValueEnd | undefined> {
    const error = await askAgreed(this.#bus, requestErrorStatus(this.#address));
    if (error === undefined) return undefined;
    return { isPowerLost: false, stopCause: error.fault === FAULT_JAM ? 'jam' : 'fault' };
  }

  async pay({ amountMinor }: ValuePayment): Promise<boolean> {
    const answer = await this.#bus.ask(payMoneyOut(this.#address, amountMinor));
    return answer.kind !== 'no-reply' || answer.written;
  }
}
