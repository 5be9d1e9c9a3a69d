import type { FrameSource } from '../../kit/codec.ts';

/** The host's requests, by the names in use. */
export const REQUEST = {
  status: 0x11,
  reset: 0x40,
  stack1: 0x41,
  return: 0x43,
  hold: 0x44,
  ack: 0x50,
  version: 0x88,
  currencyAssign: 0x8a,
  enableDenominations: 0xc0,
  security: 0xc1,
  inhibit: 0xc3,
  direction: 0xc4,
  optionalFunction: 0xc5,
} as const;

/** What an acceptor says. */
export const STATUS = {
  enable: 0x11,
  accepting: 0x12,
  escrow: 0x13,
  stacking: 0x14,
  vendValid: 0x15,
  stacked: 0x16,
  rejecting: 0x17,
  returning: 0x18,
  holding: 0x19,
  disable: 0x1a,
  initialize: 0x1b,
  powerUp: 0x40,
  powerUpBillInAcceptor: 0x41,
  powerUpBillInStacker: 0x42,
  stackerFull: 0x43,
  stackerOpen: 0x44,
  jamInAcceptor: 0x45,
  jamInStacker: 0x46,
  pause: 0x47,
  cheated: 0x48,
  failure: 0x49,
  communicationError: 0x4a,
  invalidCommand: 0x4b,
  ack: 0x50,
} as const;

/** What a code says from this end; empty for one that has no name. */
export function nameOf(code: number, from: FrameSource): string {
  const setting = SETTING_NAMES[code];
  if (setting !== undefined) return setting;
  return (from === 'host' ? HOST_NAMES[code] : DEVICE_NAMES[code]) ?? '';
}

/** Set commands are answered by an echo, and read ones by their own code: the same from both ends. */
const SETTING_NAMES: Readonly<Record<number, string>> = {
  0x80: 'ENABLE/DISABLE DENOMINATION REQ',
  0x81: 'SECURITY REQ',
  0x82: 'COMMUNICATION MODE REQ',
  0x83: 'INHIBIT REQ',
  0x84: 'DIRECTION REQ',
  0x85: 'OPTIONAL FUNCTION REQ',
  0x86: 'BARCODE FUNCTION REQ',
  0x87: 'BARCODE INHIBIT REQ',
  0x88: 'VERSION REQ',
  0x89: 'BOOT VERSION REQ',
  0x8a: 'CURRENCY ASSIGN REQ',
  0xc0: 'ENABLE/DISABLE DENOMINATION',
  0xc1: 'SECURITY',
  0xc2: 'COMMUNICATION MODE',
  0xc3: 'INHIBIT',
  0xc4: 'DIRECTION',
  0xc5: 'OPTIONAL FUNCTION',
  0xc6: 'BARCODE FUNCTION',
  0xc7: 'BARCODE INHIBIT',
};

const HOST_NAMES: Readonly<Record<number, string>> = {
  0x11: 'STATUS REQ',
  0x40: 'RESET',
  0x41: 'STACK-1',
  0x42: 'STACK-2',
  0x43: 'RETURN',
  0x44: 'HOLD',
  0x45: 'WAIT',
  0x50: 'ACK',
};

const DEVICE_NAMES: Readonly<Record<number, string>> = {
  0x11: 'ENABLE',
  0x12: 'ACCEPTING',
  0x13: 'ESCROW',
  0x14: 'STACKING',
  0x15: 'VEND VALID',
  0x16: 'STACKED',
  0x17: 'REJECTING',
  0x18: 'RETURNING',
  0x19: 'HOLDING',
  0x1a: 'DISABLE',
  0x1b: 'INITIALIZE',
  0x40: 'POWER UP',
  0x41: 'POWER UP WITH BILL IN ACCEPTOR',
  0x42: 'POWER UP WITH BILL IN STACKER',
  0x43: 'STACKER FULL',
  0x44: 'STACKER OPEN',
  0x45: 'JAM IN ACCEPTOR',
  0x46: 'JAM IN STACKER',
  0x47: 'PAUSE',
  0x48: 'CHEATED',
  0x49: 'FAILURE',
  0x4a: 'COMM ERROR',
  0x4b: 'INVALID COMMAND',
  0x50: 'ACK',
};
