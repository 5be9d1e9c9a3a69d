const ENTRY_BYTES = 5;
const COUNTRY_AT = 1;
const EXPONENT_AT = 4;
const DECIMAL_POINT = 0x80;
/** The last type of a table of 24 is the barcode ticket. */
const BARCODE_TYPE = 23;

export interface TableFacts {
  /** Three letters, as the device has them. */
  readonly currency: string;
  /** Decimal places of the currency's smallest unit. */
  readonly minorDigits: number;
}

/**
 * Values in minor units by bill type, of one currency alone: a note of another one is never let in.
 * Undefined for bytes that are no table.
 */
export function notesOfTable(
  payload: Uint8Array,
  facts: TableFacts,
): ReadonlyMap<number, number> | undefined {
  if (payload.length === 0 || payload.length % ENTRY_BYTES !== 0) return undefined;
  const notes = new Map<number, number>();
  for (let type = 0; type * ENTRY_BYTES < payload.length; type += 1) {
    const entry = payload.subarray(type * ENTRY_BYTES, (type + 1) * ENTRY_BYTES);
    const country = String.fromCharCode(...entry.subarray(COUNTRY_AT, EXPONENT_AT));
    const valueMinor = valueOf(entry[0] ?? 0, entry[EXPONENT_AT] ?? 0, facts.minorDigits);
    const isNote = type < BARCODE_TYPE && country === facts.currency;
    if (isNote && Number.isSafeInteger(valueMinor) && valueMinor > 0) notes.set(type, valueMinor);
  }
  return notes;
}

/** The currencies of a table's notes, each once; none for bytes that are no table. */
export function currenciesOf(payload: Uint8Array): readonly string[] {
  if (payload.length % ENTRY_BYTES !== 0) return [];
  const countries: string[] = [];
  for (let type = 0; type < BARCODE_TYPE && type * ENTRY_BYTES < payload.length; type += 1) {
    const entry = payload.subarray(type * ENTRY_BYTES, (type + 1) * ENTRY_BYTES);
    countries.push(String.fromCharCode(...entry.subarray(COUNTRY_AT, EXPONENT_AT)));
  }
  return [...new Set(countries.filter((country) => /^[A-Z]{3}$/.test(country)))];
}

/** Bit 7 clear: that many zeros follow the digit; set: that many of its places are decimals. */
function valueOf(digit: number, exponent: number, minorDigits: number): number {
  const power = exponent & ~DECIMAL_POINT;
  const isDecimal = (exponent & DECIMAL_POINT) !== 0;
  return digit * 10 ** (minorDigits + (isDecimal ? -power : power));
}

/** A table entry as the simulated validator has it; undefined leaves the type empty. */
export function tableEntry(valueMinor: number | undefined, facts: TableFacts): Uint8Array {
  if (valueMinor === undefined) return new Uint8Array(ENTRY_BYTES);
  let digit = valueMinor / 10 ** facts.minorDigits;
  let zeros = 0;
  for (; digit % 10 === 0; digit /= 10) zeros += 1;
  return Uint8Array.of(digit, ...Buffer.from(facts.currency, 'latin1'), zeros);
}
