/** A deposit keeps what it was told to keep and gives the rest back, whatever order it is asked in. */
import { describe, expect, it } from 'vitest';
import { beginDeposit, change, end, fix } from '../../../test/support/operator-deeds.ts';
import { PureTill } from '../../../test/support/pure-till.ts';
import { auditJournal } from '../cash/audit.ts';

function depositOf(till: PureTill) {
  const sale = till.sales.get('d');
  return { state: sale?.phase.kind, keptMinor: sale?.amountDueMinor };
}

/** A deposit of 3.00 that is fixed. */
function fixedTill(purpose: 'deposit' | 'fill' | 'exchange' = 'deposit', coinsEach = 10): PureTill {
  const till = new PureTill(coinsEach);
  beginDeposit(till, 'd', purpose);
  till.insert(200);
  till.insert(100);
  fix(till, 'd');
  return till;
}

describe('a deposit', () => {
  it.each([
    [
      { kind: 'change', amountMinor: 240 },
      { state: 'settled', keptMinor: 240, outMinor: 60 },
    ],
    [
      { kind: 'change', amountMinor: 300 },
      { state: 'settled', keptMinor: 300, outMinor: 0 },
    ],
    [{ kind: 'no-change' }, { state: 'settled', keptMinor: 300, outMinor: 0 }],
    [{ kind: 'repay' }, { state: 'returned', keptMinor: 0, outMinor: 300 }],
  ] as const)('ended with %o', (asked, { state, keptMinor, outMinor }) => {
    const till = fixedTill();
    end(till, 'd', asked);
    till.settle();
    expect(depositOf(till)).toEqual({ state, keptMinor });
    expect(till.handMinor).toBe(outMinor);
    expect(till.till.activeSaleId).toBeUndefined();
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('ends once under its key, and never under another', () => {
    const till = fixedTill();
    const asked = { kind: 'change', amountMinor: 200 } as const;
    end(till, 'd', asked);
    till.settle();
    expect(end(till, 'd', asked)).toMatchObject({ kind: 'sale', isNew: false });
    expect(end(till, 'd under other', asked)).toMatchObject({ refusal: { code: 'deposit-ended' } });
    expect(end(till, 'd', { kind: 'repay' })).toMatchObject({
      refusal: { code: 'idempotency-key-reused' },
    });
    till.settle();
    expect(till.handMinor).toBe(100);
  });

  it('asked for again once it has ended is the same deposit', () => {
    const till = fixedTill();
    end(till, 'd', { kind: 'change', amountMinor: 200 });
    till.settle();
    expect(beginDeposit(till, 'd')).toMatchObject({ kind: 'sale', isNew: false });
  });

  it('keeps to the order of UnifiedPOS', () => {
    const till = new PureTill(10);
    expect(change(till, 'd', 'fix')).toMatchObject({ refusal: { code: 'deposit-not-found' } });
    beginDeposit(till, 'd');
    expect(beginDeposit(till, 'd')).toMatchObject({ kind: 'sale', isNew: false });
    expect(beginDeposit(till, 'e')).toMatchObject({ refusal: { code: 'deposit-in-progress' } });
    expect(till.startSale('s', 100)).toMatchObject({ refusal: { code: 'deposit-in-progress' } });
    expect(end(till, 'd', { kind: 'repay' })).toMatchObject({
      refusal: { code: 'deposit-not-fixed' },
    });
    change(till, 'd', 'fix');
    expect(end(till, 'd', { kind: 'repay' })).toMatchObject({
      refusal: { code: 'deposit-not-fixed' },
    });
    till.settle();
    expect(change(till, 'd', 'fix')).toMatchObject({ kind: 'sale' });
    expect(change(till, 'd', 'pause')).toMatchObject({ refusal: { code: 'deposit-fixed' } });
    expect(till.send({ kind: 'cancel-requested', saleId: 'd' })).toMatchObject({
      refusal: { code: 'sale-not-found' },
    });
    end(till, 'd', { kind: 'repay' });
    expect(change(till, 'd', 'pause')).toMatchObject({ refusal: { code: 'deposit-ended' } });
  });

  it('takes nothing while it is paused, and what was on its way all the same', () => {
    const till = new PureTill(10);
    beginDeposit(till, 'd');
    expect(till.accepted).not.toEqual([]);
    change(till, 'd', 'pause');
    expect(till.accepted).toEqual([]);
    till.insert(50);
    change(till, 'd', 'restart');
    expect(till.accepted).not.toEqual([]);
    till.insert(20);
    change(till, 'd', 'fix');
    till.insert(10);
    till.settle();
    end(till, 'd', { kind: 'no-change' });
    expect(depositOf(till).keptMinor).toBe(80);
  });

  it('takes only what could be paid back with the rest; a fill takes everything', () => {
    const till = new PureTill(0);
    beginDeposit(till, 'd');
    expect(till.accepted).toEqual([]);
    const filling = new PureTill(0);
    beginDeposit(filling, 'd', 'fill');
    expect(filling.accepted).toEqual([5, 10, 20, 50, 100, 200]);
  });

  it('keeps no more than came in, and a fill nothing by halves', () => {
    const till = fixedTill();
    expect(end(till, 'd', { kind: 'change', amountMinor: 301 })).toMatchObject({
      refusal: { code: 'deposit-too-small', insertedMinor: 300 },
    });
    const filled = fixedTill('fill');
    expect(end(filled, 'd', { kind: 'change', amountMinor: 1 })).toMatchObject({
      refusal: { code: 'deposit-end-not-possible', purpose: 'fill' },
    });
    expect(end(till, 'd', { kind: 'exchange' })).toMatchObject({
      refusal: { code: 'deposit-end-not-possible' },
    });
  });

  it('that nobody touches after a restart is paid back', () => {
    for (const steps of [[], ['pause'], ['fix']] as const) {
      const till = new PureTill(10);
      beginDeposit(till, 'd');
      till.insert(200);
      steps.forEach((step) => change(till, 'd', step));
      till.restart();
      till.settle();
      till.idleMs = 180_000;
      till.send({ kind: 'time-passed' });
      till.settle();
      expect(depositOf(till).state).toBe('returned');
      expect(till.handMinor).toBe(200);
    }
  });

  it.each(['collecting', 'paused', 'fixed'] as const)(
    'that fills the till and is left %s stays in it, and is not paid out to nobody',
    (state) => {
      const till = new PureTill(10);
      beginDeposit(till, 'd', 'fill');
      till.insert(200);
      if (state === 'paused') change(till, 'd', 'pause');
      if (state === 'fixed') fix(till, 'd');
      till.idleMs = 180_000;
      for (const _ of ['fixed', 'ended']) {
        till.send({ kind: 'time-passed' });
        till.settle();
      }
      expect(depositOf(till)).toEqual({ state: 'settled', keptMinor: 200 });
      expect(till.handMinor).toBe(0);
      expect(end(till, 'd', { kind: 'repay' })).toMatchObject({
        refusal: { code: 'deposit-ended' },
      });
      expect(auditJournal(till.lines).problems).toEqual([]);
    },
  );

  it('owes what it cannot pay back', () => {
    const till = fixedTill('deposit');
    for (const device of till.tubes.keys()) till.tubes.set(device, 0);
    end(till, 'd', { kind: 'repay' });
    till.settle();
    expect(depositOf(till).state).toBe('owed');
    expect(till.till.debts['d/owed']?.amountMinor).toBe(300);
  });

  it('needs the licence of a sale; a fill and an exchange do not', () => {
    const till = new PureTill(10);
    till.ranMs = 31 * 24 * 3_600_000;
    expect(beginDeposit(till, 'a')).toMatchObject({ refusal: { code: 'not-licensed' } });
    expect(beginDeposit(till, 'b', 'fill')).toMatchObject({ kind: 'sale' });
  });
});

describe('an exchange', () => {
  it.each([
    [undefined, { 'hopper-200': 1, 'hopper-100': 1 }],
    [{ kind: 'these', pieces: [{ valueMinor: 50, count: 6 }] }, { 'hopper-50': 6 }],
    [{ kind: 'most' }, { 'hopper-5': 10, 'hopper-10': 9, 'hopper-20': 8 }],
  ] as const)('pays %o', (choice, paid) => {
    const till = fixedTill('exchange');
    const before = new Map(till.tubes);
    end(till, 'd', choice === undefined ? { kind: 'exchange' } : { kind: 'exchange', choice });
    till.settle();
    expect(till.handMinor).toBe(300);
    const gone = [...before].map(([device, count]) => [
      device,
      count - (till.tubes.get(device) ?? 0),
    ]);
    const pieces: Record<string, number> = Object.fromEntries(gone.filter(([, n]) => n !== 0));
    expect(pieces).toEqual(paid);
    expect(auditJournal(till.lines).problems).toEqual([]);
  });

  it('that cannot be paid exactly is paid back', () => {
    const till = fixedTill('exchange');
    const pieces = [{ valueMinor: 50, count: 7 }];
    end(till, 'd', { kind: 'exchange', choice: { kind: 'these', pieces } });
    expect(till.sales.get('d')?.deposit?.ended?.kind).toBe('repay');
    till.settle();
    expect(depositOf(till).state).toBe('returned');
    expect(till.handMinor).toBe(300);
  });
});
