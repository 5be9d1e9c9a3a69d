import { z } from 'zod';

const HEX_BASE = 16;

/** Two digits a byte, capital letters, nothing between. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
}

/** `hex` must have come out of a `hexSchema`. */
export function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, HEX_BASE));
}

/** The same number of bytes, with zeros behind the first `keptBytes`. */
export function zeroedHex(hex: string, keptBytes: number): string {
  return hex.slice(0, keptBytes * 2).padEnd(hex.length, '0');
}

/** So many bytes at most, as `hexOf` writes them. */
export function hexSchema(bytesMax: number): z.ZodString {
  return z
    .string()
    .regex(/^([0-9A-F]{2})*$/)
    .max(bytesMax * 2);
}
