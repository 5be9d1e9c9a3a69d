import type { Decoded } from '../../kit/framing.ts';
import { DATA_MAX_BYTES, HOST_ADDRESS, OVERHEAD_BYTES, type Frame } from './frame.ts';

const DATA_AT = 4;
const CRC_LOW_AT = 2;
const HEADER_AT = 3;

/**
 * The bytes of a message in CRC-16 mode: destination, number of data bytes, low byte of the CRC,
 * header, data, high byte of the CRC (ccTalk Generic Specification 4.7 part 3, appendix 9).
 */
export function encodeCrcFrame(frame: Frame): Uint8Array {
  const { destination, header, data } = frame;
  if (data.length > DATA_MAX_BYTES) throw new RangeError('More than 255 data bytes.');
  const bytes = new Uint8Array(OVERHEAD_BYTES + data.length);
  bytes.set([destination, data.length, 0, header]);
  bytes.set(data, DATA_AT);
  const crc = crcOf(bytes);
  bytes[CRC_LOW_AT] = crc & 0xff;
  bytes[bytes.length - 1] = crc >> 8;
  return bytes;
}

/** What the buffer starts with; a frame in this mode does not say where it comes from. */
export function decodeCrcFrame(bytes: Uint8Array): Decoded<Frame> {
  const [destination, length, crcLow, header] = bytes;
  if (destination === undefined || length === undefined) return { kind: 'need-more' };
  const size = OVERHEAD_BYTES + length;
  if (bytes.length < size || crcLow === undefined || header === undefined) {
    return { kind: 'need-more' };
  }
  const crc = crcOf(bytes.subarray(0, size));
  if (crcLow !== (crc & 0xff) || bytes[size - 1] !== crc >> 8) {
    return { kind: 'bad', reason: 'checksum', consumed: 1 };
  }
  const data = bytes.slice(DATA_AT, DATA_AT + length);
  return { kind: 'frame', frame: { destination, header, data }, consumed: size };
}

/** As `decodeCrcFrame`, for a host's buffer: what is not addressed to it is seen through at once. */
export function decodeCrcReply(bytes: Uint8Array): Decoded<Frame> {
  const [destination] = bytes;
  if (destination === undefined || destination === HOST_ADDRESS) return decodeCrcFrame(bytes);
  return { kind: 'bad', reason: 'not-for-host', consumed: 1 };
}

/** Over everything but the CRC's own two bytes. */
function crcOf(frame: Uint8Array): number {
  const head = crc16(frame.subarray(0, CRC_LOW_AT), 0);
  return crc16(frame.subarray(HEADER_AT, frame.length - 1), head);
}

const POLYNOMIAL = 0x1021;
const TOP_BIT = 0x8000;

/** CRC-16/XMODEM: the highest bit first, from 0, nothing reflected nor inverted. */
export function crc16(bytes: Uint8Array, start: number): number {
  let crc = start;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      const isSet = (crc & TOP_BIT) !== 0;
      crc = ((crc << 1) ^ (isSet ? POLYNOMIAL : 0)) & 0xffff;
    }
  }
  return crc;
}
