import { z } from 'zod';
import type { DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import type { CassetteCursor } from './cassette-cursor.ts';

const evidenceSchema = z
  .strictObject({
    serial: z.string(),
    /** Orders that the unit had been told to carry out from this cassette before. */
    orders: z.int().min(0),
    /** Notes in the cassette. */
    level: z.int().min(0),
  })
  .readonly();

/** What a cassette held before an order; it travels through the journal as text. */
export type Evidence = z.infer<typeof evidenceSchema>;

export function encodeEvidence(evidence: Evidence): string {
  return JSON.stringify(evidence);
}

/** Undefined for a text that is not this driver's. */
export function parseEvidence(text: string): Evidence | undefined {
  try {
    return evidenceSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** How the unit stands once nothing moves any more. */
export interface CassetteReading {
  readonly serial: string;
  readonly level: number;
  /** A fault that the unit tells of; undefined when it has none. */
  readonly fault: string | undefined;
}

type Ended = NonNullable<CassetteCursor['end']>;

export const NOT_EXECUTED: DispenseOutcome = { kind: 'settled', paid: 0, cause: 'not-executed' };

/** What can be said without the unit: whether the order went out at all, and what was settled before. */
export function decideWithoutUnit(
  evidence: Evidence,
  cursor: CassetteCursor,
): DispenseOutcome | undefined {
  // The cursor counts an order before its command is written, so this one never was.
  if (cursor.orders === evidence.orders) return NOT_EXECUTED;
  if (cursor.orders !== evidence.orders + 1) {
    return disagree(`order ${evidence.orders + 1}, and ${cursor.orders} have been given`);
  }
  return cursor.settled === undefined ? undefined : { kind: 'settled', ...cursor.settled };
}

/**
 * What became of an order, from the cassette's own count and, after a loss of power, the unit's
 * record of what it was doing. Notes that left the cassette and are not told of as paid lie in the
 * unit: as long as nobody knows where, nothing is claimed.
 */
export function decideCassette(
  order: DispenseOrder,
  { evidence, cursor }: { readonly evidence: Evidence; readonly cursor: CassetteCursor },
  reading: CassetteReading,
): DispenseOutcome {
  if (reading.serial !== evidence.serial) {
    return disagree(`unit ${reading.serial} stands where ${evidence.serial} was`);
  }
  const drop = evidence.level - reading.level;
  if (drop < 0) return disagree(`${-drop} notes more than before`);
  if (drop > order.count) return disagree(`${drop} notes left, ${order.count} were ordered`);
  const { end } = cursor;
  if (end !== undefined) return afterInterruption(order, drop, end);
  if (reading.fault !== undefined) return afterFault(drop, reading.fault);
  return afterRest(order, drop, reading.level);
}

function afterInterruption(order: DispenseOrder, drop: number, end: Ended): DispenseOutcome {
  if (end.kind === 'none') return afterNothingTold(order, drop);
  if (end.kind === 'untold') return drop === 0 ? NOT_EXECUTED : disagree(`${drop} notes left`);
  const isForCashbox = order.to === 'cashbox';
  if (isForCashbox !== (end.kind === 'unload')) return disagree(`${end.kind} was interrupted`);
  // What an emptied cassette gave up lies in the drop cassette, where the rest of it went too.
  const paid = end.kind === 'unload' ? drop : end.paid;
  if (end.kind === 'dispense' && end.requested !== order.count) {
    return disagree(`${end.requested} had been asked for, not ${order.count}`);
  }
  if (paid > drop) return disagree(`${paid} told, ${drop} left their cassette`);
  return { kind: 'settled', paid, cause: paid === order.count ? 'complete' : 'power-lost' };
}

/** The unit says that nothing was interrupted, so it had not begun, or was done. */
function afterNothingTold({ count }: DispenseOrder, drop: number): DispenseOutcome {
  if (drop === 0) return NOT_EXECUTED;
  if (drop === count) return { kind: 'settled', paid: count, cause: 'complete' };
  return disagree(`${drop} of ${count} notes left their cassette`);
}

function afterFault(drop: number, fault: string): DispenseOutcome {
  if (drop > 0) return disagree(`${drop} notes left their cassette, and the unit has a ${fault}`);
  return { kind: 'settled', paid: 0, cause: fault === 'jam' ? 'jam' : 'fault' };
}

function afterRest({ count }: DispenseOrder, drop: number, level: number): DispenseOutcome {
  if (drop === count) return { kind: 'settled', paid: drop, cause: 'complete' };
  if (drop === 0) return NOT_EXECUTED;
  return { kind: 'settled', paid: drop, cause: level === 0 ? 'empty' : 'fault' };
}

function disagree(detail: string): DispenseOutcome {
  return { kind: 'unknown', reason: 'counters-disagree', detail };
}
