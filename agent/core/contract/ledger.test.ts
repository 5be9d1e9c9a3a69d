/** A balance is never negative, an entry counts once, and money taken goes back where it came from. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantMs } from '../calendar.ts';
import {
  available,
  emptyLedger,
  heldTotal,
  overdraftTotal,
  post,
  replay,
  type Ledger,
} from './ledger.ts';
import type { LedgerAnswer, LedgerEntry } from './ledger-entry.ts';

const RULE = { holdProtects: true };

const registration: LedgerEntry = {
  kind: 'grant',
  id: 'registration',
  atMs: instantMs('2025-05-10T00:00:00Z'),
  amount: 60,
  expiresMs: instantMs('2026-05-10T00:00:00Z'),
  source: 'registration',
};
const topUp: LedgerEntry = {
  kind: 'grant',
  id: 'top-up',
  atMs: instantMs('2025-06-01T00:00:00Z'),
  amount: 120,
  source: 'top-up',
};

function at(day: string): number {
  return instantMs(`${day}T12:00:00Z`);
}

function after(entries: readonly LedgerEntry[], rule = RULE) {
  const answers: LedgerAnswer[] = [];
  const ledger = entries.reduce<Ledger>((before, entry) => {
    const posted = post(before, entry);
    answers.push(posted.answer);
    return posted.ledger;
  }, emptyLedger(rule));
  return { ledger, answers, last: answers.at(-1) };
}

describe('refused, and nothing changed', () => {
  const settled = {
    kind: 'settle',
    id: 's1',
    atMs: at('2025-07-01'),
    ticket: 't',
    amount: 10,
  } as const;

  it.each<[string, readonly LedgerEntry[], string]>([
    ['more than there is', [topUp, { ...settled, amount: 121 }], 'balance-short'],
    [
      'a hold beyond what other holds leave',
      [
        topUp,
        { kind: 'hold', id: 'h1', atMs: at('2025-07-01'), ticket: 'a', amount: 100 },
        { kind: 'hold', id: 'h2', atMs: at('2025-07-01'), ticket: 'b', amount: 21 },
      ],
      'balance-short',
    ],
    ['nothing', [topUp, { ...settled, amount: 0 }], 'amount-invalid'],
    ['half a credit', [topUp, { ...settled, amount: 0.5 }], 'amount-invalid'],
    ['less than nothing', [topUp, { ...settled, amount: -5 }], 'amount-invalid'],
    ['another entry of the same id', [topUp, { ...settled, id: 'top-up' }], 'id-taken'],
    [
      'another sum for a settled ticket',
      [topUp, settled, { ...settled, id: 's2', amount: 11 }],
      'ticket-settled',
    ],
    [
      'a hold for a settled ticket',
      [topUp, settled, { ...settled, kind: 'hold', id: 'h' }],
      'ticket-settled',
    ],
    [
      'a release of nothing',
      [topUp, { kind: 'release', id: 'r', atMs: 0, ticket: 't' }],
      'ticket-unknown',
    ],
    [
      'a reversal of nothing',
      [topUp, { kind: 'reverse', id: 'r', atMs: 0, ticket: 't' }],
      'ticket-unknown',
    ],
    ['a lease twice', [topUp, cut('l', 10), { ...cut('l', 10), id: 'again' }], 'lease-exists'],
    ['a lease beyond the balance', [topUp, cut('l', 100), cut('m', 21)], 'balance-short'],
    ['to close a lease nobody has cut', [topUp, ended('l', 'lease-closed')], 'lease-unknown'],
    [
      'to close a lease that is written off',
      [topUp, cut('l', 10), ended('l', 'lease-written-off'), ended('l', 'lease-closed')],
      'lease-ended',
    ],
  ])('%s', (_, entries, code) => {
    const before = after(entries.slice(0, -1)).ledger;
    const { ledger, last } = after(entries);
    expect(last).toMatchObject({ kind: 'refused', code });
    expect(ledger).toEqual(before);
  });

  it('says how much is missing', () => {
    const { last } = after([topUp, { ...settled, amount: 130 }]);
    expect(last).toEqual({ kind: 'refused', code: 'balance-short', missing: 10 });
  });
});

function cut(lease: string, amount: number): LedgerEntry {
  return { kind: 'lease-cut', id: `cut-${lease}`, atMs: at('2025-07-01'), lease, amount };
}

function ended(lease: string, kind: 'lease-closed' | 'lease-written-off'): LedgerEntry {
  return { kind, id: `${kind}-${lease}`, atMs: at('2025-07-02'), lease };
}

function spent(lease: string, ticket: string, amount: number): LedgerEntry {
  return {
    kind: 'lease-spend',
    id: `spend-${ticket}`,
    atMs: at('2025-07-03'),
    lease,
    ticket,
    amount,
  };
}

describe('a lease', () => {
  it('is set aside, spent by ticket, and gives back the rest when the till has closed it', () => {
    const cutOnly = after([topUp, cut('l', 50)]).ledger;
    expect([available(cutOnly, 0), heldTotal(cutOnly)]).toEqual([70, 50]);
    const { ledger } = after([
      topUp,
      cut('l', 50),
      spent('l', 't', 20),
      ended('l', 'lease-closed'),
    ]);
    expect([available(ledger, 0), heldTotal(ledger)]).toEqual([100, 0]);
  });

  it('written off counts as spent, and a settlement that still comes is not booked again', () => {
    const entries = [topUp, cut('l', 50), ended('l', 'lease-written-off')];
    expect(available(after(entries).ledger, 0)).toBe(70);
    const { ledger } = after([...entries, spent('l', 't', 30)]);
    expect([available(ledger, 0), overdraftTotal(ledger)]).toEqual([70, 0]);
  });

  it('spent twice over by a forked till is an overdraft with a name, never a balance below 0', () => {
    const { ledger } = after([
      { ...topUp, amount: 60 },
      cut('l', 50),
      spent('l', 'one', 50),
      spent('l', 'other-branch', 50),
    ]);
    expect([available(ledger, 0), overdraftTotal(ledger)]).toEqual([0, 40]);
  });

  it('is reclaimed by no clock', () => {
    const { ledger } = after([topUp, cut('l', 50)]);
    expect(available(ledger, instantMs('2099-01-01T00:00:00Z'))).toBe(70);
  });
});

describe('time', () => {
  it('turned back brings no expired credit back', () => {
    const late: LedgerEntry = {
      kind: 'hold',
      id: 'h',
      atMs: at('2026-06-01'),
      ticket: 'a',
      amount: 1,
    };
    const { ledger } = after([registration, topUp, late]);
    expect(available(ledger, at('2025-07-01'))).toBe(119);
    const early: LedgerEntry = {
      kind: 'settle',
      id: 's',
      atMs: at('2025-07-01'),
      ticket: 'b',
      amount: 119,
    };
    expect(post(ledger, early).answer).toMatchObject({ from: [{ grant: 'top-up', amount: 119 }] });
  });

  it('of a reversal after the expiry gives back what is then gone', () => {
    const { ledger } = after([
      registration,
      { kind: 'settle', id: 's', atMs: at('2026-05-01'), ticket: 't', amount: 15 },
      { kind: 'reverse', id: 'r', atMs: at('2026-05-11'), ticket: 't' },
    ]);
    expect(ledger.grants.get('registration')).toMatchObject({ free: 0, expired: 60 });
  });
});

const TICKETS = ['a', 'b', 'c', 'd'];
const LEASES = ['l', 'm'];
const amount = fc.integer({ min: 1, max: 40 });
const anyEntry = fc
  .record({
    atMs: fc.integer({ min: 0, max: 1_000 }),
    ticket: fc.constantFrom(...TICKETS),
    lease: fc.constantFrom(...LEASES),
    amount,
    lasts: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
    priority: fc.integer({ min: 0, max: 2 }),
    kind: fc.constantFrom<LedgerEntry['kind']>(
      'grant',
      'grant',
      'hold',
      'settle',
      'release',
      'reverse',
      'lease-cut',
      'lease-spend',
      'lease-closed',
      'lease-written-off',
    ),
  })
  .map((it) => {
    const { kind, atMs, ticket, lease, priority, lasts } = it;
    switch (kind) {
      case 'grant': {
        const expiresMs = lasts === undefined ? undefined : atMs + lasts;
        return { kind, atMs, amount: it.amount * 3, priority, expiresMs, source: 'pack' };
      }
      case 'hold':
      case 'settle':
        return { kind, atMs, ticket, amount: it.amount };
      case 'release':
      case 'reverse':
        return { kind, atMs, ticket };
      case 'lease-cut':
        return { kind, atMs, lease, amount: it.amount };
      case 'lease-spend':
        return { kind, atMs, lease, ticket, amount: it.amount };
      case 'lease-closed':
      case 'lease-written-off':
        return { kind, atMs, lease };
    }
  });
const anyEntries = fc
  .array(anyEntry, { maxLength: 40 })
  .map((entries) =>
    entries.map((entry, index) => ({ ...entry, id: `e${index}` }) satisfies LedgerEntry),
  );

/** What each grant was given is somewhere: free, held, leased, settled or expired. */
function unaccounted(ledger: Ledger): readonly number[] {
  return [...ledger.grants.values()].map((grant) => {
    const allocations = [
      ...[...ledger.tickets.values()].flatMap(({ held, settled }) => [
        ...held,
        ...(settled?.from ?? []),
      ]),
      ...[...ledger.leases.values()].flatMap(({ left }) => left),
    ];
    const used = allocations
      .filter((each) => each.grant === grant.id)
      .reduce((sum, each) => sum + each.amount, 0);
    return grant.amount - grant.free - grant.expired - used;
  });
}

