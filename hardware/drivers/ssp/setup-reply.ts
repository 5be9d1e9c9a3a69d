import { ByteReader } from './byte-reader.ts';

/** In which order the three bytes of a note validator's value multiplier stand; the manuals disagree. */
export type MultiplierOrder = 'big-endian' | 'little-endian';

/** What a unit says it is and takes (command 05, protocol 6 and later). */
export interface UnitSetup {
  readonly unitType: number;
  readonly firmware: string;
  readonly protocolVersion: number;
  /** By channel, the first one first; in the units of a coin unit its coins. */
  readonly channels: readonly Channel[];
}

export interface Channel {
  readonly valueMinor: number;
  readonly currency: string;
}

export type ParsedSetup =
  | { readonly kind: 'setup'; readonly setup: UnitSetup }
  | { readonly kind: 'bad'; readonly reason: string };

const FIRMWARE_CHARACTERS = 4;
const CURRENCY_CHARACTERS = 3;
const MULTIPLIER_BYTES = 3;
/** Ten thousand minor units to the major one: more than any currency has. */
const MULTIPLIERS: readonly number[] = [1, 10, 100, 1_000, 10_000];

/** Reads the reply of a unit that takes notes. */
export function parseNoteSetup(data: Uint8Array, order: MultiplierOrder): ParsedSetup {
  const reader = new ByteReader(data);
  const unitType = reader.byte();
  const firmware = reader.text(FIRMWARE_CHARACTERS);
  reader.take(CURRENCY_CHARACTERS + MULTIPLIER_BYTES);
  const count = reader.byte();
  // Single-byte values and securities: the wide values below say the same, and more.
  reader.take(2 * count);
  const multiplier =
    order === 'big-endian' ? reader.big(MULTIPLIER_BYTES) : reader.little(MULTIPLIER_BYTES);
  const protocolVersion = reader.byte();
  const currencies = reader.list(count, () => reader.text(CURRENCY_CHARACTERS));
  const values = reader.list(count, () => reader.little(4));
  if (reader.isShort || reader.left > 0) return { kind: 'bad', reason: 'length' };
  // Read in the wrong order no multiplier in use is a power of ten, so a mistake cannot pass.
  if (!MULTIPLIERS.includes(multiplier)) return { kind: 'bad', reason: `multiplier ${multiplier}` };
  const channels = values.map((value, at) => ({
    valueMinor: value * multiplier,
    currency: currencies[at] ?? '',
  }));
  return { kind: 'setup', setup: { unitType, firmware, protocolVersion, channels } };
}

/** Reads the reply of a unit that takes or pays coins; its values are in minor units. */
export function parseCoinSetup(data: Uint8Array): ParsedSetup {
  const reader = new ByteReader(data);
  const unitType = reader.byte();
  const firmware = reader.text(FIRMWARE_CHARACTERS);
  reader.take(CURRENCY_CHARACTERS);
  const protocolVersion = reader.byte();
  const count = reader.byte();
  const values = reader.list(count, () => reader.little(2));
  const currencies = reader.list(count, () => reader.text(CURRENCY_CHARACTERS));
  if (reader.isShort || reader.left > 0) return { kind: 'bad', reason: 'length' };
  const channels = values.map((valueMinor, at) => ({ valueMinor, currency: currencies[at] ?? '' }));
  return { kind: 'setup', setup: { unitType, firmware, protocolVersion, channels } };
}
