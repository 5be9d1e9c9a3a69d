/** An audit is only worth something if it can fail: each way of cheating the books is seen. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import type { LineDraft } from '../journal-line.ts';
import { auditJournal } from './audit.ts';
import { SUPERVISOR } from '../../../test/support/operators.ts';

/** A sale of 2.40 paid with 4.00 out of tubes that hold one coin each: 0.05 and 0.10 are missing. */
function honestLines(): readonly LineDraft[] {
  const till = new PureTill(1);
  till.startSale('s', 235);
  till.insert(200);
  till.insert(200);
  till.settle();
  till.insert(50);
  const [debtId = ''] = Object.keys(till.till.debts);
  const who = { client: 'pos', operator: SUPERVISOR };
  till.send({ kind: 'debt-payment-requested', debtId, by: 'machine', ...who });
  till.settle();
  till.startSale('t', 5);
  till.tubes.set('hopper-5', 0);
  till.insert(10);
  till.settle();
  return till.lines;
}

type Edit = (line: LineDraft, index: number) => LineDraft | readonly LineDraft[];

function audited(edit: Edit): readonly string[] {
  return auditJournal(honestLines().flatMap(edit)).problems;
}

function on<Kind extends LineDraft['kind']>(
  kind: Kind,
  edit: (line: Extract<LineDraft, { kind: Kind }>) => readonly LineDraft[],
): Edit {
  return (line) => (line.kind === kind ? edit(line as Extract<LineDraft, { kind: Kind }>) : line);
}

describe('honest books', () => {
  it('hold at every prefix that a step ends with', () => {
    expect(audited((line) => line)).toEqual([]);
    expect(honestLines().map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['debt-recorded', 'debt-paid', 'sale-settled', 'dispense-settled']),
    );
  });
});

describe('cheated books are seen', () => {
  it.each<readonly [string, Edit]>([
    ['a sale that starts twice', on('sale-started', (line) => [line, line])],
    ['a coin left out', on('cash-inserted', () => [])],
    ['a coin booked twice', on('cash-inserted', (line) => [line, line])],
    [
      'a coin of two owners',
      on('cash-inserted', ({ kind, body }) => [
        { kind, body: { ...body, saleId: 's', debtId: 'd' } },
      ]),
    ],
    ['a payout that starts twice', on('payout-started', (line) => [line, line])],
    [
      'a payout of more than is due',
      on('payout-started', ({ kind, body }) => [
        { kind, body: { ...body, amountMinor: body.amountMinor + 5 } },
      ]),
    ],
    [
      'a second payout under another name',
      on('payout-finished', (line) => [
        line,
        {
          kind: 'payout-started',
          body: { payoutId: 'again', purpose: 'change', ownerId: 's', amountMinor: 165 },
        },
      ]),
    ],
    ['an order booked twice', on('dispense-started', (line) => [line, line])],
    ['a settlement booked twice', on('dispense-settled', (line) => [line, line])],
    [
      'one coin more paid than said',
      on('dispense-settled', ({ kind, body }) => [
        { kind, body: { ...body, paid: body.paid + 1 } },
      ]),
    ],
    ['a settlement left out', on('dispense-settled', () => [])],
    ['a sale that ends twice', on('sale-settled', (line) => [line, line])],
    [
      'a sale that ends with other money than it took',
      on('sale-settled', ({ kind, body }) => [{ kind, body: { ...body, insertedMinor: 1 } }]),
    ],
    [
      'change that was not paid',
      on('sale-settled', ({ kind, body }) => [{ kind, body: { ...body, changeMinor: 0 } }]),
    ],
    ['a debt left out', on('debt-recorded', () => [])],
    ['a debt recorded twice', on('debt-recorded', (line) => [line, line])],
    [
      'a debt of less than is owed',
      on('debt-recorded', ({ kind, body }) => [{ kind, body: { ...body, amountMinor: 1 } }]),
    ],
    ['a debt paid twice by the machine', on('debt-paid', (line) => [line, line])],
    [
      'a debt paid by hand on top',
      on('debt-paid', (line) => [
        line,
        {
          kind: 'debt-paid',
          body: { debtId: line.body.debtId, amountMinor: 50, by: 'hand', client: 'pos' },
        },
      ]),
    ],
    [
      'a count that starts from something else',
      on('sale-settled', (line) => [
        line,
        {
          kind: 'cash-counted',
          body: { place: 'hopper-200', expected: [], counted: [], client: 'pos' },
        },
      ]),
    ],
    [
      'more taken out of a tube than lies in it',
      on('sale-settled', (line) => [
        line,
        {
          kind: 'holding-corrected',
          body: { place: 'hopper-200', valueMinor: 200, change: -99, cause: 'found-empty' },
        },
      ]),
    ],
  ])('%s', (_, edit) => {
    expect(audited(edit)).not.toEqual([]);
  });
});

it('names lines of a later release, and counts the cash of all the others', () => {
  const lines = honestLines().flatMap((line) => [line, ...later(line)]);
  const audit = auditJournal(lines);
  const plain = auditJournal(honestLines());
  expect(audit.unknownKinds).toEqual(new Map([['coupon-taken', honestLines().length]]));
  expect(audit).toEqual({ ...plain, unknownKinds: audit.unknownKinds });
  expect(plain.unknownKinds.size).toBe(0);
});

/** What a release after this one might write, and what it might add to a line that this one knows. */
function later(line: LineDraft): readonly LineDraft[] {
  return [{ ...line, kind: 'coupon-taken', body: { place: 'drawer' } } as unknown as LineDraft];
}
