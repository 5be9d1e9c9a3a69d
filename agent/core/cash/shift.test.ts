/** A shift's report adds up, whatever happened in it, and two shifts never share a number or a coin. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import type { ShiftReport } from './shift.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';

function close(till: PureTill): ShiftReport {
  const answer = till.send({ kind: 'shift-close-requested', client: 'pos' });
  if (answer.kind !== 'shift-closed') throw new Error(`not closed: ${JSON.stringify(answer)}`);
  return answer.report;
}

function open(till: PureTill) {
  return till.send({ kind: 'shift-open-requested', client: 'pos' });
}

function expectedClosing({ openingMinor, totals }: ShiftReport): number {
  const came = totals.insertedMinor + totals.filledMinor + totals.differenceMinor;
  return openingMinor + came - totals.paidOutMinor - totals.takenMinor - totals.onItsWayMinor;
}

function sell(till: PureTill, saleId: string): void {
  till.startSale(saleId, 150);
  till.insert(200);
  till.settle();
}

describe('a shift', () => {
  it('reports what was sold, put in and taken out', () => {
    const till = new PureTill(10);
    open(till);
    sell(till, 's');
    sell(till, 't');
    const taken = [{ valueMinor: 200, count: 5 }];
    const who = { client: 'pos', operator: SUPERVISOR };
    till.send({ kind: 'take-entered', place: 'hopper-200', taken, reason: 'bank', ...who });
    const report = close(till);
    expect(report).toMatchObject({ number: 1, openedBy: 'pos', closedBy: 'pos' });
    expect(report.totals).toMatchObject({
      salesCount: 2,
      soldMinor: 300,
      insertedMinor: 400,
      paidOutMinor: 100,
      takenMinor: 1_000,
    });
    expect(report.closingMinor).toBe(till.heldMinor() - 1_000);
    expect(expectedClosing(report)).toBe(report.closingMinor);
  });

  it('opens once, and closes only when it is open and nothing is sold', () => {
    const till = new PureTill(10);
    expect(till.send({ kind: 'shift-close-requested', client: 'pos' })).toMatchObject({
      refusal: { code: 'no-shift-open' },
    });
    open(till);
    expect(open(till)).toMatchObject({ refusal: { code: 'shift-open-already', number: 1 } });
    till.startSale('s', 150);
    expect(till.send({ kind: 'shift-close-requested', client: 'pos' })).toMatchObject({
      refusal: { code: 'machine-busy' },
    });
  });

  it('begins where the last one ended, under the next number', () => {
    const till = new PureTill(10);
    open(till);
    sell(till, 's');
    const first = close(till);
    open(till);
    const second = close(till);
    expect(second).toMatchObject({ number: 2, openingMinor: first.closingMinor });
    expect(second.totals.salesCount).toBe(0);
  });

  it('adds up whatever happens in it', () => {
    const deed = fc.oneof(
      fc.record({ sell: fc.integer({ min: 1, max: 80 }) }),
      fc.record({ cancelAfter: fc.constantFrom(5, 10, 20, 50, 100, 200) }),
      fc.record({ fill: fc.constantFrom(5, 10, 20, 50), count: fc.integer({ min: 1, max: 9 }) }),
      fc.record({ found: fc.constantFrom(5, 10, 20, 50), count: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ stray: fc.constantFrom(5, 10, 20, 50, 100, 200) }),
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), (deeds) => {
        const till = new PureTill(5);
        open(till);
        deeds.forEach((one, index) => {
          const client = 'pos';
          if ('sell' in one) {
            till.startSale(`s${index}`, one.sell * 5);
            till.insert(200);
            till.insert(200);
            till.settle();
          } else if ('cancelAfter' in one) {
            till.startSale(`s${index}`, 1_000);
            till.insert(one.cancelAfter);
            till.send({ kind: 'cancel-requested', saleId: `s${index}` });
            till.settle();
          } else if ('fill' in one) {
            const added = [{ valueMinor: one.fill, count: one.count }];
            till.send({ kind: 'fill-entered', place: `hopper-${one.fill}`, added, client });
          } else if ('found' in one) {
            const counted = [{ valueMinor: one.found, count: one.count }];
            const place = `hopper-${one.found}`;
            till.send({ kind: 'count-entered', place, counted, isDeviceGone: false, client });
          } else till.insert(one.stray);
        });
        const report = close(till);
        expect(expectedClosing(report)).toBe(report.closingMinor);
      }),
    );
  });
});
