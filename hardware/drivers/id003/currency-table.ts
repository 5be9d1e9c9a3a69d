import { DENOMINATIONS_MAX, FIRST_DENOMINATION } from './machine.ts';

const ENTRY_BYTES = 4;

export interface CurrencyFacts {
  /** The maker's number of the country; any one, but only one, when left out. */
  readonly country: number | undefined;
  /** Decimal places of the currency's smallest unit. */
  readonly minorDigits: number;
}

export type CurrencyTable =
  | { readonly kind: 'notes'; readonly notes: ReadonlyMap<number, number> }
  | { readonly kind: 'bad'; readonly reason: string };

/**
 * Values in minor units by denomination code, from the answer to 8A: code, country, value and number
 * of zeros for each. Where each firmware puts its notes is its own affair, so it is always asked.
 */
export function notesOfCurrencies(data: Uint8Array, facts: CurrencyFacts): CurrencyTable {
  if (data.length === 0 || data.length % ENTRY_BYTES !== 0) {
    return { kind: 'bad', reason: `${data.length} bytes are no table` };
  }
  const notes = new Map<number, number>();
  let country = facts.country;
  for (let at = 0; at < data.length; at += ENTRY_BYTES) {
    const [code = 0, land = 0, value = 0, zeros = 0] = data.subarray(at, at + ENTRY_BYTES);
    const valueMinor = value * 10 ** (zeros + facts.minorDigits);
    if (!isDenomination(code) || !Number.isSafeInteger(valueMinor) || valueMinor === 0) continue;
    if (facts.country !== undefined && land !== facts.country) continue;
    country ??= land;
    if (land !== country) return { kind: 'bad', reason: 'notes of more than one country' };
    notes.set(code, valueMinor);
  }
  return notes.size === 0 ? { kind: 'bad', reason: 'no notes' } : { kind: 'notes', notes };
}

function isDenomination(code: number): boolean {
  return code >= FIRST_DENOMINATION && code < FIRST_DENOMINATION + DENOMINATIONS_MAX;
}

/** A table entry as the simulated acceptor has it. */
export function currencyEntry(code: number, country: number, valueMajor: number): Uint8Array {
  let value = valueMajor;
  let zeros = 0;
  for (; value > 0 && value % 10 === 0; value /= 10) zeros += 1;
  return Uint8Array.of(code, country, value, zeros);
}
