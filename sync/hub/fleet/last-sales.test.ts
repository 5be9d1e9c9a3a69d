import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KindLine } from '../store/fleet-lines.ts';
import { lastSales, SALE_KINDS, SALES_SHOWN } from './last-sales.ts';

/** Newest first, as the store gives them. */
function lines(
  ...told: readonly (readonly [kind: string, body: unknown, epoch?: number])[]
): readonly KindLine[] {
  return told
    .map(([kind, body, epoch = 1], index) => ({
      epoch,
      seq: index + 1,
      atMs: index * 1_000,
      kind,
      body,
    }))
    .toSorted((a, b) => b.epoch - a.epoch || b.seq - a.seq);
}

function start(saleId: string, amountDueMinor = 250): readonly [string, unknown] {
  return ['sale-started', { saleId, client: 'pos', amountDueMinor, currency: 'EUR' }];
}

describe('the last sales', () => {
  it('are told with their ends, the newest first', () => {
    const told = lastSales(
      lines(
        start('a'),
        ['sale-paid', { saleId: 'a', insertedMinor: 500 }],
        ['sale-settled', { saleId: 'a', insertedMinor: 500, changeMinor: 250, owedMinor: 0 }],
        start('b', 100),
        ['sale-cancelled', { saleId: 'b', insertedMinor: 50, reason: 'requested' }],
        ['sale-returned', { saleId: 'b', insertedMinor: 50, returnedMinor: 30, owedMinor: 20 }],
        start('c', 700),
        ['sale-paid', { saleId: 'c', insertedMinor: 700 }],
        start('d', 1),
      ),
    );
    expect(told).toEqual([
      sale('d', { startedAtMs: 8_000, amountDueMinor: 1 }),
      sale('c', { startedAtMs: 6_000, amountDueMinor: 700, outcome: 'paid', insertedMinor: 700 }),
      sale('b', {
        startedAtMs: 3_000,
        amountDueMinor: 100,
        outcome: 'returned',
        insertedMinor: 50,
        paidOutMinor: 30,
        owedMinor: 20,
      }),
      sale('a', { outcome: 'settled', insertedMinor: 500, paidOutMinor: 250 }),
    ]);
  });

  it('that two chains tell otherwise are those of the newer one', () => {
    const settled = { saleId: 'a', insertedMinor: 250, changeMinor: 0, owedMinor: 0 };
    const returned = { saleId: 'a', insertedMinor: 250, returnedMinor: 250, owedMinor: 0 };
    const [told] = lastSales(
      lines(start('a'), ['sale-settled', settled], ['sale-returned', returned, 2]),
    );
    expect(told?.outcome).toBe('returned');
  });

  it('are so many and no more, and an end without its beginning is none', () => {
    const many = Array.from({ length: SALES_SHOWN + 5 }, (_, index) => start(`sale ${index}`));
    const end = ['sale-settled', { saleId: 'long ago', insertedMinor: 1 }] as const;
    expect(lastSales(lines(end, ...many))).toHaveLength(SALES_SHOWN);
  });

  it('are told of whatever lines there are', () => {
    const kind = fc.constantFrom(...SALE_KINDS, 'other', 'toString');
    const body = fc.oneof(
      fc.jsonValue(),
      fc.record({ saleId: fc.constantFrom('a', 'b'), insertedMinor: fc.jsonValue() }),
      fc.constant({ saleId: 'a', amountDueMinor: 1, currency: 'EUR' }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(kind, body)), (told) => {
        for (const one of lastSales(lines(...told))) {
          expect(Number.isSafeInteger(one.insertedMinor)).toBe(true);
        }
      }),
    );
  });
});

function sale(saleId: string, differs: object): object {
  return {
    saleId,
    startedAtMs: 0,
    amountDueMinor: 250,
    currency: 'EUR',
    outcome: 'collecting',
    insertedMinor: 0,
    paidOutMinor: 0,
    owedMinor: 0,
    ...differs,
  };
}
