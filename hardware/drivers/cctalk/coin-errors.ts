import type { CashItem } from '../../kit/device.ts';

/** Names of the coin acceptor's error codes (ccTalk Generic Specification 4.7 part 3, table 2). */
const NAMES: Readonly<Record<number, string>> = {
  1: 'reject-coin',
  2: 'inhibited-coin',
  3: 'multiple-window',
  4: 'wake-up-timeout',
  5: 'validation-timeout',
  6: 'credit-sensor-timeout',
  7: 'sorter-opto-timeout',
  8: 'second-close-coin',
  9: 'accept-gate-not-ready',
  10: 'credit-sensor-not-ready',
  11: 'sorter-not-ready',
  12: 'reject-coin-not-cleared',
  13: 'validation-sensor-not-ready',
  14: 'credit-sensor-blocked',
  15: 'sorter-opto-blocked',
  16: 'credit-sequence-error',
  17: 'coin-going-backwards',
  18: 'coin-too-fast',
  19: 'coin-too-slow',
  20: 'coin-on-string',
  21: 'dce-opto-timeout',
  22: 'dce-opto-not-seen',
  23: 'credit-sensor-too-early',
  24: 'repeated-sequential-trip',
  25: 'slug',
  26: 'reject-sensor-blocked',
  27: 'games-overload',
  28: 'meter-pulses-exceeded',
  29: 'accept-gate-open-not-closed',
  30: 'accept-gate-closed-not-open',
  31: 'manifold-opto-timeout',
  32: 'manifold-opto-blocked',
  33: 'manifold-not-ready',
  34: 'security-status-changed',
  35: 'motor-exception',
  36: 'swallowed-coin',
  37: 'coin-too-fast-at-validation',
  38: 'coin-too-slow-at-validation',
  39: 'coin-wrongly-sorted',
  40: 'external-light',
  254: 'flight-deck-open',
};

const FRAUD_CODES: ReadonlySet<number> = new Set([
  16, 17, 18, 19, 20, 22, 23, 24, 25, 36, 37, 38, 40,
]);

const NULL_EVENT = 0;
const DATA_BLOCK_REQUEST = 253;
const INHIBITED_COIN_FIRST = 128;
const INHIBITED_COIN_LAST = 159;

/** The incident an error code stands for; none for the codes that say nothing about a coin. */
export function incidentOf(code: number): CashItem | undefined {
  if (code === NULL_EVENT || code === DATA_BLOCK_REQUEST) return undefined;
  return { kind: 'incident', code: nameOf(code), isFraud: FRAUD_CODES.has(code) };
}

function nameOf(code: number): string {
  if (code >= INHIBITED_COIN_FIRST && code <= INHIBITED_COIN_LAST) return 'inhibited-coin';
  return NAMES[code] ?? `coin-error-${code}`;
}
