import { z } from 'zod';
import type { DispenseCause, DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { counterAfter } from './credits.ts';
import type { ValueStatus } from './value-machine.ts';

const METERS_MAX = 16;

const evidenceSchema = z
  .strictObject({
    serial: z.int().min(0),
    counter: z.int().min(0).max(255),
    /** What it has paid in its life: for each kind of coin, or all of it in one. */
    meters: z.array(z.int().min(0)).min(1).max(METERS_MAX).readonly(),
  })
  .readonly();

/** What a device that pays amounts said of itself before a payout; travels through the journal. */
export type ValueEvidence = z.infer<typeof evidenceSchema>;

export function encodeValueEvidence(evidence: ValueEvidence): string {
  return JSON.stringify(evidence);
}

/** Undefined for a text that is not this driver's. */
export function parseValueEvidence(text: string): ValueEvidence | undefined {
  try {
    return evidenceSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** How the meters of a device count. */
export interface MeterRules {
  /** What one step of each meter is worth, in minor units. */
  readonly valuesMinor: readonly number[];
  /** Where a meter begins anew. */
  readonly modulus: number;
  /** Whether they are known to outlive a loss of power. */
  readonly isLifetime: boolean;
}

/** What it says of itself once no coin moves any more. */
export interface ValueReading extends ValueEvidence {
  readonly status: ValueStatus;
  readonly rules: MeterRules;
  /** Power was lost during a payout, as far as it can tell. */
  readonly isPowerLost: boolean;
  /** Why a payout stopped short. */
  readonly stopCause: DispenseCause;
}

export interface ValueOrder {
  readonly order: DispenseOrder;
  /** What one of the order's pieces is worth. */
  readonly unitMinor: number;
}

/**
 * What became of an order for an amount, from the device's own meters: the event counter says whether
 * the command was taken, the meters how much left. A meter that may have been lost with the power is
 * believed only where something else says the same.
 */
export function decideValue(
  { order, unitMinor }: ValueOrder,
  evidence: ValueEvidence,
  reading: ValueReading,
): DispenseOutcome {
  if (reading.serial !== evidence.serial) {
    return disagree(`device ${reading.serial} stands where ${evidence.serial} was`);
  }
  if (reading.meters.length !== evidence.meters.length) return disagree('other coins than before');
  const paidMinor = paidSince(evidence, reading);
  const paid: Paid = { paidMinor, askedMinor: order.count * unitMinor, unitMinor };
  if (paidMinor > paid.askedMinor) return disagree(`${paidMinor} left of ${paid.askedMinor}`);
  if (paidMinor % unitMinor !== 0) return disagree(`${paidMinor} is no multiple of ${unitMinor}`);
  const { counter } = reading;
  if (counter === 0) return afterReset(paid, evidence, reading);
  if (counter === counterAfter(evidence.counter)) return afterExecution(paid, reading);
  if (counter === evidence.counter) return afterNothing(paid);
  return disagree(`event counter ${counter} does not follow ${evidence.counter}`);
}

interface Paid {
  readonly paidMinor: number;
  readonly askedMinor: number;
  readonly unitMinor: number;
}

function paidSince(evidence: ValueEvidence, { meters, rules }: ValueReading): number {
  const { valuesMinor, modulus } = rules;
  return meters.reduce((total, meter, at) => {
    const steps = (meter - (evidence.meters[at] ?? 0) + modulus) % modulus;
    return total + steps * (valuesMinor[at] ?? 0);
  }, 0);
}

function afterExecution(paid: Paid, { status, stopCause }: ValueReading): DispenseOutcome {
  if (!isAccount(paid, status)) return disagree(`status and meters differ: ${told(paid, status)}`);
  return settled(paid, paid.paidMinor === paid.askedMinor ? 'complete' : stopCause);
}

function afterNothing(paid: Paid): DispenseOutcome {
  if (paid.paidMinor !== 0) return disagree(`${paid.paidMinor} left without a command`);
  return settled(paid, 'not-executed');
}

function afterReset(paid: Paid, evidence: ValueEvidence, reading: ValueReading): DispenseOutcome {
  const { paidMinor, askedMinor } = paid;
  const isSame = isAccount(paid, reading.status);
  // A meter that has been standing at something and still does has not been lost.
  const isKept = paidMinor === 0 && evidence.meters.some((meter) => meter > 0);
  if (!reading.rules.isLifetime && !isSame && !isKept) {
    return disagree(`meters that may be lost: ${told(paid, reading.status)}`);
  }
  if (paidMinor === askedMinor) return settled(paid, 'complete');
  const isUntouched = paidMinor === 0 && !isSame && !reading.isPowerLost;
  return settled(paid, isUntouched ? 'not-executed' : 'power-lost');
}

/** The device's last payout was this one, and it says of it what the meters say. */
function isAccount({ paidMinor, askedMinor }: Paid, status: ValueStatus): boolean {
  return status.paidMinor === paidMinor && status.paidMinor + status.unpaidMinor === askedMinor;
}

function told({ paidMinor, askedMinor }: Paid, status: ValueStatus): string {
  return `${status.paidMinor} and ${status.unpaidMinor}, ${paidMinor} of ${askedMinor}`;
}

function settled({ paidMinor, unitMinor }: Paid, cause: DispenseCause): DispenseOutcome {
  return { kind: 'settled', paid: paidMinor / unitMinor, cause };
}

function disagree(detail: string): DispenseOutcome {
  return { kind: 'unknown', reason: 'counters-disagree', detail };
}
