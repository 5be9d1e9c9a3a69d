import type { Decoded } from '../../kit/framing.ts';
import { crc16 } from './crc.ts';

/** A packet: who it is for or from, the sequence bit, and what it carries (SSP manual, transport layer). */
export interface Frame {
  readonly address: number;
  readonly sequence: 0 | 1;
  readonly data: Uint8Array;
}

export const ADDRESS_MAX = 0x7d;
export const DATA_MAX_BYTES = 255;

const STX = 0x7f;
const SEQUENCE_BIT = 0x80;
const ADDRESS_BITS = 0x7f;
/** Address and length before the data. */
const HEAD_BYTES = 2;
const CRC_BYTES = 2;
/** Every byte behind the STX may stand doubled. */
export const FRAME_MAX_BYTES = 1 + 2 * (HEAD_BYTES + DATA_MAX_BYTES + CRC_BYTES);

/** The bytes on the wire: checksum first, then every STX byte behind the first one doubled. */
export function encodeFrame({ address, sequence, data }: Frame): Uint8Array {
  if (data.length > DATA_MAX_BYTES) throw new RangeError('More than 255 data bytes.');
  if (address > ADDRESS_MAX) throw new RangeError('No such address.');
  const plain = new Uint8Array(HEAD_BYTES + data.length + CRC_BYTES);
  plain[0] = address | (sequence * SEQUENCE_BIT);
  plain[1] = data.length;
  plain.set(data, HEAD_BYTES);
  const crc = crc16(plain.subarray(0, -CRC_BYTES));
  plain[plain.length - 2] = crc & 0xff;
  plain[plain.length - 1] = crc >> 8;
  return stuffed(plain);
}

function stuffed(plain: Uint8Array): Uint8Array {
  const doubled = plain.reduce((count, byte) => (byte === STX ? count + 1 : count), 0);
  const bytes = new Uint8Array(1 + plain.length + doubled);
  bytes[0] = STX;
  let at = 1;
  for (const byte of plain) {
    bytes[at] = byte;
    at += 1;
    if (byte !== STX) continue;
    bytes[at] = STX;
    at += 1;
  }
  return bytes;
}

/**
 * What the buffer starts with. A single STX inside a packet starts a new one, so a packet that is
 * whole but has a wrong checksum hides no other and goes at once.
 */
export function decodeFrame(bytes: Uint8Array): Decoded<Frame> {
  if (bytes.length === 0) return { kind: 'need-more' };
  if (bytes[0] !== STX) return { kind: 'bad', reason: 'no-start', consumed: untilStart(bytes) };
  const packet = unstuff(bytes);
  if (packet.kind !== 'whole') return packet;
  const { plain, consumed } = packet;
  const crc = (plain.at(-2) ?? 0) | ((plain.at(-1) ?? 0) << 8);
  const body = Uint8Array.from(plain.slice(0, -CRC_BYTES));
  if (crc16(body) !== crc) return { kind: 'bad', reason: 'checksum', consumed };
  const [head = 0] = body;
  const address = head & ADDRESS_BITS;
  const sequence = (head & SEQUENCE_BIT) === 0 ? 0 : 1;
  return { kind: 'frame', frame: { address, sequence, data: body.slice(HEAD_BYTES) }, consumed };
}

type Packet =
  | { readonly kind: 'whole'; readonly plain: readonly number[]; readonly consumed: number }
  | { readonly kind: 'need-more' }
  | { readonly kind: 'bad'; readonly reason: string; readonly consumed: number };

function unstuff(bytes: Uint8Array): Packet {
  const plain: number[] = [];
  let at = 1;
  while (plain.length < sizeOf(plain)) {
    const byte = bytes[at];
    if (byte === undefined) return { kind: 'need-more' };
    if (plain.length === 0 && (byte & ADDRESS_BITS) > ADDRESS_MAX) {
      return { kind: 'bad', reason: 'address', consumed: 1 };
    }
    if (byte === STX) {
      const twin = bytes[at + 1];
      if (twin === undefined) return { kind: 'need-more' };
      if (twin !== STX) return { kind: 'bad', reason: 'restarted', consumed: at };
      at += 1;
    }
    plain.push(byte);
    at += 1;
  }
  return { kind: 'whole', plain, consumed: at };
}

/** Until the length byte is there, one more byte than there are is enough to go on. */
function sizeOf(plain: readonly number[]): number {
  const length = plain[1];
  return length === undefined ? HEAD_BYTES : HEAD_BYTES + length + CRC_BYTES;
}

function untilStart(bytes: Uint8Array): number {
  const at = bytes.indexOf(STX);
  return at === -1 ? bytes.length : at;
}
