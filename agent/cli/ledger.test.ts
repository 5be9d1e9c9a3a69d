/** Balances from a file of entries: what each settlement took, what was refused, and what is not an entry. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callCommand } from '../../test/support/call-command.ts';
import { UsageError } from './command.ts';
import { ledgerCommand } from './ledger.ts';

const PACK = entry('grant', '2026-01-01', { id: 'pack', amount: 60, expires: at('2027-01-01') });
const TOP_UP = entry('grant', '2026-02-01', { amount: 30 });

function at(day: string): string {
  return `${day}T00:00:00Z`;
}

function entry(kind: string, day: string, rest: object): object {
  return { kind, at: at(day), ...rest };
}

async function ledger(entries: readonly unknown[], ...argv: string[]) {
  const text = entries.map((each) => `${JSON.stringify(each)}\n`).join('');
  const typed = { text, isTerminal: false };
  const { code, out } = await callCommand(ledgerCommand, ['-', '--json', ...argv], typed);
  return { code, told: JSON.parse(out) };
}

describe('tillwarden ledger', () => {
  it('takes what expires first, names what it took, and gives entries the name of their line', async () => {
    const hold = entry('hold', '2026-03-01', { ticket: 't1', amount: 60 });
    const settle = entry('settle', '2026-03-02', { ticket: 't1', amount: 75 });
    const { told } = await ledger([PACK, TOP_UP, hold, settle]);
    expect(told).toMatchObject({
      at: '2026-03-02T00:00:00+00:00',
      accounts: [{ account: 'credits', available: 15, held: 0, settled: 75, expired: 0 }],
      settlements: [
        {
          line: 4,
          ticket: 't1',
          from: [
            { grant: 'pack', amount: 60 },
            { grant: 'line-2', amount: 15 },
          ],
        },
      ],
      refused: [],
    });
  });

  it('says the balance of an instant, and what has expired by then', async () => {
    expect((await ledger([PACK, TOP_UP], '--at', at('2026-01-15'))).told).toMatchObject({
      accounts: [{ available: 60 }],
      later: 1,
    });
    expect((await ledger([PACK, TOP_UP], '--at', at('2027-01-01'))).told).toMatchObject({
      accounts: [{ available: 30, expired: 60, granted: 90 }],
    });
  });

  it('keeps what is held past its expiry, unless holds do not protect', async () => {
    const hold = entry('hold', '2026-12-31', { ticket: 't1', amount: 60 });
    const later = ['--at', at('2027-01-02')];
    const kept = await ledger([PACK, hold], ...later);
    expect(kept.told).toMatchObject({ accounts: [{ held: 60, expired: 0 }] });
    const gone = await ledger([PACK, hold], ...later, '--no-hold-protects');
    expect(gone.told).toMatchObject({ accounts: [{ held: 0, expired: 60 }] });
  });

  it('names every refusal with its line, and keeps accounts apart', async () => {
    const { told, code } = await ledger([
      PACK,
      entry('grant', '2026-01-01', { account: 'wallet', amount: 5_000, source: 'transfer' }),
      entry('settle', '2026-03-01', { ticket: 't1', amount: 61 }),
      entry('hold', '2026-03-01', { ticket: 't2', amount: 0 }),
      entry('release', '2026-03-01', { ticket: 't9' }),
      entry('lease-spend', '2026-03-01', { lease: 'l1', ticket: 't3', amount: 1 }),
      PACK,
    ]);
    expect(code).toBe(0);
    expect(told.accounts).toMatchObject([
      { account: 'credits', available: 60 },
      { account: 'wallet', available: 5_000 },
    ]);
    const refused = told.refused.map(({ line, reason }: { line: number; reason: string }) => [
      line,
      reason,
    ]);
    expect(refused.toSorted()).toEqual([
      [3, 'balance-short'],
      [4, 'amount-invalid'],
      [5, 'ticket-unknown'],
      [6, 'lease-unknown'],
    ]);
    expect(told.refused).toContainEqual(expect.objectContaining({ line: 3, missing: 1 }));
    expect(told.repeated).toEqual([{ line: 7, id: 'pack' }]);
  });

  it('shows a settlement that was given back, and books an overdraft by name', async () => {
    const { told } = await ledger([
      PACK,
      entry('settle', '2026-03-01', { ticket: 't1', amount: 70, onShort: 'overdraft' }),
      entry('settle', '2026-03-02', { ticket: 't2', amount: 1 }),
      entry('reverse', '2026-03-03', { ticket: 't1' }),
    ]);
    expect(told.settlements).toMatchObject([{ line: 2, overdraft: 10, isReversed: true }]);
    expect(told.accounts).toMatchObject([{ available: 60, settled: 0, overdraft: 0 }]);
  });

  it.each([
    [{ kind: 'deposit', at: at('2026-01-01') }, 'kind', 'use one of grant, hold, settle'],
    [{ kind: 'grant', at: '2026-01-01T00:00', amount: 1 }, 'at', 'its offset'],
    [{ kind: 'grant', at: at('2026-01-01'), amount: '60' }, 'amount', 'it takes a number'],
    [{ kind: 'hold', at: at('2026-01-01'), amount: 1 }, 'ticket', 'it is missing'],
    [{ kind: 'release', at: at('2026-01-01'), ticket: 't', amount: 1 }, 'amount', 'leave it out'],
    [{ kind: 'grant', timestamp: at('2026-01-01'), amount: 1 }, 'timestamp', 'leave it out'],
    ['text', '', 'it takes an object'],
  ])('%j names its field and what would be right', async (bad, field, problem) => {
    const { code, told } = await ledger([PACK, bad]);
    expect(code).toBe(1);
    expect(told.errors).toContainEqual({
      line: 2,
      field,
      problem: expect.stringContaining(problem),
    });
  });

  it('says of what is no JSON in which line it stands', async () => {
    const typed = { text: '\n{oops}\n', isTerminal: false };
    const { code, err } = await callCommand(ledgerCommand, ['-'], typed);
    expect(code).toBe(1);
    expect(err).toMatch(/^line 2: .*not JSON/);
  });

  it.each([
    [[]],
    [['a', 'b']],
    [['/nowhere/file']],
    [['/tmp']],
    [['-', '--at', 'noon']],
    [['-', '--at', '2026-01-01T00:00']],
  ])('%j is answered with how it is called', async (argv) => {
    await expect(callCommand(ledgerCommand, argv)).rejects.toBeInstanceOf(UsageError);
  });

  it('answers any line at all, and what it reckons adds up', async () => {
    const kinds = fc.constantFrom('grant', 'hold', 'settle', 'release', 'reverse');
    const line = fc.record({
      kind: kinds,
      at: fc
        .integer({ min: 1, max: 28 })
        .map((day) => at(`2026-02-${String(day).padStart(2, '0')}`)),
      amount: fc.integer({ min: 1, max: 50 }),
      ticket: fc.constantFrom('a', 'b', 'c'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (lines) => {
        const { code, told } = await ledger(lines.map(asWritten));
        expect(code).toBe(0);
        for (const each of told.accounts) {
          expect(each.available).toBeGreaterThanOrEqual(0);
          expect(each.available + each.held + each.settled).toBe(each.granted);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Only the fields that its kind takes. */
function asWritten(line: { kind: string; at: string; amount: number; ticket: string }): object {
  const { kind, at: atText, amount, ticket } = line;
  if (kind === 'grant') return { kind, at: atText, amount };
  if (kind === 'release' || kind === 'reverse') return { kind, at: atText, ticket };
  return { kind, at: atText, amount, ticket };
}
