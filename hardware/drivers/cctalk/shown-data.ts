import type { FrameSource } from '../../kit/codec.ts';
import { zeroedHex } from '../../kit/hex.ts';
import { headerName } from './header-names.ts';

interface Said {
  readonly header: number;
  /** Hexadecimal. */
  readonly data: string;
}

const BARCODE = 129;
const CIPHER_KEY = 160;
const PUMP_RNG = 161;
/** PINs (218, 219) and encryption codes (108 to 112, 136, 137) have no name here at all. */
const SECRET: ReadonlySet<number> = new Set([BARCODE, CIPHER_KEY, PUMP_RNG]);

/** How much of a command that pays out is the order; before it stands what a cipher has made. */
const ORDER_BYTES: ReadonlyMap<number, number> = new Map([
  [134, 2],
  [167, 1],
]);

/**
 * Of a message's data what may be shown: of headers that are known to carry no secret, and of a reply
 * where all that was asked last is of these.
 */
export function shownData(
  { header, data }: Said,
  from: FrameSource,
  asked: readonly Said[],
): string {
  if (from === 'device') {
    const isKnown = asked.length > 0 && asked.every((one) => isHarmless(one.header));
    return isKnown ? data : zeroedHex(data, 0);
  }
  if (!isHarmless(header)) return zeroedHex(data, 0);
  const order = ORDER_BYTES.get(header);
  return order === undefined ? data : data.slice(-2 * order).padStart(data.length, '0');
}

function isHarmless(header: number): boolean {
  return headerName(header) !== undefined && !SECRET.has(header);
}
