/** A statement adds up: each line starts where the last one ended, and the last one ends at the balance. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { available, foldEntries, heldTotal } from '../../../agent/core/contract/ledger.ts';
import type { LedgerEntry } from '../../../agent/core/contract/ledger-entry.ts';
import { statementOf, type Period } from './balance.ts';

const RULE = { holdProtects: true };
const EVER: Period = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, nowMs: 1_000 };

/** A registration pack that runs out at 500, and a pack that stays. */
const PACKS: readonly LedgerEntry[] = [
  { kind: 'grant', id: 'reg', atMs: 100, amount: 60, source: 'registration', expiresMs: 500 },
  { kind: 'grant', id: 'top', atMs: 200, amount: 120, source: 'top-up' },
];

function linesOf(entries: readonly LedgerEntry[], period: Partial<Period> = {}) {
  return statementOf(entries, RULE, { ...EVER, ...period }).lines;
}

describe('a statement', () => {
  it('says what each settlement was taken from, and the balance after it', () => {
    const lines = linesOf([
      ...PACKS,
      { kind: 'settle', id: 's', atMs: 300, ticket: 'T1', amount: 75 },
    ]);
    expect(lines.map(({ kind, balance }) => [kind, balance])).toEqual([
      ['grant', 60],
      ['grant', 180],
      ['settle', 105],
    ]);
    expect(lines[2]).toMatchObject({
      ticket: 'T1',
      change: -75,
      from: [
        { grant: 'reg', amount: 60 },
        { grant: 'top', amount: 15 },
      ],
    });
  });

  it('names what ran out, on the day it did and not when somebody looked', () => {
    const settled = { kind: 'settle', id: 's', atMs: 900, ticket: 'T1', amount: 75 } as const;
    expect(
      linesOf([...PACKS, settled]).map(({ kind, atMs, balance }) => [kind, atMs, balance]),
    ).toEqual([
      ['grant', 100, 60],
      ['grant', 200, 180],
      ['expired', 500, 120],
      ['settle', 900, 45],
    ]);
    expect(linesOf(PACKS, { nowMs: 499 }).map(({ kind }) => kind)).toEqual(['grant', 'grant']);
    expect(linesOf(PACKS).at(-1)).toMatchObject({ kind: 'expired', id: 'reg', change: -60 });
  });

  it('lets a hold keep what has run out, and shows it gone when the hold is given back', () => {
    const held: readonly LedgerEntry[] = [
      ...PACKS,
      { kind: 'hold', id: 'h', atMs: 300, ticket: 'T1', amount: 60 },
      { kind: 'release', id: 'r', atMs: 700, ticket: 'T1' },
    ];
    expect(
      linesOf(held).map(({ kind, bookedAtMs, change, balance, held: aside }) => [
        kind,
        bookedAtMs,
        change,
        balance,
        aside,
      ]),
    ).toEqual([
      ['grant', 100, 60, 60, 0],
      ['grant', 200, 120, 180, 0],
      ['hold', 300, 0, 180, 60],
      ['release', 700, 0, 180, 0],
      ['expired', 700, -60, 120, 0],
    ]);
  });

  it('shows an overdraft by the name of its ticket', () => {
    const { lines, overdraft, closing } = statementOf(
      [
        ...PACKS,
        { kind: 'lease-cut', id: 'cut', atMs: 210, lease: 'L', amount: 180 },
        { kind: 'lease-spend', id: 'a', atMs: 220, lease: 'L', ticket: 'st/1/T', amount: 180 },
        { kind: 'lease-spend', id: 'b', atMs: 230, lease: 'L', ticket: 'st/2/T', amount: 30 },
      ],
      RULE,
      EVER,
    );
    expect(overdraft).toBe(30);
    expect(closing).toBe(0);
    expect(lines.at(-1)).toMatchObject({ ticket: 'st/2/T', overdraft: 30, change: 0, from: [] });
  });

  it('of a period opens with what was there before, also where a purchase was booked late', () => {
    const late: readonly LedgerEntry[] = [
      { kind: 'grant', id: 'now', atMs: 300, amount: 15, source: 'top-up' },
      { kind: 'grant', id: 'earlier', atMs: 100, amount: 30, source: 'top-up' },
      { kind: 'settle', id: 's', atMs: 400, ticket: 'T', amount: 20 },
    ];
    const statement = statementOf(late, RULE, { fromMs: 400, toMs: 500, nowMs: 1_000 });
    expect(statement).toMatchObject({ opening: 45, closing: 25, lines: [{ id: 's' }] });
    expect(linesOf(late, { toMs: 300 })).toEqual([]);
  });
});

it('whatever happens, lines add up and end at the balance', () => {
  const atMs = fc.integer({ min: 1, max: 900 });
  const amount = fc.integer({ min: 1, max: 50 });
  const ticket = fc.constantFrom('a', 'b', 'c');
  const lease = fc.constantFrom('x', 'y');
  const entry = fc.oneof(
    fc.record({
      kind: fc.constant('grant' as const),
      atMs,
      amount,
      source: fc.constant('pack'),
      expiresMs: fc.option(fc.integer({ min: 1, max: 1_500 }), { nil: undefined }),
    }),
    fc.record({ kind: fc.constantFrom('hold' as const, 'settle' as const), atMs, ticket, amount }),
    fc.record({ kind: fc.constantFrom('release' as const, 'reverse' as const), atMs, ticket }),
    fc.record({ kind: fc.constant('lease-cut' as const), atMs, lease, amount }),
    fc.record({ kind: fc.constant('lease-spend' as const), atMs, lease, ticket, amount }),
    fc.record({
      kind: fc.constantFrom('lease-closed' as const, 'lease-written-off' as const),
      atMs,
      lease,
    }),
  );
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 40 }), (made) => {
      const entries = made.map((each, index): LedgerEntry => ({ ...each, id: `e${index}` }));
      const { lines, closing, held } = statementOf(entries, RULE, EVER);
      const ledger = foldEntries(entries, RULE);
      let balance = 0;
      let bookedAtMs = 0;
      for (const line of lines) {
        balance += line.change;
        expect(line.balance).toBe(balance);
        expect(line.bookedAtMs).toBeGreaterThanOrEqual(bookedAtMs);
        expect(line.balance).toBeGreaterThanOrEqual(line.held);
        ({ bookedAtMs } = line);
      }
      expect(held).toBe(heldTotal(ledger));
      expect(closing).toBe(available(ledger, EVER.nowMs) + heldTotal(ledger));
    }),
    { numRuns: 300 },
  );
});
