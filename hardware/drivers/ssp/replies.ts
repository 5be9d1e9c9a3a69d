import { ByteReader } from './byte-reader.ts';

/** Each gives undefined for data that cannot be the reply: nothing is made of half a reply. */

export interface Level {
  readonly valueMinor: number;
  readonly currency: string;
  readonly count: number;
}

/** What a payout unit stores (command 22). */
export function parseLevels(data: Uint8Array): readonly Level[] | undefined {
  const reader = new ByteReader(data);
  const levels = reader.list(reader.byte(), () => ({
    count: reader.little(2),
    valueMinor: reader.little(4),
    currency: reader.text(3),
  }));
  return reader.isShort || reader.left > 0 ? undefined : levels;
}

/** What the last move into the cash box took, and how many pieces it did not know (command 53). */
export function parseCashboxData(data: Uint8Array): readonly Level[] | undefined {
  const reader = new ByteReader(data);
  const moved = reader.list(reader.byte(), () => ({
    count: reader.little(2),
    valueMinor: reader.little(4),
    currency: reader.text(3),
  }));
  reader.take(UNKNOWN_PIECES_BYTES);
  return reader.isShort || reader.left > 0 ? undefined : moved;
}

const UNKNOWN_PIECES_BYTES = 4;

/** Command 0C; the one number that comes highest byte first. */
export function parseSerialNumber(data: Uint8Array): number | undefined {
  const reader = new ByteReader(data);
  const serial = reader.big(4);
  return reader.isShort || reader.left > 0 ? undefined : serial;
}

/** What a note unit has counted in its life, or since somebody reset it (command 58). */
export interface Counters {
  readonly stacked: number;
  readonly stored: number;
  readonly dispensed: number;
  readonly movedToStacker: number;
  readonly rejected: number;
}

const COUNTERS = 5;

export function parseCounters(data: Uint8Array): Counters | undefined {
  const reader = new ByteReader(data);
  const isCountRight = reader.byte() === COUNTERS;
  const counters = {
    stacked: reader.little(4),
    stored: reader.little(4),
    dispensed: reader.little(4),
    movedToStacker: reader.little(4),
    rejected: reader.little(4),
  };
  return isCountRight && !reader.isShort && reader.left === 0 ? counters : undefined;
}

/**
 * The notes in an NV11's store, the one that is paid first coming last (command 41). Listed by value
 * or by channel, whichever the unit has been set to; the length tells which.
 */
export function parseNotePositions(
  data: Uint8Array,
  valueOfChannel: (channel: number) => number | undefined,
): readonly number[] | undefined {
  const reader = new ByteReader(data);
  const count = reader.byte();
  if (data.length === 1 + 4 * count) return reader.list(count, () => reader.little(4));
  if (data.length !== 1 + count) return undefined;
  const values = reader.list(count, () => valueOfChannel(reader.byte()));
  return values.every((value) => value !== undefined) ? values : undefined;
}
