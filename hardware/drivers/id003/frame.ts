import { CRC_BYTES, hasCrcKermit, withCrcKermit } from '../../kit/crc-kermit.ts';
import type { Decoded } from '../../kit/framing.ts';

/**
 * `FC | length | code | data | CRC`, the length counting all. The host's status request and the
 * device's "enabled" are the same bytes, and so are many others: who has sent a frame decides.
 */
export interface Frame {
  readonly code: number;
  readonly data: Uint8Array;
}

const SYNC = 0xfc;
const DATA_AT = 3;
const OVERHEAD_BYTES = DATA_AT + CRC_BYTES;
export const FRAME_MAX_BYTES = 255;
export const DATA_MAX_BYTES = FRAME_MAX_BYTES - OVERHEAD_BYTES;

/** The bytes of a frame on the wire. */
export function encodeFrame({ code, data }: Frame): Uint8Array {
  if (data.length > DATA_MAX_BYTES) throw new RangeError('More data than a frame can hold.');
  return withCrcKermit(Uint8Array.of(SYNC, OVERHEAD_BYTES + data.length, code, ...data));
}

/**
 * What the buffer starts with. Whatever is wrong costs one byte, so that a frame behind is found; that
 * covers the single ENQ of the interrupt mode and zeros before a frame as well.
 */
export function decodeFrame(bytes: Uint8Array): Decoded<Frame> {
  const [sync, length, code] = bytes;
  if (sync === undefined) return { kind: 'need-more' };
  if (sync !== SYNC) return bad('no-sync');
  if (length === undefined) return { kind: 'need-more' };
  if (length < OVERHEAD_BYTES) return bad('length');
  if (bytes.length < length || code === undefined) return { kind: 'need-more' };
  if (!hasCrcKermit(bytes.subarray(0, length))) return bad('checksum');
  const data = bytes.slice(DATA_AT, length - CRC_BYTES);
  return { kind: 'frame', frame: { code, data }, consumed: length };
}

function bad(reason: string): Decoded<Frame> {
  return { kind: 'bad', reason, consumed: 1 };
}
