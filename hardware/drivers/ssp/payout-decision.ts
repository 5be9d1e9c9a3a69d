import { z } from 'zod';
import type { DispenseCause, DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import type { PayoutEnd } from './unit-cursor.ts';

const evidenceSchema = z
  .strictObject({
    serial: z.int().min(0),
    valueMinor: z.int().min(1),
    /** Orders that the unit had been told before. */
    orders: z.int().min(0),
    /** Pieces of the value that the unit held. */
    level: z.int().min(0),
    /**
     * Notes the unit had paid out in its life, or moved into its cash box, whichever the order is for;
     * null for a unit that does not count them.
     */
    dispensed: z.int().min(0).nullable(),
  })
  .readonly();

/** What a unit said of itself before a payout; it travels through the journal as text. */
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

/** What a unit says of itself once nothing moves any more. */
export interface PayoutReading extends Evidence {
  /** How it told the end of the last payout, since the order; undefined when it told none. */
  readonly end: PayoutEnd | undefined;
  /** Whether each payout command pays a single note: then the end is that of the last note alone. */
  readonly isPaidSingly: boolean;
}

/**
 * What became of an order. After a power failure the unit's own account of it decides (SSP
 * implementation guide, 8.6); otherwise two of event, lifetime count and level have to agree. Where
 * they do not, nothing is claimed.
 */
export function decidePayout(
  order: DispenseOrder,
  evidence: Evidence,
  reading: PayoutReading,
): DispenseOutcome {
  if (reading.serial !== evidence.serial) {
    return disagree(`unit ${reading.serial} stands where ${evidence.serial} was`);
  }
  const paid = reading.isPaidSingly
    ? paidSingly(evidence, reading)
    : paidAtOnce(order, evidence, reading);
  if (typeof paid === 'string') return disagree(paid);
  if (paid > order.count) return disagree(`${paid} pieces left, ${order.count} were ordered`);
  return { kind: 'settled', paid, cause: causeOf(paid, order.count, reading.end) };
}

/** A number of pieces, or why there is none. */
type Paid = number | string;

function paidAtOnce(order: DispenseOrder, evidence: Evidence, reading: PayoutReading): Paid {
  const { end } = reading;
  if (end === undefined) return paidByCounts(evidence, reading);
  if (end.kind === 'collected' || end.kind === 'incomplete-collect') return `${end.kind}, not paid`;
  const told = piecesOf(end.paidMinor, evidence.valueMinor);
  if (told === undefined) return `${end.paidMinor} is no multiple of ${evidence.valueMinor}`;
  if (end.kind === 'incomplete') {
    const requested = order.count * evidence.valueMinor;
    return end.requestedMinor === requested
      ? told
      : `${end.requestedMinor} had been asked for, not ${requested}`;
  }
  const counted = countedBy(evidence, reading) ?? dropOf(evidence, reading);
  return counted === told ? told : `${told} told, ${counted} counted`;
}

function paidByCounts(evidence: Evidence, reading: PayoutReading): Paid {
  const drop = dropOf(evidence, reading);
  if (drop < 0) return `${-drop} pieces more than before`;
  const counted = countedBy(evidence, reading) ?? drop;
  return counted === drop ? drop : `${counted} counted, ${drop} are gone`;
}

/** A note that left the store and did not reach the customer is all that the two may differ by. */
function paidSingly(evidence: Evidence, reading: PayoutReading): Paid {
  const drop = dropOf(evidence, reading);
  const counted = countedBy(evidence, reading);
  if (counted === undefined) return paidByCounts(evidence, reading);
  const isStopped = reading.end !== undefined && reading.end.paidMinor === 0;
  const isExplained = drop === counted || (isStopped && drop === counted + 1);
  return isExplained && counted >= 0 ? counted : `${counted} counted, ${drop} are gone`;
}

function countedBy(evidence: Evidence, reading: PayoutReading): number | undefined {
  if (evidence.dispensed === null || reading.dispensed === null) return undefined;
  return reading.dispensed - evidence.dispensed;
}

function dropOf(evidence: Evidence, reading: PayoutReading): number {
  return evidence.level - reading.level;
}

export function causeOf(paid: number, count: number, end: PayoutEnd | undefined): DispenseCause {
  if (paid === count) return 'complete';
  if (end === undefined) return paid === 0 ? 'not-executed' : 'fault';
  switch (end.kind) {
    case 'timeout':
      return 'empty';
    case 'jammed':
      return 'jam';
    case 'error':
      return end.code === ERROR_JAM ? 'jam' : 'fault';
    case 'incomplete':
    case 'incomplete-collect':
      return 'power-lost';
    case 'halted':
    case 'dispensed':
    case 'collected':
      return 'fault';
  }
}

const ERROR_JAM = 1;

/** Pieces of a value that an amount is; undefined where it does not come out even. */
export function piecesOf(amountMinor: number, valueMinor: number): number | undefined {
  return amountMinor >= 0 && amountMinor % valueMinor === 0 ? amountMinor / valueMinor : undefined;
}

export function disagree(detail: string): DispenseOutcome {
  return { kind: 'unknown', reason: 'counters-disagree', detail };
}
