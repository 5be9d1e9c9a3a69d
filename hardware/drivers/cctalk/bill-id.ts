import type { Scaling } from './bill-machine.ts';

/** What a bill position is programmed for. */
export type BillId =
  | { readonly kind: 'bill'; readonly country: string; readonly valueMinor: number }
  | { readonly kind: 'blank' }
  | { readonly kind: 'unreadable' };

/** Two letters of country, four digits of value, one letter of issue. */
const BILL_ID = /^(?<country>[A-Z]{2})(?<value>[0-9]{4})[A-Z0-9]$/;
const BLANK = /^[. \0]*$/;

/** No note of a till is worth more; an identifier that says so is not one. */
const BILL_VALUE_MAX_MINOR = 100_000_000;

/**
 * Reads an identifier such as `EU0020A` (ccTalk Generic Specification 4.7 part 3, appendix 15): its
 * value is multiplied by the country's scaling factor.
 */
export function parseBillId(text: string, { factor }: Scaling): BillId {
  if (BLANK.test(text)) return { kind: 'blank' };
  const { country, value } = BILL_ID.exec(text)?.groups ?? {};
  const valueMinor = Number(value) * factor;
  const isBill = valueMinor > 0 && valueMinor <= BILL_VALUE_MAX_MINOR;
  if (country === undefined || !isBill) return { kind: 'unreadable' };
  return { kind: 'bill', country, valueMinor };
}
