import { oneByte, parseAck, parseText, question, type Request } from './machine.ts';

/** The header numbers of devices that pay an amount, by the specification's names. */
export const VALUE_HEADER = {
  requestErrorStatus: 122,
  requestActivityRegister: 123,
  verifyMoneyOut: 124,
  payMoneyOut: 125,
  requestMoneyOut: 127,
  requestIndexedHopperDispenseCount: 130,
  requestHopperCoinValue: 131,
  requestHopperPollingValue: 133,
  dispenseHopperValue: 134,
} as const;

const HOPPER_VALUE_BYTES = 2;
const MONEY_BYTES = 4;
const COUNT_BYTES = 3;
const COIN_ID_BYTES = 6;
const FAULT_BYTES = 2;

/** What a device that pays amounts says of its last payout. */
export interface ValueStatus {
  /** 0 after a reset, then one more for each command taken, 255 being followed by 1. */
  readonly counter: number;
  readonly paidMinor: number;
  readonly unpaidMinor: number;
}

export interface HopperValueStatus extends ValueStatus {
  readonly remainingMinor: number;
}

/** The status of an accumulator hopper. */
export function requestHopperPollingValue(address: number): Request<HopperValueStatus> {
  return question(address, VALUE_HEADER.requestHopperPollingValue, (data) => {
    const [counter] = data;
    if (counter === undefined || data.length !== 1 + 3 * HOPPER_VALUE_BYTES) return undefined;
    const [remainingMinor = 0, paidMinor = 0, unpaidMinor = 0] = [1, 3, 5].map((at) =>
      littleEndian(data.subarray(at, at + HOPPER_VALUE_BYTES)),
    );
    return { counter, remainingMinor, paidMinor, unpaidMinor };
  });
}

/** One kind of coin that an accumulator hopper holds; the first one has the number 1. */
export interface HopperCoin {
  readonly id: string;
  readonly valueMinor: number;
}

export function requestHopperCoinValue(address: number, index: number): Request<HopperCoin> {
  return {
    ...question(address, VALUE_HEADER.requestHopperCoinValue, (data) => {
      const id = parseText(data.subarray(0, COIN_ID_BYTES));
      if (data.length !== COIN_ID_BYTES + HOPPER_VALUE_BYTES || id === undefined) return undefined;
      return { id, valueMinor: littleEndian(data.subarray(COIN_ID_BYTES)) };
    }),
    data: Uint8Array.of(index),
  };
}

/** Coins of one kind paid out in the hopper's whole life, in 24 bits. */
export function requestIndexedDispenseCount(address: number, index: number): Request<number> {
  return {
    ...question(address, VALUE_HEADER.requestIndexedHopperDispenseCount, (data) =>
      data.length === COUNT_BYTES ? littleEndian(data) : undefined,
    ),
    data: Uint8Array.of(index),
  };
}

export interface ValueCommand {
  readonly address: number;
  /** Eight bytes, as the hopper's cipher wants them. */
  readonly security: Uint8Array;
  readonly amountMinor: number;
}

/** Never written twice (part 4, 2.3.2). Answers with the new event counter. */
export function dispenseHopperValue(command: ValueCommand): Request<number> {
  const amount = bytesOf(command.amountMinor, HOPPER_VALUE_BYTES);
  return {
    ...question(command.address, VALUE_HEADER.dispenseHopperValue, oneByte),
    data: Uint8Array.of(...command.security, ...amount),
    isIdempotent: false,
  };
}

/** Never written twice. */
export function payMoneyOut(address: number, amountMinor: number): Request<'ack'> {
  return {
    ...question(address, VALUE_HEADER.payMoneyOut, parseAck),
    data: Uint8Array.from(bytesOf(amountMinor, MONEY_BYTES)),
    isIdempotent: false,
  };
}

/** The status of a changer. */
export function verifyMoneyOut(address: number): Request<ValueStatus> {
  return question(address, VALUE_HEADER.verifyMoneyOut, (data) => {
    const [counter] = data;
    if (counter === undefined || data.length !== 1 + 2 * MONEY_BYTES) return undefined;
    const paidMinor = littleEndian(data.subarray(1, 1 + MONEY_BYTES));
    return { counter, paidMinor, unpaidMinor: littleEndian(data.subarray(1 + MONEY_BYTES)) };
  });
}

/** All that a changer has paid since its counters were cleared. */
export function requestMoneyOut(address: number): Request<number> {
  return question(address, VALUE_HEADER.requestMoneyOut, (data) =>
    data.length === MONEY_BYTES ? littleEndian(data) : undefined,
  );
}

/** Whether a changer is doing anything: any bit of its registers says so. */
export function requestActivity(address: number): Request<boolean> {
  return question(address, VALUE_HEADER.requestActivityRegister, (data) =>
    data.length === 0 ? undefined : data.some((byte) => byte !== 0),
  );
}

export interface ErrorStatus {
  readonly device: number;
  readonly fault: number;
}

export function requestErrorStatus(address: number): Request<ErrorStatus> {
  return question(address, VALUE_HEADER.requestErrorStatus, (data) => {
    const [device, fault] = data;
    if (data.length !== FAULT_BYTES || device === undefined || fault === undefined)
      return undefined;
    return { device, fault };
  });
}

function littleEndian(data: Uint8Array): number {
  return data.reduceRight((total, byte) => total * 256 + byte, 0);
}

function bytesOf(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256);
}
