/** The books of deposits, operations and cassettes can fail: a line forgotten or doubled is seen. */
import { describe, expect, it } from 'vitest';
import { beginDeposit, cassette, end, fix, operate } from '../../../test/support/operator-deeds.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import type { LineDraft } from '../journal-line.ts';
import { auditJournal } from './audit.ts';
import { applyToShifts, NO_SHIFTS } from './shift.ts';

/** A deposit with change, a fill, a refund that ends short, a collect, and its cassette taken out. */
function honestTill(): PureTill {
  const till = new PureTill(6);
  till.canCollect = () => true;
  till.send({ kind: 'shift-open-requested', client: 'pos' });
  deposit(till, 'd', 'deposit');
  deposit(till, 'f', 'fill');
  const counts = [{ valueMinor: 50, count: 3 }];
  operate(till, 'r', { purpose: 'refund', order: { kind: 'counts', counts } });
  till.tubes.set('hopper-50', 1);
  till.settle();
  const kind = 'operation-acknowledge-requested';
  till.send({ kind, operationId: 'r', client: 'pos' });
  const places = [{ place: 'hopper-20', count: 4 }];
  operate(till, 'c', { purpose: 'collect', order: { kind: 'places', places } });
  till.settle();
  cassette(till, 'remove', 'out');
  cassette(till, 'replace', 'in');
  return till;
}

function deposit(till: PureTill, saleId: string, purpose: 'deposit' | 'fill'): void {
  beginDeposit(till, saleId, purpose);
  till.insert(200);
  fix(till, saleId);
  const asked = {
    change: { kind: 'change', amountMinor: 150 },
    fill: { kind: 'no-change' },
  } as const;
  end(till, saleId, purpose === 'fill' ? asked.fill : asked.change);
  till.settle();
}

const NEW_KINDS = [
  'deposit-started',
  'deposit-fixed',
  'deposit-ended',
  'operation-started',
  'operation-finished',
  'cassette-removed',
] as const satisfies readonly LineDraft['kind'][];

describe('the books of operators', () => {
  it('hold when they are honest', () => {
    const till = honestTill();
    expect(auditJournal(till.lines).problems).toEqual([]);
    expect(till.lines.map(({ kind }) => kind)).toEqual(expect.arrayContaining([...NEW_KINDS]));
  });

  it.each(NEW_KINDS)('miss a line %s that is left out', (kind) => {
    const lines = honestTill().lines.filter((line) => line.kind !== kind);
    expect(auditJournal(lines).problems).not.toEqual([]);
  });

  it.each([...NEW_KINDS, 'cassette-replaced'] as const)('see a line %s that is doubled', (kind) => {
    const lines = honestTill().lines.flatMap((line) => (line.kind === kind ? [line, line] : line));
    expect(auditJournal(lines).problems).not.toEqual([]);
  });

  it('see a cassette that leaves with less, and pieces said to stay in the machine', () => {
    const { lines } = honestTill();
    const light = lines.map((line) =>
      line.kind === 'cassette-removed' ? { ...line, body: { ...line.body, taken: [] } } : line,
    );
    expect(auditJournal(light).problems).not.toEqual([]);
    const kept = lines.map((line) =>
      line.kind === 'dispense-settled' && line.body.payoutId === 'r/payout'
        ? { ...line, body: { ...line.body, to: 'cashbox' as const } }
        : line,
    );
    expect(auditJournal(kept).problems).not.toEqual([]);
  });

  it('see an acknowledgement of what has not ended', () => {
    const { lines } = honestTill();
    const said = lines.filter(({ kind }) => kind === 'operation-acknowledged');
    const before = lines.findIndex(({ kind }) => kind === 'operation-finished');
    const early = [...lines.slice(0, before), ...said, ...lines.slice(before)];
    expect(auditJournal(early).problems).not.toEqual([]);
  });
});

describe('a shift', () => {
  it('adds up every line, each in a sum of its own', () => {
    const till = honestTill();
    const { open } = till.till.shifts;
    expect(open?.totals).toMatchObject({
      salesCount: 0,
      soldMinor: 0,
      insertedMinor: 400,
      depositedMinor: 150,
      manualInMinor: 200,
      manualOutMinor: 50,
      collectedMinor: 80,
      takenMinor: 80,
      paidOutMinor: 100,
      onItsWayMinor: 0,
    });
    const answer = till.send({ kind: 'shift-close-requested', client: 'pos' });
    if (answer.kind !== 'shift-closed') throw new TypeError('not closed');
    const { openingMinor, closingMinor, totals } = answer.report;
    const came = totals.insertedMinor + totals.filledMinor + totals.differenceMinor;
    const went = totals.paidOutMinor + totals.takenMinor + totals.onItsWayMinor;
    expect(closingMinor).toBe(openingMinor + came - went);
  });

  it.each(['sale-settled', 'operation-finished', 'dispense-settled', 'cassette-removed'] as const)(
    'would show a forgotten %s',
    (kind) => {
      const { lines } = honestTill();
      const whole = lines.reduce(applyToShifts, NO_SHIFTS);
      const lacking = lines.filter((line) => line.kind !== kind).reduce(applyToShifts, NO_SHIFTS);
      expect(lacking.open?.totals).not.toEqual(whole.open?.totals);
    },
  );
});
