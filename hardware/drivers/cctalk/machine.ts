import { HOST_ADDRESS, type AddressedFrame, type Frame } from './frame.ts';

/**
 * A request to one device and the meaning of its answer, after the ccTalk Generic Specification 4.7
 * part 2. `parse` gives undefined for data that cannot be this request's answer.
 */
export interface Request<Reply> {
  readonly address: number;
  readonly header: number;
  readonly data: Uint8Array;
  /** Safe to be executed twice: may be written again when the answer is lost. */
  readonly isIdempotent: boolean;
  readonly parse: (data: Uint8Array) => Reply | undefined;
}

export type Answer<Reply> =
  | { readonly kind: 'ok'; readonly value: Reply }
  | { readonly kind: 'nak' | 'busy' };

const HEADER_REPLY = 0;
const HEADER_NAK = 5;
const HEADER_BUSY = 6;

/** The header numbers used, by the specification's names. */
export const HEADER = {
  resetDevice: 1,
  requestCipherKey: 160,
  testHopper: 163,
  enableHopper: 164,
  requestHopperStatus: 166,
  dispenseHopperCoins: 167,
  requestHopperDispenseCount: 168,
  requestHopperCoin: 171,
  requestCoinId: 184,
  modifySorterPaths: 210,
  requestPayoutHighLowStatus: 217,
  requestMasterInhibitStatus: 227,
  modifyMasterInhibitStatus: 228,
  readBufferedCredit: 229,
  requestInhibitStatus: 230,
  modifyInhibitStatus: 231,
  requestSoftwareRevision: 241,
  requestSerialNumber: 242,
  requestProductCode: 244,
  requestEquipmentCategory: 245,
  requestManufacturerId: 246,
  addressClash: 252,
  addressPoll: 253,
  simplePoll: 254,
} as const;

export function requestFrame(request: Request<unknown>): AddressedFrame {
  const { address, header, data } = request;
  return { destination: address, source: HOST_ADDRESS, header, data };
}

/**
 * The answer a frame gives to a request; undefined when it belongs to something else. A frame in CRC
 * mode does not say who sent it: there the bus's silence after a missed answer stands in.
 */
export function answerOf<Reply>(request: Request<Reply>, frame: Frame): Answer<Reply> | undefined {
  const { address } = request;
  if (frame.destination !== HOST_ADDRESS) return undefined;
  if ((frame.source ?? address) !== address) return undefined;
  if (frame.header === HEADER_NAK && frame.data.length === 0) return { kind: 'nak' };
  if (frame.header === HEADER_BUSY && frame.data.length === 0) return { kind: 'busy' };
  if (frame.header !== HEADER_REPLY) return undefined;
  const value = request.parse(frame.data);
  return value === undefined ? undefined : { kind: 'ok', value };
}

export function simplePoll(address: number): Request<'ack'> {
  return question(address, HEADER.simplePoll, parseAck);
}

export function resetDevice(address: number): Request<'ack'> {
  return question(address, HEADER.resetDevice, parseAck);
}

export function requestEquipmentCategory(address: number): Request<string> {
  return question(address, HEADER.requestEquipmentCategory, parseText);
}

export function requestManufacturerId(address: number): Request<string> {
  return question(address, HEADER.requestManufacturerId, parseText);
}

export function requestProductCode(address: number): Request<string> {
  return question(address, HEADER.requestProductCode, parseText);
}

export function requestSoftwareRevision(address: number): Request<string> {
  return question(address, HEADER.requestSoftwareRevision, parseText);
}

/** Three bytes, or four on newer devices; the lowest comes first (part 2, 3.14). */
export function requestSerialNumber(address: number): Request<number> {
  return question(address, HEADER.requestSerialNumber, (data) =>
    data.length === 3 || data.length === 4 ? littleEndian(data) : undefined,
  );
}

export function requestCoinId(address: number, position: number): Request<string> {
  return {
    ...question(address, HEADER.requestCoinId, (data) =>
      data.length === COIN_ID_BYTES ? parseText(data) : undefined,
    ),
    data: Uint8Array.of(position),
  };
}

/** What coin a hopper is meant for, where it has been told. */
export function requestHopperCoin(address: number): Request<string> {
  return question(address, HEADER.requestHopperCoin, (data) =>
    data.length === COIN_ID_BYTES ? parseText(data) : undefined,
  );
}

const COIN_ID_BYTES = 6;

/** The event buffer of an acceptor: newest pair first. */
export interface EventBuffer {
  readonly counter: number;
  readonly pairs: readonly EventPair[];
}

/** `a` >= 1: coin position credited, `b` its sorter path; `a` = 0: `b` is an error code. */
export interface EventPair {
  readonly a: number;
  readonly b: number;
}

const EVENT_BUFFER_BYTES = 11;

export function readBufferedCredit(address: number): Request<EventBuffer> {
  return question(address, HEADER.readBufferedCredit, parseEventBuffer);
}

export function parseEventBuffer(data: Uint8Array): EventBuffer | undefined {
  const [counter] = data;
  if (data.length !== EVENT_BUFFER_BYTES || counter === undefined) return undefined;
  const pairs: EventPair[] = [];
  for (let at = 1; at < data.length; at += 2)
    pairs.push({ a: data[at] ?? 0, b: data[at + 1] ?? 0 });
  return { counter, pairs };
}

/** Bit 0 is position 1; a set bit lets the coin or note in (part 2, 3.25). */
export interface InhibitMask {
  readonly mask: bigint;
  /** As many positions as the device knows of: two bytes for coins, up to eight for notes. */
  readonly sizeBytes: number;
}

