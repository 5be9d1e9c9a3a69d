import type { DispenseCause } from '../../kit/device.ts';
import type { HopperRegisters, LevelStatus } from './machine.ts';

interface Flag {
  readonly register: keyof HopperRegisters;
  readonly bit: number;
  readonly name: string;
  /** How a payout ends that raised it; `none` for what is only told. */
  readonly effect: 'timeout' | 'jam' | 'fault' | 'power-lost' | 'none';
}

/** Flags of header 163, test hopper (ccTalk Generic Specification 4.7 part 2, 3.89). */
const FLAGS: readonly Flag[] = [
  { register: 'r1', bit: 0, name: 'absolute-maximum-current', effect: 'jam' },
  { register: 'r1', bit: 1, name: 'payout-timeout', effect: 'timeout' },
  { register: 'r1', bit: 2, name: 'motor-reversed', effect: 'none' },
  { register: 'r1', bit: 3, name: 'opto-blocked-idle', effect: 'fault' },
  { register: 'r1', bit: 4, name: 'opto-short-circuit-idle', effect: 'fault' },
  { register: 'r1', bit: 5, name: 'opto-blocked-during-payout', effect: 'jam' },
  { register: 'r1', bit: 6, name: 'power-up-detected', effect: 'none' },
  { register: 'r1', bit: 7, name: 'payout-disabled', effect: 'none' },
  { register: 'r2', bit: 0, name: 'opto-short-circuit-during-payout', effect: 'jam' },
  { register: 'r2', bit: 1, name: 'single-coin-mode', effect: 'none' },
  { register: 'r2', bit: 2, name: 'use-other-hopper', effect: 'none' },
  { register: 'r2', bit: 3, name: 'finger-slider-mismatch', effect: 'fault' },
  { register: 'r2', bit: 4, name: 'motor-reverse-limit', effect: 'jam' },
  { register: 'r2', bit: 5, name: 'coil-fault', effect: 'fault' },
  { register: 'r2', bit: 6, name: 'memory-checksum', effect: 'fault' },
  { register: 'r2', bit: 7, name: 'pin-mechanism', effect: 'none' },
  { register: 'r3', bit: 0, name: 'power-down-during-payout', effect: 'power-lost' },
  { register: 'r3', bit: 1, name: 'unknown-coin-paid', effect: 'none' },
  { register: 'r3', bit: 2, name: 'pin-incorrect', effect: 'none' },
  { register: 'r3', bit: 3, name: 'cipher-key-incorrect', effect: 'none' },
  { register: 'r3', bit: 4, name: 'encryption-enabled', effect: 'none' },
];

/** Latched flags that keep a hopper from paying, or would colour the reading of the next payout. */
export function blockingFlags(registers: HopperRegisters): readonly string[] {
  return raised(registers)
    .filter((flag) => flag.effect !== 'none')
    .map((flag) => flag.name);
}

export function isPowerLost(registers: HopperRegisters): boolean {
  return raised(registers).some((flag) => flag.effect === 'power-lost');
}

/**
 * Why a payout stopped short. A time-out means that no coin came: an empty tube, unless the level
 * sensor still sees coins, which then must be stuck.
 */
export function stopCause(registers: HopperRegisters, level: LevelStatus): DispenseCause {
  const effects = new Set(raised(registers).map((flag) => flag.effect));
  if (effects.has('power-lost')) return 'power-lost';
  if (effects.has('jam')) return 'jam';
  if (effects.has('fault')) return 'fault';
  const seesCoins = level.hasLowSensor && !level.isLow;
  if (effects.has('timeout')) return seesCoins ? 'jam' : 'empty';
  return level.isLow ? 'empty' : 'fault';
}

function raised(registers: HopperRegisters): readonly Flag[] {
  return FLAGS.filter((flag) => (registers[flag.register] & (1 << flag.bit)) !== 0);
}
