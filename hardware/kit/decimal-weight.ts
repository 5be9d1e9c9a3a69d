import type { Weight } from './device-peripheral.ts';

/** Beyond what any scale has. */
const EXPONENT_MAX = 12;

/** The weight as a decimal number, exactly; an exponent that no scale has is `undefined`. */
export function decimalOf({ raw, exponent }: Weight): string | undefined {
  if (Math.abs(exponent) > EXPONENT_MAX) return undefined;
  if (exponent >= 0) return `${raw}${raw === 0 ? '' : '0'.repeat(exponent)}`;
  const digits = String(Math.abs(raw)).padStart(1 - exponent, '0');
  const sign = raw < 0 ? '-' : '';
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}
