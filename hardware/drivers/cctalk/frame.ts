import type { Decoded } from '../../kit/framing.ts';

/** A message of either checksum mode (ccTalk Generic Specification 4.7 part 1, 7 and 8). */
export interface Frame {
  readonly destination: number;
  /** Not on the wire in CRC-16 mode. */
  readonly source?: number;
  readonly header: number;
  readonly data: Uint8Array;
}

export interface AddressedFrame extends Frame {
  readonly source: number;
}

export const HOST_ADDRESS = 1;

export const DATA_MAX_BYTES = 255;
/** Destination, length, source, header and checksum; or the CRC instead of source and checksum. */
export const OVERHEAD_BYTES = 5;
export const FRAME_MAX_BYTES = DATA_MAX_BYTES + OVERHEAD_BYTES;

const DATA_AT = 4;

/**
 * The bytes of a message with an 8-bit checksum: destination, number of data bytes, source, header,
 * data, checksum. All of them add up to 0 modulo 256.
 */
export function encodeFrame(frame: AddressedFrame): Uint8Array {
  if (frame.data.length > DATA_MAX_BYTES) throw new RangeError('More than 255 data bytes.');
  const bytes = new Uint8Array(OVERHEAD_BYTES + frame.data.length);
  bytes.set([frame.destination, frame.data.length, frame.source, frame.header]);
  bytes.set(frame.data, DATA_AT);
  bytes[bytes.length - 1] = -sum(bytes);
  return bytes;
}

/** What the buffer starts with. A wrong checksum costs one byte, so that a frame behind is found. */
export function decodeFrame(bytes: Uint8Array): Decoded<AddressedFrame> {
  const [destination, length, source, header] = bytes;
  if (destination === undefined || length === undefined) return { kind: 'need-more' };
  const size = OVERHEAD_BYTES + length;
  if (bytes.length < size || source === undefined || header === undefined) {
    return { kind: 'need-more' };
  }
  if (sum(bytes.subarray(0, size)) % 256 !== 0) {
    return { kind: 'bad', reason: 'checksum', consumed: 1 };
  }
  const data = bytes.slice(DATA_AT, DATA_AT + length);
  return { kind: 'frame', frame: { destination, source, header, data }, consumed: size };
}

/**
 * What a host's buffer starts with: replies are addressed to it alone, so that noise whose length
 * byte promises a long frame is seen through at its first byte.
 */
export function decodeReply(bytes: Uint8Array): Decoded<AddressedFrame> {
  const [destination] = bytes;
  if (destination === undefined || destination === HOST_ADDRESS) return decodeFrame(bytes);
  return { kind: 'bad', reason: 'not-for-host', consumed: 1 };
}

function sum(bytes: Uint8Array): number {
  return bytes.reduce((total, byte) => total + byte, 0);
}
