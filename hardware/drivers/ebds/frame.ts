import type { Decoded } from '../../kit/framing.ts';

/**
 * `02 | length | control | data | 03 | check`, the length counting all and the check being the XOR of
 * length, control and data. The control byte holds the type in its upper half and, lowest, the bit
 * that the host toggles with every new message. All bytes between have seven bits.
 */
export interface Frame {
  readonly type: number;
  /** Bits 1 to 3 of the control byte. */
  readonly device: number;
  readonly toggle: 0 | 1;
  readonly data: Uint8Array;
}

const STX = 0x02;
const ETX = 0x03;
const DATA_AT = 3;
/** STX, length, control, ETX and check. */
const OVERHEAD_BYTES = 5;
export const FRAME_MAX_BYTES = 0x7f;
export const DATA_MAX_BYTES = FRAME_MAX_BYTES - OVERHEAD_BYTES;
export const TYPE_MAX = 7;
export const DEVICE_MAX = 7;
export const DATA_BYTE_MAX = 0x7f;
const TYPE_SHIFT = 4;

/** The bytes of a frame on the wire. */
export function encodeFrame({ type, device, toggle, data }: Frame): Uint8Array {
  const isSevenBits = data.every((byte) => byte <= DATA_BYTE_MAX);
  if (data.length > DATA_MAX_BYTES || !isSevenBits || type > TYPE_MAX || device > DEVICE_MAX) {
    throw new RangeError('More than a frame of seven bits can hold.');
  }
  const control = (type << TYPE_SHIFT) | (device << 1) | toggle;
  const inner = Uint8Array.of(OVERHEAD_BYTES + data.length, control, ...data);
  return Uint8Array.of(STX, ...inner, ETX, checkOf(inner));
}

/** What the buffer starts with. Whatever is wrong costs one byte, so that a frame behind is found. */
export function decodeFrame(bytes: Uint8Array): Decoded<Frame> {
  const [stx, length, control] = bytes;
  if (stx === undefined) return { kind: 'need-more' };
  if (stx !== STX) return bad('no-stx');
  if (length === undefined) return { kind: 'need-more' };
  if (length < OVERHEAD_BYTES || length > FRAME_MAX_BYTES) return bad('length');
  if (bytes.length < length || control === undefined) return { kind: 'need-more' };
  const inner = bytes.subarray(1, length - 2);
  if (bytes[length - 2] !== ETX) return bad('no-etx');
  if (bytes[length - 1] !== checkOf(inner)) return bad('checksum');
  if (inner.some((byte) => byte > DATA_BYTE_MAX)) return bad('eight-bits');
  return {
    kind: 'frame',
    frame: read(control, bytes.slice(DATA_AT, length - 2)),
    consumed: length,
  };
}

function read(control: number, data: Uint8Array): Frame {
  return {
    type: control >> TYPE_SHIFT,
    device: (control >> 1) & DEVICE_MAX,
    toggle: (control & 1) === 1 ? 1 : 0,
    data,
  };
}

function checkOf(inner: Uint8Array): number {
  return inner.reduce((check, byte) => check ^ byte, 0);
}

function bad(reason: string): Decoded<Frame> {
  return { kind: 'bad', reason, consumed: 1 };
}
