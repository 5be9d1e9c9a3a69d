import { describe, expect, it } from 'vitest';
import type { DispenseOrder } from '../../kit/device.ts';
import {
  decideValue,
  encodeValueEvidence,
  parseValueEvidence,
  type ValueReading,
} from './value-decision.ts';

/** An amount is claimed only where the meters and the device's own account agree. */
const EVIDENCE = { serial: 7, counter: 4, meters: [100, 20] };
/** 3.50 in pieces of 5. */
const ORDER: DispenseOrder = {
  count: 70,
  evidence: encodeValueEvidence(EVIDENCE),
  to: 'customer',
};
const HOPPER = { valuesMinor: [50, 200], modulus: 2 ** 24, isLifetime: true };
const CHANGER = { valuesMinor: [1], modulus: 2 ** 32, isLifetime: false };

function decide(changes: Partial<ValueReading>, evidence = EVIDENCE) {
  const reading: ValueReading = {
    ...evidence,
    counter: 5,
    status: { counter: 5, paidMinor: 0, unpaidMinor: 350 },
    rules: HOPPER,
    isPowerLost: false,
    stopCause: 'fault',
    ...changes,
  };
  return decideValue({ order: ORDER, unitMinor: 5 }, evidence, reading);
}

function account(paidMinor: number, unpaidMinor: number) {
  return { counter: 0, paidMinor, unpaidMinor };
}

const DISAGREE = { kind: 'unknown', reason: 'counters-disagree' };

describe('an order for an amount', () => {
  it.each<[string, Partial<ValueReading>]>([
    ['another device', { serial: 8 }],
    ['other coins', { meters: [100] }],
    ['more than was asked for', { meters: [100, 22] }],
    ['coins without a command', { counter: 4, meters: [101, 20] }],
    ['a counter that does not follow', { counter: 6 }],
    ['a status that says otherwise', { meters: [101, 20], status: account(100, 250) }],
    ['a status of another payout', { meters: [101, 20], status: account(50, 0) }],
  ])('is left to a count after %s', (_, changes) => {
    expect(decide(changes)).toMatchObject(DISAGREE);
  });

  it.each<[object, Partial<ValueReading>]>([
    [{ paid: 0, cause: 'not-executed' }, { counter: 4 }],
    [
      { paid: 70, cause: 'complete' },
      { meters: [103, 21], status: account(350, 0) },
    ],
    [
      { paid: 50, cause: 'fault' },
      { meters: [101, 21], status: account(250, 100) },
    ],
    [
      { paid: 0, cause: 'not-executed' },
      { counter: 0, status: account(0, 0) },
    ],
    [
      { paid: 0, cause: 'power-lost' },
      { counter: 0, isPowerLost: true, status: account(0, 0) },
    ],
    [
      { paid: 40, cause: 'power-lost' },
      { counter: 0, meters: [100, 21], status: account(0, 0) },
    ],
    [
      { paid: 70, cause: 'complete' },
      { counter: 0, meters: [103, 21], status: account(0, 0) },
    ],
  ])('is %j', (settled, changes) => {
    expect(decide(changes)).toEqual({ kind: 'settled', ...settled });
  });

  it('whose meters turn over is counted through', () => {
    const before = { ...EVIDENCE, meters: [2 ** 24 - 1, 20] };
    const after = decide({ meters: [0, 20], status: account(50, 300) }, before);
    expect(after).toEqual({ kind: 'settled', paid: 10, cause: 'fault' });
  });
});

function at(moneyOut: number) {
  return { ...EVIDENCE, meters: [moneyOut] };
}

describe('a meter that may have gone with the power', () => {
  it('is believed where the status says the same', () => {
    const reading = { counter: 0, meters: [1_250], rules: CHANGER, status: account(250, 100) };
    expect(decide(reading, at(1_000))).toEqual({ kind: 'settled', paid: 50, cause: 'power-lost' });
  });

  it('is believed where it stands as it stood above zero', () => {
    const reading = { counter: 0, meters: [1_000], rules: CHANGER, status: account(0, 0) };
    const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
    expect(decide(reading, at(1_000))).toEqual(none);
  });

  it('is not believed otherwise', () => {
    const reading = { counter: 0, rules: CHANGER, status: account(0, 0) };
    expect(decide({ ...reading, meters: [0] }, at(0))).toMatchObject(DISAGREE);
    expect(decide({ ...reading, meters: [0] }, at(1_000))).toMatchObject(DISAGREE);
    expect(decide({ ...reading, meters: [1_250] }, at(1_000))).toMatchObject(DISAGREE);
  });

  it('is evidence that is read back, or is none', () => {
    expect(parseValueEvidence(ORDER.evidence)).toEqual(EVIDENCE);
    expect(parseValueEvidence('{"serial":1,"counter":0,"meters":[]}')).toBeUndefined();
    expect(parseValueEvidence('nothing')).toBeUndefined();
  });
});
