const POLYNOMIAL = 0x8005;
const SEED = 0xffff;
const TOP_BIT = 0x8000;
const BITS_PER_BYTE = 8;
const BYTE_VALUES = 256;

/** What each byte at the top of the register comes to. */
const TABLE = Uint16Array.from({ length: BYTE_VALUES }, (_, byte) => shiftedOut(byte));

/** CRC-16 of SSP: polynomial 0x8005, seed 0xFFFF, highest bit first; sent lowest byte first. */
export function crc16(bytes: Uint8Array): number {
  let crc = SEED;
  for (const byte of bytes) {
    const top = (crc >> BITS_PER_BYTE) ^ byte;
    crc = ((crc << BITS_PER_BYTE) ^ (TABLE[top] ?? 0)) & SEED;
  }
  return crc;
}

function shiftedOut(byte: number): number {
  let crc = byte << BITS_PER_BYTE;
  for (let bit = 0; bit < BITS_PER_BYTE; bit += 1) {
    crc = (crc & TOP_BIT) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
  }
  return crc & SEED;
}
