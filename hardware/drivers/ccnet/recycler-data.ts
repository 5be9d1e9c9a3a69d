import { COMMAND } from './names.ts';

/** One recycling cassette as command 3B tells it; the first one listed is number 1. */
export interface CassetteStatus {
  readonly cassette: number;
  readonly isPresent: boolean;
  readonly isFull: boolean;
  /** The bill type it holds, 24 for an escrow cassette, or `UNASSIGNED_TYPE`. */
  readonly type: number;
  readonly count: number;
}

export const UNASSIGNED_TYPE = 0x1f;

const PRESENT = 0x80;
const FULL = 0x40;
const TYPE_MASK = 0x1f;
const WORD_BYTES = 2;

/** Undefined for bytes that are no answer to 3B. */
export function parseCassettes(payload: Uint8Array): readonly CassetteStatus[] | undefined {
  const words = wordsOf(payload);
  return words?.map(([status, count], at) => ({
    cassette: at + 1,
    isPresent: (status & PRESENT) !== 0,
    isFull: (status & FULL) !== 0,
    type: status & TYPE_MASK,
    count,
  }));
}

/** The same as bytes, for the simulated unit. */
export function cassetteBytes(status: Omit<CassetteStatus, 'cassette'>): readonly number[] {
  const present = status.isPresent ? PRESENT : 0;
  return [present | (status.isFull ? FULL : 0) | status.type, status.count];
}

export interface BillCount {
  readonly type: number;
  readonly count: number;
}

/** What the unit was doing when the power went (66). */
export type PowerRecovery =
  | { readonly kind: 'none' }
  /** Notes stacked whose credit nobody has acknowledged. */
  | { readonly kind: 'stacked'; readonly notes: readonly StackedNote[] }
  | {
      readonly kind: 'dispense';
      readonly requested: readonly BillCount[];
      readonly paid: readonly BillCount[];
    }
  | { readonly kind: 'unload' }
  | { readonly kind: 'unreadable' };

export interface StackedNote {
  readonly code: number;
  /** 0 the drop cassette, else a recycling cassette. */
  readonly destination: number;
}

const NONE = 0x00;
export const RECOVERY_STACKED = 0x17;
/** Marks the words of the request, which stand before those of what was paid. */
export const REQUEST_MARK = 0x80;

/** Reads the answer to 66; what nobody has described is unreadable, and nothing is made of it. */
export function parsePowerRecovery(payload: Uint8Array): PowerRecovery {
  const [kind] = payload;
  const rest = payload.subarray(1);
  switch (kind) {
    case NONE:
      return payload.length === 1 ? { kind: 'none' } : UNREADABLE;
    case RECOVERY_STACKED:
      return stackedOf(rest);
    case COMMAND.dispense:
      return dispenseOf(rest);
    case COMMAND.unload:
      return { kind: 'unload' };
    default:
      return UNREADABLE;
  }
}

const UNREADABLE: PowerRecovery = { kind: 'unreadable' };

function stackedOf(bytes: Uint8Array): PowerRecovery {
  const notes = wordsOf(bytes)?.map(([code, destination]) => ({ code, destination }));
  return notes === undefined ? UNREADABLE : { kind: 'stacked', notes };
}

function isRequest([type]: Word): boolean {
  return (type & REQUEST_MARK) !== 0;
}

function dispenseOf(bytes: Uint8Array): PowerRecovery {
  const words = wordsOf(bytes);
  if (words === undefined) return UNREADABLE;
  const requested = words.filter(isRequest).map(([type, count]) => ({
    type: type & TYPE_MASK,
    count,
  }));
  const paid = words.filter((word) => !isRequest(word)).map(([type, count]) => ({ type, count }));
  return requested.length === 0 ? UNREADABLE : { kind: 'dispense', requested, paid };
}

type Word = readonly [number, number];

/** Pairs of bytes; undefined for none, or for half a one. */
function wordsOf(bytes: Uint8Array): readonly Word[] | undefined {
  if (bytes.length === 0 || bytes.length % WORD_BYTES !== 0) return undefined;
  return Array.from({ length: bytes.length / WORD_BYTES }, (_, at) => [
    bytes[at * WORD_BYTES] ?? 0,
    bytes[at * WORD_BYTES + 1] ?? 0,
  ]);
}

export function dispenseCommand(type: number, count: number): Uint8Array {
  return Uint8Array.of(COMMAND.dispense, type, count);
}

export function unloadCommand(cassette: number, count: number): Uint8Array {
  return Uint8Array.of(COMMAND.unload, cassette, count);
}

export function setTypeCommand(cassette: number, type: number): Uint8Array {
  return Uint8Array.of(COMMAND.setRecyclingCassetteType, cassette, type);
}
