const POLYNOMIAL_REFLECTED = 0x8408;
const BITS_PER_BYTE = 8;

/** CRC-16 of the CCITT, reflected and started from 0 ("Kermit"), as CCNET and ID-003 have it. */
export function crcKermit(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < BITS_PER_BYTE; bit += 1) {
      crc = (crc & 1) === 1 ? (crc >> 1) ^ POLYNOMIAL_REFLECTED : crc >> 1;
    }
  }
  return crc;
}

/** Room for the checksum, which stands last and lowest byte first. */
export const CRC_BYTES = 2;

/** Whether the last two bytes are the checksum of those before. */
export function hasCrcKermit(bytes: Uint8Array): boolean {
  const crc = crcKermit(bytes.subarray(0, bytes.length - CRC_BYTES));
  return bytes.at(-2) === (crc & 0xff) && bytes.at(-1) === crc >> BITS_PER_BYTE;
}

/** The same bytes with their checksum behind them. */
export function withCrcKermit(bytes: Uint8Array): Uint8Array {
  const crc = crcKermit(bytes);
  const whole = new Uint8Array(bytes.length + CRC_BYTES);
  whole.set(bytes);
  whole.set([crc & 0xff, crc >> BITS_PER_BYTE], bytes.length);
  return whole;
}