const MASK_MAX_BYTES = 8;

export function modifyInhibitStatus(
  address: number,
  { mask, sizeBytes }: InhibitMask,
): Request<'ack'> {
  const bytes = Array.from({ length: sizeBytes }, (_, at) =>
    Number(BigInt.asUintN(8, mask >> BigInt(8 * at))),
  );
  const data = Uint8Array.from(bytes);
  return { ...question(address, HEADER.modifyInhibitStatus, parseAck), data };
}

export function requestInhibitStatus(address: number): Request<InhibitMask> {
  return question(address, HEADER.requestInhibitStatus, (data) => {
    if (data.length === 0 || data.length > MASK_MAX_BYTES) return undefined;
    const mask = data.reduceRight((total, byte) => (total << 8n) | BigInt(byte), 0n);
    return { mask, sizeBytes: data.length };
  });
}

/** Bit 0 set is normal operation, clear inhibits everything (part 2, 3.28). */
export function modifyMasterInhibit(address: number, isOpen: boolean): Request<'ack'> {
  const data = Uint8Array.of(isOpen ? 1 : 0);
  return {
    ...question(address, HEADER.modifyMasterInhibitStatus, parseAck),
    data,
  };
}

export function requestMasterInhibit(address: number): Request<boolean> {
  return question(address, HEADER.requestMasterInhibitStatus, (data) => {
    const status = oneByte(data);
    return status === undefined ? undefined : (status & 1) === 1;
  });
}

export function modifySorterPath(address: number, position: number, path: number): Request<'ack'> {
  const data = Uint8Array.of(position, path);
  return { ...question(address, HEADER.modifySorterPaths, parseAck), data };
}

/** Status registers of a hopper; those it does not send read as 0. */
export interface HopperRegisters {
  readonly r1: number;
  readonly r2: number;
  readonly r3: number;
}

export function testHopper(address: number): Request<HopperRegisters> {
  return question(address, HEADER.testHopper, (data) => {
    const [r1, r2 = 0, r3 = 0] = data;
    return r1 === undefined || data.length > 3 ? undefined : { r1, r2, r3 };
  });
}

const ENABLE_CODE = 0xa5;

export function enableHopper(address: number): Request<'ack'> {
  const data = Uint8Array.of(ENABLE_CODE);
  return { ...question(address, HEADER.enableHopper, parseAck), data };
}

export interface HopperStatus {
  /** 0 after a reset, then one more for each dispense command taken, 255 being followed by 1. */
  readonly counter: number;
  readonly remaining: number;
  readonly paid: number;
  readonly unpaid: number;
}

export function requestHopperStatus(address: number): Request<HopperStatus> {
  return question(address, HEADER.requestHopperStatus, (data) => {
    const [counter, remaining, paid, unpaid] = data;
    if (data.length !== 4 || counter === undefined || remaining === undefined) return undefined;
    if (paid === undefined || unpaid === undefined) return undefined;
    return { counter, remaining, paid, unpaid };
  });
}

/** Coins paid out in the hopper's whole life, in 24 bits. */
export function requestDispenseCount(address: number): Request<number> {
  return question(address, HEADER.requestHopperDispenseCount, (data) =>
    data.length === 3 ? littleEndian(data) : undefined,
  );
}

export interface LevelStatus {
  readonly isLow: boolean;
  readonly hasLowSensor: boolean;
}

const LEVEL_LOW = 0x01;
const LEVEL_LOW_FITTED = 0x10;

export function requestLevelStatus(address: number): Request<LevelStatus> {
  return question(address, HEADER.requestPayoutHighLowStatus, (data) => {
    const status = oneByte(data);
    if (status === undefined) return undefined;
    return { isLow: (status & LEVEL_LOW) !== 0, hasLowSensor: (status & LEVEL_LOW_FITTED) !== 0 };
  });
}

export interface DispenseCommand {
  readonly address: number;
  /** As the hopper's cipher wants it. */
  readonly security: Uint8Array;
  readonly count: number;
}

/** The one request that is never written twice (part 4, 2.3.2). Answers with the new event counter. */
export function dispenseCoins({ address, security, count }: DispenseCommand): Request<number> {
  return {
    ...question(address, HEADER.dispenseHopperCoins, oneByte),
    data: Uint8Array.of(...security, count),
    isIdempotent: false,
  };
}

const CIPHER_KEY_BYTES = 8;

/** A key that holds for the next dispense command alone. */
export function requestCipherKey(address: number): Request<Uint8Array> {
  return question(address, HEADER.requestCipherKey, (data) =>
    data.length === CIPHER_KEY_BYTES ? data : undefined,
  );
}

export function question<Reply>(
  address: number,
  header: number,
  parse: (data: Uint8Array) => Reply | undefined,
): Request<Reply> {
  return { address, header, parse, data: new Uint8Array(0), isIdempotent: true };
}

export function parseAck(data: Uint8Array): 'ack' | undefined {
  return data.length === 0 ? 'ack' : undefined;
}

export function oneByte(data: Uint8Array): number | undefined {
  return data.length === 1 ? data[0] : undefined;
}

export function parseText(data: Uint8Array): string | undefined {
  return data.length === 0 ? undefined : String.fromCharCode(...data);
}

function littleEndian(data: Uint8Array): number {
  return data.reduceRight((total, byte) => total * 256 + byte, 0);
}
