/** One order, one credit: whatever a validator says, and however often, money is counted at most once. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { billCreditStep } from './bill-credit.ts';
import { encodeBillCursor, parseBillCursor, type BillCursor } from './bill-cursor.ts';
import type { BillStatus } from './bill-protocol.ts';

const ORDERED: BillCursor = { phase: 'ordered', valueMinor: 2_000, mark: 1 };
const NONE: BillCursor = { phase: 'none' };
const DEALT: BillCursor = { phase: 'dealt' };

const VALUES = new Map([
  [1, 2_000],
  [2, 500],
]);

function valueOf(code: number): number | undefined {
  return VALUES.get(code);
}

function step(cursor: BillCursor, status: BillStatus, isReturning = false) {
  const { items, cursor: next } = billCreditStep({ cursor, status, isReturning, valueOf });
  const said = items.map((item) => (item.kind === 'incident' ? item.code : item.kind));
  return { said, next };
}

function stacked(code?: number): BillStatus {
  return { kind: 'stacked', code };
}

describe('a credit', () => {
  it.each([
    [ORDERED, stacked(1), ['inserted']],
    [ORDERED, stacked(), ['inserted']],
    [ORDERED, stacked(9), ['inserted']],
    [ORDERED, stacked(2), ['stacked-other-than-ordered', 'inserted']],
    [NONE, stacked(2), ['stacked-without-order', 'inserted']],
    [NONE, stacked(), ['credit-of-unknown-note', 'lost']],
    [NONE, stacked(9), ['credit-of-unknown-note', 'lost']],
    [DEALT, stacked(1), []],
  ] as const)('with %j of %j says %j, and nothing again', (cursor, status, said) => {
    const first = step(cursor, status);
    expect(first).toEqual({ said, next: DEALT });
    expect(step(first.next, status)).toEqual({ said: [], next: DEALT });
  });

  it('counts once more only when the device can no longer tell it again', () => {
    const kept: BillStatus = { kind: 'ready', keepsCredit: true };
    expect(step(DEALT, kept)).toEqual({ said: [], next: DEALT });
    expect(step(DEALT, { kind: 'ready', keepsCredit: false })).toEqual({ said: [], next: NONE });
    expect(step(ORDERED, kept)).toEqual(step(ORDERED, { kind: 'ready' }));
  });

  it('believes the device about the value', () => {
    const { items } = billCreditStep({
      cursor: ORDERED,
      status: stacked(2),
      isReturning: false,
      valueOf: () => 500,
    });
    expect(items.at(-1)).toMatchObject({ kind: 'inserted', valueMinor: 500 });
  });
});

describe('an order that ends without a credit', () => {
  it('is void where the note is known to have gone back', () => {
    expect(step(ORDERED, { kind: 'returned' })).toEqual({ said: [], next: NONE });
    expect(step(ORDERED, { kind: 'ready' }, true)).toEqual({ said: [], next: NONE });
    expect(step(ORDERED, { kind: 'power-up', note: 'in-acceptor-returned' })).toEqual({
      said: [],
      next: NONE,
    });
  });

  it('is named where nobody knows', () => {
    const untold = ['ordered-note-unaccounted', 'lost'];
    expect(step(ORDERED, { kind: 'ready' })).toEqual({ said: untold, next: NONE });
    expect(step(ORDERED, { kind: 'escrow', code: 2 })).toEqual({ said: untold, next: NONE });
    expect(step(ORDERED, { kind: 'escrow', code: 2 }, true).said).toEqual([]);
  });

  it('stands while the note may still be on its way', () => {
    const kinds = ['starting', 'moving', 'holding', 'returning'] as const;
    for (const kind of kinds) expect(step(ORDERED, { kind }).next).toEqual(ORDERED);
    expect(step(ORDERED, { kind: 'escrow', code: 1 }).next).toEqual(ORDERED);
    expect(step(ORDERED, { kind: 'power-up', note: 'none' }).next).toEqual(ORDERED);
    expect(step(ORDERED, { kind: 'fault', code: 'jam', detail: '' }).next).toEqual(ORDERED);
  });

  it('is told of by a power-up once', () => {
    const status: BillStatus = { kind: 'power-up', note: 'in-stacker-untold' };
    const first = step(ORDERED, status);
    expect(first).toEqual({ said: ['power-up-note-in-stacker', 'lost'], next: DEALT });
    expect(step(first.next, status).said).toEqual([]);
    expect(step(first.next, stacked(1)).said).toEqual([]);
  });
});

describe('the cursor', () => {
  it.each([NONE, ORDERED, DEALT])('comes back as %j', (cursor) => {
    expect(parseBillCursor(encodeBillCursor(cursor))).toEqual(cursor);
  });

  it('is nothing ordered where it cannot be read', () =>
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseBillCursor(text)).toEqual(NONE);
      }),
    ));
});