describe('for any entries', () => {
  it('nothing is negative, and every credit granted is somewhere', () => {
    fc.assert(
      fc.property(anyEntries, fc.boolean(), (entries, holdProtects) => {
        const { ledger } = after(entries, { holdProtects });
        expect(unaccounted(ledger).every((rest) => rest === 0)).toBe(true);
        expect([...ledger.grants.values()].every(({ free }) => free >= 0)).toBe(true);
        expect(available(ledger, 0)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('a replay in any order, with any of them twice, ends equal', () => {
    const shuffled = anyEntries.chain((entries) =>
      fc.record({
        entries: fc.constant(entries),
        again: fc.shuffledSubarray([...entries, ...entries], {
          minLength: entries.length * 2,
          maxLength: entries.length * 2,
        }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ entries, again }) => {
        expect(replay(again, RULE).ledger).toEqual(replay(entries, RULE).ledger);
      }),
    );
  });

  it('posting what was posted before changes nothing', () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const { ledger, answers } = after(entries);
        const posted = entries.filter((_, index) => answers[index]?.kind === 'posted');
        for (const entry of posted) {
          const again = post(ledger, entry);
          expect(again.answer).toEqual({ kind: 'repeated' });
          expect(again.ledger).toBe(ledger);
        }
      }),
    );
  });
});
