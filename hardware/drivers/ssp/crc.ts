const POLYNOMIAL = 0x8005;
const SEED = 0xffff;
const TOP_BIT = 0x8000;
const BITS_PER_BYTE = 8;

/** CRC-16 of SSP: polynomial 0x8005, seed 0xFFFF, highest bit first; sent lowest byte first. */
export function crc16(bytes: Uint8Array): number {
  return bytes.reduce(withByte, SEED);
}

function withByte(start: number, byte: number): number {
  let crc = start ^ (byte << BITS_PER_BYTE);
  for (let bit = 0; bit < BITS_PER_BYTE; bit += 1) {
    crc = (crc & TOP_BIT) === 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
  }
  return crc & SEED;
}
