/** A till promises from a lease that is its own, once, and says plainly when it needs the line. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { promisable } from '../contract/lease.ts';

const STATION = 'till-1';
const LEASE = { id: 'lease-1', account: 'credits', amount: 60 };

function tillWithLease(): PureTill {
  const till = new PureTill(0);
  till.send({ kind: 'lease-offered', lease: LEASE, station: STATION });
  return till;
}

function promise(till: PureTill, ticket: string, amount: number) {
  return till.send({ kind: 'promise-asked', ticket, account: 'credits', amount });
}

function kindsOf(till: PureTill): readonly string[] {
  return till.lines.map(({ kind }) => kind).filter((kind) => kind.startsWith('lease-'));
}

describe('a lease', () => {
  it('of another station gives nothing', () => {
    const till = new PureTill(0);
    expect(till.send({ kind: 'lease-offered', lease: LEASE, station: 'st-other' })).toEqual({
      kind: 'lease-refused',
      reason: 'wrong-station',
    });
    expect(kindsOf(till)).toEqual([]);
    expect(promise(till, 't', 1)).toEqual({ kind: 'line-needed', missing: 1 });
  });

  it('that comes twice counts once, and under another amount not at all', () => {
    const till = tillWithLease();
    expect(till.send({ kind: 'lease-offered', lease: LEASE, station: STATION }).kind).toBe('done');
    const larger = { ...LEASE, amount: 600 };
    expect(till.send({ kind: 'lease-offered', lease: larger, station: STATION })).toEqual({
      kind: 'lease-refused',
      reason: 'lease-differs',
    });
    expect(promisable(till.till.leasing, 'credits')).toBe(60);
    expect(kindsOf(till)).toEqual(['lease-taken']);
  });

  it('that does not reach leaves the till saying what is missing, and promises nothing', () => {
    const till = tillWithLease();
    expect(promise(till, 't', 61)).toEqual({ kind: 'line-needed', missing: 1 });
    expect(promise(till, 'smaller', 60)).toEqual({ kind: 'done' });
    expect(kindsOf(till)).toEqual(['lease-taken', 'lease-promised']);
  });

  it('cannot be given back while a promise stands behind it, and is promised from no more after', () => {
    const till = tillWithLease();
    promise(till, 't', 15);
    expect(till.send({ kind: 'lease-close-asked', lease: 'lease-1' })).toEqual({
      kind: 'lease-refused',
      reason: 'lease-in-use',
    });
    till.send({ kind: 'ticket-settled', ticket: 't', amount: 30 });
    expect(till.send({ kind: 'lease-close-asked', lease: 'lease-1' })).toEqual({ kind: 'done' });
    expect(till.lines.at(-1)).toEqual({
      kind: 'lease-closed',
      body: { lease: 'lease-1', left: 30 },
    });
    expect(promise(till, 'late', 1)).toEqual({ kind: 'line-needed', missing: 1 });
  });

  it('gives back what a ticket did not take, and what was released', () => {
    const till = tillWithLease();
    promise(till, 'a', 30);
    promise(till, 'b', 30);
    till.send({ kind: 'ticket-settled', ticket: 'a', amount: 15 });
    till.send({ kind: 'ticket-released', ticket: 'b' });
    expect(promisable(till.till.leasing, 'credits')).toBe(45);
    expect(till.send({ kind: 'ticket-settled', ticket: 'a', amount: 15 })).toEqual({
      kind: 'done',
    });
    expect(till.send({ kind: 'ticket-settled', ticket: 'a', amount: 20 })).toEqual({
      kind: 'lease-refused',
      reason: 'ticket-ended',
    });
    expect(promisable(till.till.leasing, 'credits')).toBe(45);
  });
});
