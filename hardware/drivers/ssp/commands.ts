/** Command codes, by the names of the SSP manual. */
export const COMMAND = {
  reset: 0x01,
  setInhibits: 0x02,
  bezelOn: 0x03,
  bezelOff: 0x04,
  setupRequest: 0x05,
  hostProtocolVersion: 0x06,
  poll: 0x07,
  rejectBanknote: 0x08,
  disable: 0x09,
  enable: 0x0a,
  getSerialNumber: 0x0c,
  unitData: 0x0d,
  channelValues: 0x0e,
  channelSecurity: 0x0f,
  reTeach: 0x10,
  sync: 0x11,
  lastRejectCode: 0x17,
  hold: 0x18,
  firmwareVersion: 0x20,
  datasetVersion: 0x21,
  getAllLevels: 0x22,
  refillMode: 0x30,
  payoutAmount: 0x33,
  setLevel: 0x34,
  getLevel: 0x35,
  passThrough: 0x37,
  haltPayout: 0x38,
  payoutAmountByDenomination: 0x39,
  setRoute: 0x3b,
  getRoute: 0x3c,
  floatAmount: 0x3d,
  minimumPayout: 0x3e,
  emptyAll: 0x3f,
  setCoinInhibit: 0x40,
  getNotePositions: 0x41,
  payoutNote: 0x42,
  stackNote: 0x43,
  floatByDenomination: 0x44,
  setValueReportingType: 0x45,
  payoutByDenomination: 0x46,
  setGenerator: 0x4a,
  setModulus: 0x4b,
  requestKeyExchange: 0x4c,
  buildRevision: 0x4f,
  coinMechGlobalInhibit: 0x49,
  cashboxPayoutLimit: 0x4e,
  setOptions: 0x50,
  getOptions: 0x51,
  smartEmpty: 0x52,
  cashboxPayoutData: 0x53,
  pollWithAck: 0x56,
  eventAck: 0x57,
  getCounters: 0x58,
  resetCounters: 0x59,
  coinMechOptions: 0x5a,
  disablePayout: 0x5b,
  enablePayout: 0x5c,
  setFixedKey: 0x60,
  resetFixedKey: 0x61,
} as const;

/** First byte of every reply. */
export const STATUS = {
  ok: 0xf0,
  commandNotKnown: 0xf2,
  wrongParameterCount: 0xf3,
  parameterOutOfRange: 0xf4,
  cannotBeProcessed: 0xf5,
  softwareError: 0xf6,
  fail: 0xf8,
  keyNotSet: 0xfa,
} as const;

/** The last byte of a payout command: try it out, or do it. */
export const OPTION = { test: 0x19, real: 0x58 } as const;

/** What follows `cannotBeProcessed` when a payout is refused. */
export const PAYOUT_ERROR = {
  notEnoughValue: 1,
  cannotPayExactAmount: 2,
  busy: 3,
  disabled: 4,
} as const;

/** A command before it is put into a packet, encrypted or not. */
export interface Command {
  readonly code: number;
  readonly data: Uint8Array;
}

/** A command and the bytes behind its code. */
export function command(code: number, ...data: readonly number[]): Command {
  return { code, data: Uint8Array.from(data) };
}

/** Commands that units take encrypted only, as their headers in the SSP manual say. */
const ENCRYPTED_ONLY: ReadonlySet<number> = new Set([
  0x33, 0x34, 0x38, 0x39, 0x3b, 0x3c, 0x3d, 0x3f, 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x49,
  0x4e, 0x50, 0x51, 0x52, 0x53, 0x56, 0x57, 0x5a, 0x5b, 0x5c, 0x5d, 0x60,
]);

export function isEncryptedOnly(code: number): boolean {
  return ENCRYPTED_ONLY.has(code);
}

/** Synchronising and agreeing on a key cannot themselves be encrypted. */
const ALWAYS_PLAIN: ReadonlySet<number> = new Set([
  COMMAND.sync,
  COMMAND.setGenerator,
  COMMAND.setModulus,
  COMMAND.requestKeyExchange,
]);

export function isAlwaysPlain(code: number): boolean {
  return ALWAYS_PLAIN.has(code);
}

/** A value and its currency as most commands want them. */
export function valueBytes(valueMinor: number, currency: string): readonly number[] {
  return [...littleEndian(valueMinor, 4), ...Buffer.from(currency, 'latin1')];
}

/** A number in so many bytes, the lowest first. */
export function littleEndian(value: number, size: number): readonly number[] {
  return Array.from({ length: size }, (_, at) => Math.floor(value / 256 ** at) % 256);
}

/** Pieces of a value as the commands that name several want them. */
export interface NamedPieces {
  readonly count: number;
  /** As `valueBytes` gives it. */
  readonly value: readonly number[];
}

/**
 * Moves into the cash box all but these, or only says whether it could. What is not named would go as
 * well.
 */
export function floatByDenomination(
  option: keyof typeof OPTION,
  kept: readonly NamedPieces[],
): Command {
  const code = COMMAND.floatByDenomination;
  const named = kept.flatMap(({ count, value }) => [...littleEndian(count, 2), ...value]);
  return command(code, kept.length, ...named, OPTION[option]);
}

export interface PayoutPieces extends NamedPieces {
  /** 46, or 39 of a SMART Coin System that does not know it. */
  readonly code: number;
}

/** Pays out pieces of one value, or only says whether it could. */
export function payoutByDenomination(
  option: keyof typeof OPTION,
  { count, value, code }: PayoutPieces,
): Command {
  return command(code, 1, ...littleEndian(count, 2), ...value, OPTION[option]);
}
