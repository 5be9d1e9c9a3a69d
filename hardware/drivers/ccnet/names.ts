import type { FrameSource } from '../../kit/codec.ts';

/** The host's commands, by the specification's names. */
export const COMMAND = {
  ack: 0x00,
  reset: 0x30,
  poll: 0x33,
  enableBillTypes: 0x34,
  stack: 0x35,
  return: 0x36,
  identification: 0x37,
  hold: 0x38,
  recyclingCassetteStatus: 0x3b,
  dispense: 0x3c,
  unload: 0x3d,
  setRecyclingCassetteType: 0x40,
  getBillTable: 0x41,
  powerRecovery: 0x66,
  emptyDispenser: 0x67,
} as const;

/** What a device says of itself when polled. */
export const STATE = {
  powerUp: 0x10,
  powerUpBillInValidator: 0x11,
  powerUpBillInStacker: 0x12,
  initialize: 0x13,
  idling: 0x14,
  accepting: 0x15,
  stacking: 0x17,
  returning: 0x18,
  disabled: 0x19,
  holding: 0x1a,
  busy: 0x1b,
  rejecting: 0x1c,
  dispensing: 0x1d,
  unloading: 0x1e,
  settingType: 0x21,
  dispensed: 0x25,
  unloaded: 0x26,
  invalidBillNumber: 0x28,
  typeSet: 0x29,
  cassetteFull: 0x41,
  cassetteOut: 0x42,
  validatorJam: 0x43,
  cassetteJam: 0x44,
  cheated: 0x45,
  pause: 0x46,
  failure: 0x47,
  escrow: 0x80,
  stacked: 0x81,
  returned: 0x82,
  waitingDecision: 0x83,
  suspected: 0x84,
  counterfeit: 0x90,
} as const;

export const REPLY = { ack: 0x00, illegalCommand: 0x30, nak: 0xff } as const;

/** Longest answer that is a state and its particulars; what is longer is data that was asked for. */
export const STATE_PAYLOAD_MAX_BYTES = 3;

/** What a payload says, in the specification's words; empty for one it has none for. */
export function nameOf(payload: Uint8Array, from: FrameSource): string {
  const [first] = payload;
  if (first === undefined) return '';
  if (from === 'host') return HOST_NAMES[first] ?? '';
  return payload.length > STATE_PAYLOAD_MAX_BYTES ? 'DATA' : (DEVICE_NAMES[first] ?? '');
}

const HOST_NAMES: Readonly<Record<number, string>> = {
  0x00: 'ACK',
  0x30: 'RESET',
  0x31: 'GET STATUS',
  0x32: 'SET SECURITY',
  0x33: 'POLL',
  0x34: 'ENABLE BILL TYPES',
  0x35: 'STACK',
  0x36: 'RETURN',
  0x37: 'IDENTIFICATION',
  0x38: 'HOLD',
  0x39: 'SET BARCODE PARAMETERS',
  0x3a: 'EXTRACT BARCODE DATA',
  0x3b: 'RECYCLING CASSETTE STATUS',
  0x3c: 'DISPENSE',
  0x3d: 'UNLOAD',
  0x3e: 'EXTENDED IDENTIFICATION',
  0x40: 'SET RECYCLING CASSETTE TYPE',
  0x41: 'GET BILL TABLE',
  0x50: 'DOWNLOAD',
  0x51: 'GET CRC32 OF THE CODE',
  0x52: 'MODULE DOWNLOAD',
  0x54: 'VALIDATION MODULE IDENTIFICATION',
  0x5a: 'SET ESCROW TIME-OUTS',
  0x5b: 'STACKED COUNTER',
  0x5c: 'RELEASE DATE',
  0x60: 'REQUEST STATISTICS',
  0x66: 'POWER RECOVERY',
  0x67: 'EMPTY DISPENSER',
  0x68: 'SET OPTIONS',
  0x69: 'GET OPTIONS',
  0x70: 'EXTENDED CASSETTE STATUS',
  0xf0: 'DIAGNOSTICS',
  0xff: 'NAK',
};

const DEVICE_NAMES: Readonly<Record<number, string>> = {
  0x00: 'ACK',
  0x10: 'POWER UP',
  0x11: 'POWER UP WITH BILL IN VALIDATOR',
  0x12: 'POWER UP WITH BILL IN STACKER',
  0x13: 'INITIALIZE',
  0x14: 'IDLING',
  0x15: 'ACCEPTING',
  0x17: 'STACKING',
  0x18: 'RETURNING',
  0x19: 'DISABLED',
  0x1a: 'HOLDING',
  0x1b: 'BUSY',
  0x1c: 'REJECTING',
  0x1d: 'DISPENSING',
  0x1e: 'UNLOADING',
  0x21: 'SETTING TYPE',
  0x25: 'DISPENSED',
  0x26: 'UNLOADED',
  0x28: 'INVALID BILL NUMBER',
  0x29: 'TYPE SET',
  0x30: 'ILLEGAL COMMAND',
  0x41: 'CASSETTE FULL',
  0x42: 'CASSETTE OUT',
  0x43: 'VALIDATOR JAM',
  0x44: 'CASSETTE JAM',
  0x45: 'CHEATED',
  0x46: 'PAUSE',
  0x47: 'FAILURE',
  0x80: 'ESCROW',
  0x81: 'STACKED',
  0x82: 'RETURNED',
  0x83: 'WAITING DECISION',
  0x84: 'SUSPECTED',
  0x90: 'COUNTERFEIT',
  0xff: 'NAK',
};
