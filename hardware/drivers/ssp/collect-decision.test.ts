import { describe, expect, it } from 'vitest';
import { decideCollect, type CollectReading } from './collect-decision.ts';
import type { PayoutEnd } from './unit-cursor.ts';

/** Two of the unit's event, its own count and the drop of its level have to agree, or nothing is claimed. */
const EVIDENCE = { serial: 7, valueMinor: 500, orders: 4, level: 10, dispensed: 100 };
const ORDER = { count: 3, evidence: '', to: 'cashbox' } as const;

function end(kind: PayoutEnd['kind'], pieces: number): PayoutEnd {
  return { kind, paidMinor: pieces * 500, code: 0 };
}

function reading(facts: Partial<CollectReading>): CollectReading {
  return { ...EVIDENCE, end: undefined, moved: null, isMovedSingly: false, ...facts };
}

describe('an order into the cash box', () => {
  it.each<readonly [string, number, Partial<CollectReading>]>([
    ['complete', 3, { end: end('collected', 3), moved: 3, level: 7, dispensed: 103 }],
    ['complete', 3, { end: end('collected', 3), moved: null, level: 7, dispensed: null }],
    ['empty', 2, { end: end('collected', 2), moved: 2, level: 0, dispensed: 102 }],
    ['jam', 1, { end: end('jammed', 1), moved: 1, level: 8 }],
    ['power-lost', 1, { end: end('incomplete-collect', 1), level: 9 }],
    ['power-lost', 2, { end: end('incomplete-collect', 1), level: 8 }],
    ['not-executed', 0, { moved: 9 }],
    ['fault', 2, { moved: 2, level: 8, dispensed: null }],
    ['fault', 2, { moved: 0, level: 8, dispensed: 102 }],
  ])('is settled as %s with %i', (cause, paid, facts) => {
    expect(decideCollect(ORDER, EVIDENCE, reading(facts))).toEqual({
      kind: 'settled',
      paid,
      cause,
    });
  });

  it.each<readonly [string, Partial<CollectReading>]>([
    ['another unit stands there', { serial: 8 }],
    ['the unit told of a payout', { end: end('dispensed', 3), moved: 3, level: 7 }],
    ['no two accounts agree', { end: end('collected', 1), moved: 2, level: 7 }],
    ['pieces are gone and nothing was told', { level: 8, moved: 1, dispensed: null }],
    ['a foreign currency was told', { end: { kind: 'collected', paidMinor: -1, code: 0 } }],
    ['more moved than was ordered', { end: end('collected', 4), moved: 4, level: 6 }],
    ['more are gone than the power can explain', { end: end('incomplete-collect', 1), level: 6 }],
  ])('is not known when %s', (_, facts) => {
    expect(decideCollect(ORDER, EVIDENCE, reading(facts))).toMatchObject({
      kind: 'unknown',
      reason: 'counters-disagree',
    });
  });
});

describe('an order of single notes into the cash box', () => {
  const singly = { isMovedSingly: true } as const;
  const found = end('incomplete-collect', 1);

  it.each<readonly [string, number, Partial<CollectReading>]>([
    ['complete', 3, { end: end('collected', 1), level: 7, dispensed: 103 }],
    ['complete', 3, { end: found, level: 7, dispensed: 102 }],
    ['complete', 3, { end: end('collected', 1), level: 7, dispensed: null }],
    ['power-lost', 2, { end: found, level: 8, dispensed: 101 }],
    ['jam', 1, { end: end('jammed', 0), level: 8, dispensed: 101 }],
    ['fault', 2, { end: end('collected', 1), level: 8, dispensed: 102 }],
    ['not-executed', 0, {}],
    ['not-executed', 0, { dispensed: null }],
  ])('is settled as %s with %i', (cause, paid, facts) => {
    const outcome = decideCollect(ORDER, EVIDENCE, reading({ ...singly, ...facts }));
    expect(outcome).toEqual({ kind: 'settled', paid, cause });
  });

  it.each<readonly [string, Partial<CollectReading>]>([
    ['a note is gone that nothing accounts for', { level: 8, dispensed: 101 }],
    ['more are gone than one', { level: 6, dispensed: 101, end: found }],
    ['a note has come instead', { level: 11, dispensed: 100 }],
    ['nothing but the store tells', { level: 9, dispensed: null, end: end('jammed', 0) }],
    ['more moved than was ordered', { level: 6, dispensed: 104, end: end('collected', 1) }],
  ])('is not known when %s', (_, facts) => {
    const outcome = decideCollect(ORDER, EVIDENCE, reading({ ...singly, ...facts }));
    expect(outcome).toMatchObject({ kind: 'unknown', reason: 'counters-disagree' });
  });
});
