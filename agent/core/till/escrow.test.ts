/**
 * What a device holds is taken only for a sale that still collects, and only where its change could be
 * paid; whatever is decided is written down first, and no money moves by the decision alone.
 */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { insertedMinor } from '../sale/sale.ts';

function escrow(till: PureTill, valueMinor: number) {
  return till.send({ kind: 'cash-escrowed', device: 'acceptor', valueMinor });
}

describe('what a device holds', () => {
  it('is taken while a sale collects and its change can be paid', () => {
    const till = new PureTill(10);
    till.startSale('s', 150);
    expect(escrow(till, 200)).toEqual({ kind: 'escrow', decision: 'stack' });
    expect(till.lines.at(-1)).toEqual({
      kind: 'cash-escrowed',
      body: { device: 'acceptor', valueMinor: 200, decision: 'stack', saleId: 's' },
    });
    const sale = till.sales.get('s');
    expect(sale && insertedMinor(sale)).toBe(0);
    expect(auditJournal(till.lines.map(asLine)).problems).toEqual([]);
  });

  it('goes back when nothing is sold', () => {
    const till = new PureTill(10);
    expect(escrow(till, 200)).toEqual({ kind: 'escrow', decision: 'return' });
  });

  it('goes back when the sale was cancelled or paid meanwhile', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    till.send({ kind: 'cancel-requested', saleId: 's' });
    expect(escrow(till, 200)).toMatchObject({ decision: 'return' });
    till.settle();
    till.startSale('t', 100);
    till.insert(100);
    expect(escrow(till, 200)).toMatchObject({ decision: 'return' });
  });

  it('goes back when its change could not be paid', () => {
    const till = new PureTill(0);
    till.startSale('s', 150);
    expect(escrow(till, 200)).toMatchObject({ decision: 'return' });
    expect(escrow(till, 100)).toMatchObject({ decision: 'stack' });
  });

  it('goes back when nobody knows the device', () => {
    const till = new PureTill(10);
    till.startSale('s', 150);
    expect(till.send({ kind: 'cash-escrowed', device: 'stranger', valueMinor: 100 })).toMatchObject(
      {
        decision: 'return',
      },
    );
  });
});

function asLine(draft: PureTill['lines'][number], index: number) {
  return { ...draft, seq: index + 1, atMs: 0, prevHash: '', hash: '' };
}
