/** An entry under a client's key counts once, however often it is sent; cash that is taken stays reckoned. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';
import { totalMinor } from '../cash/counts.ts';
import { heldAt } from '../cash/holdings.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';

const PLACE = 'hopper-50';

/** `by` is the key, or the client and the key. */
function fill(till: PureTill, count: number, by: string) {
  const [idempotencyKey = '', client = 'pos'] = by.split(' of ');
  const added = [{ valueMinor: 50, count }];
  const operation = { idempotencyKey, terms: `fill ${count}` };
  return till.send({ kind: 'fill-entered', place: PLACE, added, client, operation });
}

function take(till: PureTill, count: number) {
  const taken = [{ valueMinor: 50, count }];
  const who = { client: 'pos', operator: SUPERVISOR };
  return till.send({ kind: 'take-entered', place: PLACE, taken, reason: 'bank', ...who });
}

function heldMinor(till: PureTill): number {
  return totalMinor(heldAt(till.till.holdings, PLACE));
}

describe('a fill under a key', () => {
  it('counts once, and is answered the same each time', () => {
    const till = new PureTill(0);
    expect(fill(till, 10, 'k')).toEqual({ kind: 'done' });
    expect(fill(till, 10, 'k')).toEqual({ kind: 'done', isRepeated: true });
    expect(heldMinor(till)).toBe(500);
  });

  it('is refused when the key was used for something else', () => {
    const till = new PureTill(0);
    fill(till, 10, 'k');
    expect(fill(till, 20, 'k')).toMatchObject({ refusal: { code: 'idempotency-key-reused' } });
    expect(heldMinor(till)).toBe(500);
  });

  it('is another one under another key, or from another client', () => {
    const till = new PureTill(0);
    fill(till, 10, 'k');
    fill(till, 10, 'l');
    fill(till, 10, 'k of other');
    expect(heldMinor(till)).toBe(1_500);
  });

  it('that was refused can be sent again', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    expect(fill(till, 10, 'k')).toMatchObject({ refusal: { code: 'machine-busy' } });
    till.send({ kind: 'cancel-requested', saleId: 's' });
    till.settle();
    expect(fill(till, 10, 'k')).toEqual({ kind: 'done' });
  });
});

describe('cash that is taken out', () => {
  it('leaves the place, and everything still adds up', () => {
    const till = new PureTill(10);
    expect(take(till, 4)).toEqual({ kind: 'done' });
    expect(heldMinor(till)).toBe(300);
    expect(auditJournal(till.lines).problems).toEqual([]);
    expect(till.lines.at(-1)).toMatchObject({ kind: 'cash-taken', body: { reason: 'bank' } });
  });

  it('is never more than the journal knows to be there', () => {
    const till = new PureTill(10);
    expect(take(till, 11)).toMatchObject({
      refusal: { code: 'more-than-held', place: PLACE, valueMinor: 50 },
    });
    expect(heldMinor(till)).toBe(500);
  });

  it('waits while the machine sells', () => {
    const till = new PureTill(10);
    till.startSale('s', 500);
    expect(take(till, 1)).toMatchObject({ refusal: { code: 'machine-busy' } });
  });
});
