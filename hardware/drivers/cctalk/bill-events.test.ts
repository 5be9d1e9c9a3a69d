import { describe, expect, it } from 'vitest';
import { billItems, endsEscrow, faultAfter, type BillFault } from './bill-events.ts';

const KNOWN = { bills: new Map([[3, 2_000]]), place: 'cashbox' };
const FRAUD = [8, 9, 17, 18];
const SILENT = [0, 10];
const NOTE_LOST = [7, 16, 21];
const JAM: BillFault = { code: 'bill-jam-unsafe', kind: 'jam' };
const FULL: BillFault = { code: 'stacker-full', kind: 'stacker' };

describe('the status codes of a bill validator', () => {
  it.each(Array.from({ length: 256 }, (_, code) => code))('%i is told for what it is', (code) => {
    const items = billItems({ a: 0, b: code }, KNOWN);
    const incidents = items.filter(({ kind }) => kind === 'incident');
    expect(incidents).toHaveLength(SILENT.includes(code) ? 0 : 1);
    expect(incidents.every((one) => 'isFraud' in one && one.isFraud === FRAUD.includes(code))).toBe(
      true,
    );
    expect(items.some(({ kind }) => kind === 'lost')).toBe(NOTE_LOST.includes(code));
    expect(items.some(({ kind }) => kind === 'inserted')).toBe(false);
  });

  it('credit a note when it is stacked, and not while it is held', () => {
    expect(billItems({ a: 3, b: 1 }, KNOWN)).toEqual([]);
    expect(billItems({ a: 3, b: 0 }, KNOWN)).toEqual([
      { kind: 'inserted', valueMinor: 2_000, place: 'cashbox' },
    ]);
    expect(billItems({ a: 4, b: 0 }, KNOWN)).toMatchObject([
      { code: 'credit-of-unknown-bill' },
      { kind: 'lost', countMax: 1 },
    ]);
    expect(billItems({ a: 255, b: 0 }, KNOWN)).toMatchObject([{ code: 'coupon-stacked' }]);
    expect(billItems({ a: 3, b: 9 }, KNOWN)).toMatchObject([{ code: 'bill-event-3-9' }]);
  });

  it.each([
    [11, 'stacker-removed'],
    [13, 'stacker-faulty'],
    [14, 'stacker-full'],
    [15, 'stacker-jammed'],
    [16, 'bill-jam-safe'],
    [6, 'bill-jam-unsafe'],
    [7, 'bill-jam-stacker'],
    [19, 'anti-string-faulty'],
  ])('%i is the fault %s', (b, code) => {
    expect(faultAfter(undefined, { a: 0, b })).toMatchObject({ code });
  });

  it('end a fault with what shows that it has ended, and with nothing else', () => {
    expect(after(JAM, 3, 1)).toBeUndefined();
    expect(after(JAM, 0, 1)).toBeUndefined();
    expect(after(FULL, 3, 1)).toBe(FULL);
    expect(after(FULL, 0, 1)).toBe(FULL);
    expect(after(FULL, 3, 0)).toBeUndefined();
    expect(after(FULL, 0, 10)).toBeUndefined();
    expect(after(FULL, 0, 12)).toBeUndefined();
    expect(after(JAM, 0, 2)).toBe(JAM);
    expect(after(FULL, 0, 200)).toBe(FULL);
  });

  it('end the wait in escrow with the note, not with the refusal of another', () => {
    const ends = [0, 1, 2, 4, 5, 6, 8, 11, 16, 18].filter((b) => endsEscrow({ a: 0, b }));
    expect(ends).toEqual([1, 6, 8, 16, 18]);
    expect(endsEscrow({ a: 3, b: 0 })).toBe(true);
    expect(endsEscrow({ a: 3, b: 1 })).toBe(false);
  });
});

function after(fault: BillFault, a: number, b: number): BillFault | undefined {
  return faultAfter(fault, { a, b });
}
