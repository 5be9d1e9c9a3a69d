import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DispenseOrder } from '../../kit/device.ts';
import { parseCassetteCursor, type CassetteCursor } from './cassette-cursor.ts';
import {
  decideCassette,
  decideWithoutUnit,
  encodeEvidence,
  parseEvidence,
} from './cassette-decision.ts';
import { parseCassettes, parsePowerRecovery } from './recycler-data.ts';

/** An outcome is claimed only where the cassette's count and the unit's record leave no doubt. */
const EVIDENCE = { serial: 'A1', orders: 4, level: 10 };
const ORDER: DispenseOrder = { count: 3, evidence: encodeEvidence(EVIDENCE), to: 'customer' };
const OPEN: CassetteCursor = { orders: 5, level: 10 };

function decide(
  level: number,
  facts: { cursor?: CassetteCursor; fault?: string; serial?: string },
) {
  const { cursor = OPEN, fault, serial = 'A1' } = facts;
  return decideCassette(ORDER, { evidence: EVIDENCE, cursor }, { serial, level, fault });
}

function ended(end: CassetteCursor['end']): { cursor: CassetteCursor } {
  return { cursor: { ...OPEN, end } };
}

const DISAGREE = { kind: 'unknown', reason: 'counters-disagree' };

describe('an order to a cassette', () => {
  it.each([
    ['more notes than before', 11, {}],
    ['more gone than ordered', 6, {}],
    ['another unit', 10, { serial: 'B2' }],
    ['a fault with notes gone', 8, { fault: 'jam' }],
    ['a loss of power without a record, with notes gone', 8, ended({ kind: 'none' })],
    ['a record of another order', 8, ended({ kind: 'dispense', requested: 2, paid: 2 })],
    ['a record of more than is gone', 9, ended({ kind: 'dispense', requested: 3, paid: 2 })],
    ['a record of a note, with notes gone', 7, ended({ kind: 'untold' })],
    ['a record of another kind', 9, ended({ kind: 'unload' })],
  ])('is left to a count after %s', (_, level, facts) => {
    expect(decide(level, facts)).toMatchObject(DISAGREE);
  });

  it.each([
    [{ paid: 0, cause: 'not-executed' }, 10, {}],
    [{ paid: 3, cause: 'complete' }, 7, {}],
    [{ paid: 2, cause: 'fault' }, 8, {}],
    [{ paid: 0, cause: 'jam' }, 10, { fault: 'jam' }],
    [{ paid: 0, cause: 'fault' }, 10, { fault: 'failure' }],
    [{ paid: 0, cause: 'not-executed' }, 10, ended({ kind: 'none' })],
    [{ paid: 3, cause: 'complete' }, 7, ended({ kind: 'none' })],
    [{ paid: 0, cause: 'not-executed' }, 10, ended({ kind: 'untold' })],
    [{ paid: 0, cause: 'power-lost' }, 8, ended({ kind: 'dispense', requested: 3, paid: 0 })],
    [{ paid: 3, cause: 'complete' }, 7, ended({ kind: 'dispense', requested: 3, paid: 3 })],
  ])('%j', (settled, level, facts) => {
    expect(decide(level, facts)).toEqual({ kind: 'settled', ...settled });
  });

  it('that was never counted was never sent, and one that was settled stays so', () => {
    const none = { kind: 'settled', paid: 0, cause: 'not-executed' };
    expect(decideWithoutUnit(EVIDENCE, { orders: 4, level: 0 })).toEqual(none);
    expect(decideWithoutUnit(EVIDENCE, { orders: 6, level: 0 })).toMatchObject(DISAGREE);
    expect(decideWithoutUnit(EVIDENCE, OPEN)).toBeUndefined();
    const settled = { paid: 2, cause: 'power-lost' } as const;
    expect(decideWithoutUnit(EVIDENCE, { ...OPEN, settled })).toEqual({
      kind: 'settled',
      ...settled,
    });
  });

  it('has evidence and a cursor that are read back, or are none', () => {
    expect(parseEvidence(ORDER.evidence)).toEqual(EVIDENCE);
    expect(parseEvidence('{}')).toBeUndefined();
    expect(parseEvidence('not json')).toBeUndefined();
    expect(parseCassetteCursor('{"orders":-1}')).toEqual({ orders: 0, level: 0 });
  });
});

describe('what a Bill-to-Bill unit tells', () => {
  it('is read as in the published example of an interrupted payout', () => {
    const record = Buffer.from('3c80058303980c0005010303030507', 'hex');
    expect(parsePowerRecovery(record)).toEqual({
      kind: 'dispense',
      requested: [
        { type: 0, count: 5 },
        { type: 3, count: 3 },
        { type: 24, count: 12 },
      ],
      paid: [
        { type: 0, count: 5 },
        { type: 1, count: 3 },
        { type: 3, count: 3 },
        { type: 5, count: 7 },
      ],
    });
  });

  it.each(['', '01', '0000', '3c', '3c80', '3c0103', '17', '1702', '99'])(
    'is nothing to go by: %s',
    (hex) => {
      expect(parsePowerRecovery(Buffer.from(hex, 'hex'))).toEqual({ kind: 'unreadable' });
    },
  );

  it('is read whatever it is', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 250 }), (bytes) => {
        expect(parsePowerRecovery(bytes).kind).toBeTypeOf('string');
        const cassettes = parseCassettes(bytes);
        expect(cassettes === undefined).toBe(bytes.length === 0 || bytes.length % 2 === 1);
      }),
    ));
});
