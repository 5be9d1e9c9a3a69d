import { describe, expect, it } from 'vitest';
import {
  decidePayout,
  encodeEvidence,
  parseEvidence,
  type PayoutReading,
} from './payout-decision.ts';

/** An outcome is claimed only where the unit's own accounts agree, or its account of a power failure says. */
const EVIDENCE = { serial: 7, valueMinor: 500, orders: 4, level: 10, dispensed: 100 };
const ORDER = { count: 3, evidence: encodeEvidence(EVIDENCE), to: 'customer' } as const;

function end(
  kind: 'dispensed' | 'incomplete' | 'halted' | 'timeout' | 'jammed' | 'error',
  paidMinor: number,
) {
  return { kind, paidMinor, code: kind === 'error' ? 1 : 0 } as const;
}

function decide(change: Partial<PayoutReading>) {
  const untouched: PayoutReading = { ...EVIDENCE, end: undefined, isPaidSingly: false };
  return decidePayout(ORDER, EVIDENCE, { ...untouched, ...change });
}

describe('nothing is claimed', () => {
  it.each<[string, Partial<PayoutReading>]>([
    ['of another unit', { serial: 8 }],
    [
      'where the event says less than was counted',
      { end: end('dispensed', 1_000), level: 7, dispensed: 103 },
    ],
    [
      'where the event says more than was counted',
      { end: end('dispensed', 1_500), level: 8, dispensed: 102 },
    ],
    ['where more has gone than was counted, and nothing was told', { level: 7, dispensed: 102 }],
    ['where more has gone than was ordered', { level: 6, dispensed: 104 }],
    ['where there is more than before', { level: 12, dispensed: null }],
    [
      'of a sum that does not come out even',
      { end: end('dispensed', 700), level: 9, dispensed: 101 },
    ],
    ['of a sum in a foreign currency', { end: end('dispensed', -1), level: 9, dispensed: 101 }],
    [
      'where the power failed in another payout',
      { end: { ...end('incomplete', 500), requestedMinor: 2_000 } },
    ],
    ['of single notes that went elsewhere', { isPaidSingly: true, level: 7, dispensed: 101 }],
    ['of a count that went back', { isPaidSingly: true, level: 10, dispensed: 99 }],
  ])('%s', (_, reading) => {
    expect(decide(reading)).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
  });
});

describe('an outcome', () => {
  it.each<[number, string, Partial<PayoutReading>]>([
    [0, 'not-executed', {}],
    [3, 'complete', { end: end('dispensed', 1_500), level: 7, dispensed: 103 }],
    [3, 'complete', { level: 7, dispensed: 103 }],
    [3, 'complete', { level: 7, dispensed: null }],
    [2, 'jam', { end: end('jammed', 1_000), level: 7, dispensed: 102 }],
    [2, 'jam', { end: end('error', 1_000), level: 7, dispensed: 102 }],
    [1, 'empty', { end: end('timeout', 500), level: 9, dispensed: null }],
    [1, 'fault', { end: end('halted', 500), level: 9, dispensed: 101 }],
    [1, 'fault', { level: 9, dispensed: 101 }],
    // The account of a power failure stands, whatever the level says of the note in the path.
    [1, 'power-lost', { end: { ...end('incomplete', 500), requestedMinor: 1_500 }, level: 8 }],
    [3, 'complete', { end: { ...end('incomplete', 1_500), requestedMinor: 1_500 }, level: 8 }],
    [2, 'jam', { isPaidSingly: true, end: end('jammed', 0), level: 7, dispensed: 102 }],
    [3, 'complete', { isPaidSingly: true, end: end('dispensed', 500), level: 7, dispensed: 103 }],
  ])('is %d paid, %s', (paid, cause, reading) => {
    expect(decide(reading)).toEqual({ kind: 'settled', paid, cause });
  });
});

describe('evidence', () => {
  it.each(['', 'nonsense', '{}', '[]', '{"counter":1}', ORDER.evidence.replace('10', '-1')])(
    'is not read out of %j',
    (text) => {
      expect(parseEvidence(text)).toBeUndefined();
    },
  );

  it('comes back as it went', () => {
    expect(parseEvidence(ORDER.evidence)).toEqual(EVIDENCE);
  });
});
