/** The API takes no more of one value, and no greater amount. */
export const COUNT_MAX = 100_000;
export const AMOUNT_MAX_MINOR = 2_000_000;

/** A number after some more digits; as it was when that would be too much. */
export function withDigits(number: number | undefined, digits: string, max: number): number {
  const typed = Number(`${number ?? ''}${digits}`);
  return typed > max ? (number ?? 0) : typed;
}

/** A number without its last digit; undefined when none is left. */
export function withoutDigit(number: number | undefined): number | undefined {
  const rest = String(number ?? '').slice(0, -1);
  return rest === '' ? undefined : Number(rest);
}
