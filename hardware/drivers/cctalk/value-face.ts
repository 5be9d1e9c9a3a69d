import type { DeviceState, DispenseCause } from '../../kit/device.ts';
import type { MeterRules } from './value-decision.ts';
import type { ValueStatus } from './value-machine.ts';

/** How a device that pays amounts stands at the moment. */
export interface ValueLook {
  readonly isBusy: boolean;
  /** Changes as long as coins move. */
  readonly progress: number;
  readonly status: ValueStatus;
}

export interface ValueMeters {
  readonly meters: readonly number[];
  readonly rules: MeterRules;
}

export interface ValueEnd {
  readonly isPowerLost: boolean;
  readonly stopCause: DispenseCause;
}

export interface ValuePayment {
  readonly amountMinor: number;
  readonly serial: number;
}

/** What accumulator hoppers and changers do differently; undefined means that there is no answer. */
export interface ValueFace {
  /** What it calls itself. */
  readonly category: string;
  readonly amountMaxMinor: number;
  /** What stands there, beyond its category and serial number. */
  identify(): Promise<DeviceState | undefined>;
  /** Makes it ready to pay; why it is not, or an empty text. */
  ready(): Promise<string | undefined>;
  look(): Promise<ValueLook | undefined>;
  readMeters(): Promise<ValueMeters | undefined>;
  readEnd(): Promise<ValueEnd | undefined>;
  /** Writes the command, once. False: not a byte has left. */
  pay(payment: ValuePayment): Promise<boolean>;
}
