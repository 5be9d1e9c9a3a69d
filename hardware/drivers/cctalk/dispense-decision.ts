import type { DispenseCause, DispenseOrder, DispenseOutcome } from '../../kit/device.ts';
import { counterAfter } from './credits.ts';
import { isPowerLost, stopCause } from './hopper-registers.ts';
import type { HopperRegisters, HopperStatus, LevelStatus } from './machine.ts';

/** What a hopper's counters were before a payout; it travels through the journal as text. */
export interface Evidence {
  readonly counter: number;
  readonly dispenseCount: number;
  readonly serial: number;
}

/** What a hopper says of itself once no coin moves any more. */
export interface HopperReading {
  readonly serial: number;
  readonly status: HopperStatus;
  readonly dispenseCount: number;
  readonly registers: HopperRegisters;
  readonly level: LevelStatus;
}

/** The lifetime count has 24 bits. */
const DISPENSE_COUNT_MODULUS = 2 ** 24;

/**
 * What became of an order, from the device's counters alone (ccTalk Generic Specification 4.7 part 4,
 * 2.3.2). The event counter tells whether the command was taken, the lifetime count how many coins
 * left; where the two do not fit together nothing is claimed.
 */
export function decideDispense(
  order: DispenseOrder,
  evidence: Evidence,
  reading: HopperReading,
): DispenseOutcome {
  const paid = coinsSince(evidence.dispenseCount, reading.dispenseCount);
  if (reading.serial !== evidence.serial) {
    return disagree(`hopper ${reading.serial} stands where ${evidence.serial} was`);
  }
  if (paid > order.count) return disagree(`${paid} coins left, ${order.count} were ordered`);
  const { counter } = reading.status;
  if (counter === 0) return afterReset(paid, order, reading.registers);
  if (counter === counterAfter(evidence.counter)) return afterExecution(paid, order, reading);
  if (counter === evidence.counter) return afterNothing(paid);
  return disagree(`event counter ${counter} does not follow ${evidence.counter}`);
}

function afterExecution(
  paid: number,
  order: DispenseOrder,
  { status, registers, level }: HopperReading,
): DispenseOutcome {
  if (status.paid !== paid) {
    return disagree(`status says ${status.paid} paid, lifetime count says ${paid}`);
  }
  if (status.paid + status.unpaid !== order.count) {
    return disagree(`${status.paid} paid and ${status.unpaid} unpaid of ${order.count}`);
  }
  return settled(paid, paid === order.count ? 'complete' : stopCause(registers, level));
}

/** The command was never taken; coins that left all the same were somebody else's doing. */
function afterNothing(paid: number): DispenseOutcome {
  if (paid !== 0) return disagree(`${paid} coins left without a command`);
  return settled(0, 'not-executed');
}

/** The event counter is gone; only the lifetime count outlives a reset. */
function afterReset(
  paid: number,
  order: DispenseOrder,
  registers: HopperRegisters,
): DispenseOutcome {
  if (paid === order.count) return settled(paid, 'complete');
  if (paid === 0 && !isPowerLost(registers)) return settled(0, 'not-executed');
  return settled(paid, 'power-lost');
}

function coinsSince(before: number, after: number): number {
  return (after - before + DISPENSE_COUNT_MODULUS) % DISPENSE_COUNT_MODULUS;
}

function settled(paid: number, cause: DispenseCause): DispenseOutcome {
  return { kind: 'settled', paid, cause };
}

function disagree(detail: string): DispenseOutcome {
  return { kind: 'unknown', reason: 'counters-disagree', detail };
}
