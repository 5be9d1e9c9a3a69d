import { CRC_BYTES, hasCrcKermit, withCrcKermit } from '../../kit/crc-kermit.ts';
import type { Decoded, Decoder } from '../../kit/framing.ts';

/**
 * `02 | address | length | payload | CRC`, the length counting all (CCNET Common Specifications
 * 2.6.0). The payload of the host begins with a command, that of the device has none: the same bytes
 * mean another thing from the other end.
 */
export interface Frame {
  readonly address: number;
  readonly payload: Uint8Array;
}

const SYNC = 0x02;
const HEADER_BYTES = 3;
const OVERHEAD_BYTES = HEADER_BYTES + CRC_BYTES;
const LENGTH_MIN_BYTES = OVERHEAD_BYTES + 1;
export const FRAME_MAX_BYTES = 255;
export const PAYLOAD_MAX_BYTES = FRAME_MAX_BYTES - OVERHEAD_BYTES;

/** The bytes of a frame on the wire. */
export function encodeFrame({ address, payload }: Frame): Uint8Array {
  const length = OVERHEAD_BYTES + payload.length;
  if (payload.length === 0 || length > FRAME_MAX_BYTES) {
    throw new RangeError(`A payload of ${payload.length} bytes does not fit a frame.`);
  }
  return withCrcKermit(Uint8Array.of(SYNC, address, length, ...payload));
}

/** What the buffer starts with. Whatever is wrong costs one byte, so that a frame behind is found. */
export function decodeFrame(bytes: Uint8Array): Decoded<Frame> {
  const [sync, address, length] = bytes;
  if (sync !== SYNC) return bytes.length === 0 ? { kind: 'need-more' } : bad('no-sync');
  if (address === undefined) return { kind: 'need-more' };
  if (address === 0) return bad('forbidden-address');
  if (length === undefined) return { kind: 'need-more' };
  if (length === 0) return bad('extended-frame');
  if (length < LENGTH_MIN_BYTES) return bad('length');
  if (bytes.length < length) return { kind: 'need-more' };
  if (!hasCrcKermit(bytes.subarray(0, length))) return bad('checksum');
  const payload = bytes.slice(HEADER_BYTES, length - CRC_BYTES);
  return { kind: 'frame', frame: { address, payload }, consumed: length };
}

/** For one end of the line: what bears another address is seen through at its second byte. */
export function decoderFor(address: number): Decoder<Frame> {
  return (bytes) => {
    const [sync, found] = bytes;
    if (sync === SYNC && found !== undefined && found !== address) return bad('other-address');
    return decodeFrame(bytes);
  };
}

function bad(reason: string): Decoded<Frame> {
  return { kind: 'bad', reason, consumed: 1 };
}
