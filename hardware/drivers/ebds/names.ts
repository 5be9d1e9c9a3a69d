import type { FrameSource } from '../../kit/codec.ts';
import type { Frame } from './frame.ts';

/** Message types, in the upper half of the control byte. */
export const TYPE = { omnibusCommand: 1, omnibusReply: 2, auxiliary: 6 } as const;

/** What can be asked of a validator besides daily life; the answer is text. */
export const QUERY = {
  acceptorType: 0x04,
  serialNumber: 0x05,
  applicationPart: 0x07,
  variantName: 0x08,
} as const;

/** Data byte 1 of the omnibus command: what to do with a note in escrow. */
export const OPERATION = {
  /** Both ways of inserting, both sides up. */
  anyOrientation: 0x0c,
  escrowMode: 0x10,
  stack: 0x20,
  return: 0x40,
} as const;

/** Data byte 2 of the omnibus command: policy B keeps the value of a note through a loss of power. */
export const POWER_UP_POLICY_B = 0x04;

/** Data byte 0 of the omnibus reply. */
export const STATE = {
  idling: 0x01,
  accepting: 0x02,
  escrowed: 0x04,
  stacking: 0x08,
  stacked: 0x10,
  returning: 0x20,
  returned: 0x40,
} as const;

/** Data byte 1 of the omnibus reply. */
export const EVENT = {
  cheated: 0x01,
  rejected: 0x02,
  jammed: 0x04,
  full: 0x08,
  cassetteAttached: 0x10,
  paused: 0x20,
  calibration: 0x40,
} as const;

/** Data byte 2 of the omnibus reply; the denomination stands in the bits above. */
export const CONDITION = { powerUp: 0x01, invalidCommand: 0x02, failure: 0x04 } as const;
export const DENOMINATION_SHIFT = 3;
export const DENOMINATIONS_MAX = 7;

/** What a message is called; the sub-type of an auxiliary or extended one is part of it. */
export function nameOf({ type, data }: Pick<Frame, 'type' | 'data'>, from: FrameSource): string {
  switch (type) {
    case TYPE.auxiliary:
      return from === 'host' ? auxiliaryName(data) : 'AUXILIARY REPLY';
    case EXTENDED:
      return `EXTENDED ${EXTENDED_NAMES[data[0] ?? -1] ?? ''}`.trimEnd();
    default:
      return TYPE_NAMES[type] ?? '';
  }
}

export function queryFrame(query: number, toggle: 0 | 1): Frame {
  return { type: TYPE.auxiliary, device: 0, toggle, data: Uint8Array.of(0, 0, query) };
}

const EXTENDED = 7;
/** The reset is three times the highest byte. */
const RESET_BYTE = 0x7f;
const AUXILIARY_COMMAND_AT = 2;

function auxiliaryName(data: Uint8Array): string {
  const command = data[AUXILIARY_COMMAND_AT];
  const name = command === undefined ? undefined : AUXILIARY_NAMES[command];
  return `AUXILIARY ${name ?? ''}`.trimEnd();
}

const TYPE_NAMES: Readonly<Record<number, string>> = {
  1: 'OMNIBUS COMMAND',
  2: 'OMNIBUS REPLY',
  3: 'OMNIBUS BOOKMARK',
  4: 'CALIBRATE',
  5: 'FLASH DOWNLOAD',
};

const AUXILIARY_NAMES: Readonly<Record<number, string>> = {
  0x04: 'QUERY ACCEPTOR TYPE',
  0x05: 'QUERY SERIAL NUMBER',
  0x06: 'QUERY BOOT PART NUMBER',
  0x07: 'QUERY APPLICATION PART NUMBER',
  0x08: 'QUERY VARIANT NAME',
  0x09: 'QUERY VARIANT PART NUMBER',
  0x0d: 'QUERY DEVICE CAPABILITIES',
  0x0e: 'QUERY APPLICATION ID',
  0x0f: 'QUERY VARIANT ID',
  [RESET_BYTE]: 'SOFT RESET',
};

const EXTENDED_NAMES: Readonly<Record<number, string>> = {
  0x02: 'NOTE SPECIFICATION',
  0x03: 'NOTE INHIBITS',
  0x04: 'SET ESCROW TIMEOUT',
  0x06: 'VALUE TABLE',
  0x0b: 'NOTE RETRIEVED',
  0x0d: 'ADVANCED BOOKMARK',
  0x1d: 'CLEAR AUDIT DATA',
};
