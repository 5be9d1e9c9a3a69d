/** What became of the entries of a ledger file, account by account. */
import {
  available,
  overdraftTotal,
  replayInTurns,
  type Ledger,
  type LedgerRule,
} from '../core/contract/ledger.ts';
import type {
  Allocation,
  LedgerAnswer,
  LedgerEntry,
  LedgerRefusal,
} from '../core/contract/ledger-entry.ts';
import { isoText } from './iso-time.ts';
import type { ReadLine } from './ledger-line.ts';

export interface LedgerReport {
  /** Of the balances; null where there is no entry. */
  readonly at: string | null;
  readonly accounts: readonly Balance[];
  readonly settlements: readonly SettledLine[];
  readonly refused: readonly RefusedLine[];
  /** Entries that were there before, and have changed nothing. */
  readonly repeated: readonly { readonly line: number; readonly id: string }[];
  /** Entries after the instant that was asked for. */
  readonly later: number;
}

interface Balance {
  readonly account: string;
  readonly available: number;
  readonly held: number;
  readonly granted: number;
  readonly settled: number;
  readonly expired: number;
  readonly overdraft: number;
}

interface SettledLine {
  readonly line: number;
  readonly account: string;
  readonly id: string;
  readonly ticket: string;
  readonly at: string;
  readonly amount: number;
  readonly from: readonly Allocation[];
  readonly overdraft: number;
  /** Given back since. */
  readonly isReversed: boolean;
}

interface RefusedLine {
  readonly line: number;
  readonly account: string;
  readonly id: string;
  readonly kind: LedgerEntry['kind'];
  readonly reason: LedgerRefusal;
  readonly missing: number;
  readonly text: string;
}

/** Posts the entries up to an instant, or all of them, and reads the balances at it. */
export function ledgerReport(
  lines: readonly ReadLine[],
  rule: LedgerRule,
  askedMs?: number,
): LedgerReport {
  const taken = lines.filter(({ entry }) => askedMs === undefined || entry.atMs <= askedMs);
  const lastMs = taken.reduce<number | undefined>(
    (latest, { entry }) => Math.max(latest ?? 0, entry.atMs),
    undefined,
  );
  const atMs = askedMs ?? lastMs;
  const names = [...new Set(taken.map(({ account }) => account))].toSorted();
  const accounts = names.map((account) =>
    accountOf(
      account,
      taken.filter((each) => each.account === account),
      { rule, atMs: atMs ?? 0 },
    ),
  );
  return {
    at: atMs === undefined ? null : isoText(atMs, 'UTC'),
    accounts: accounts.map(({ balance }) => balance),
    settlements: accounts.flatMap(({ settlements }) => settlements),
    refused: accounts.flatMap(({ refused }) => refused),
    repeated: accounts.flatMap(({ repeated }) => repeated),
    later: lines.length - taken.length,
  };
}

interface Turn {
  readonly line: number;
  readonly account: string;
  readonly entry: LedgerEntry;
  readonly answer: LedgerAnswer;
}

function accountOf(
  account: string,
  lines: readonly ReadLine[],
  { rule, atMs }: { readonly rule: LedgerRule; readonly atMs: number },
) {
  const numbers = new Map(lines.map(({ entry, line }) => [entry, line]));
  const posted = replayInTurns(
    lines.map(({ entry }) => entry),
    rule,
  );
  const turns = posted.turns.map(({ entry, answer }): Turn => {
    return { line: numbers.get(entry) ?? 0, account, entry, answer };
  });
  return {
    balance: balanceOf(account, posted.ledger, atMs),
    settlements: settlementsIn(turns),
    refused: turns.flatMap(refusedIn),
    repeated: turns
      .filter(({ answer }) => answer.kind === 'repeated')
      .map(({ line, entry }) => ({ line, id: entry.id })),
  };
}

function balanceOf(account: string, ledger: Ledger, atMs: number): Balance {
  const grants = [...ledger.grants.values()];
  const granted = sum(grants.map(({ amount }) => amount));
  const free = available(ledger, atMs);
  const held = heldAt(ledger, atMs);
  const overdraft = overdraftTotal(ledger);
  const settled = spent(ledger);
  const expired = granted + overdraft - free - held - settled;
  return { account, available: free, held, granted, settled, expired, overdraft };
}

/** What is set aside at an instant: where holds do not protect, what has expired is not. */
function heldAt({ tickets, leases, grants, rule }: Ledger, atMs: number): number {
  const lives = ({ grant }: Allocation) => (grants.get(grant)?.expiresMs ?? Infinity) > atMs;
  const held = [...tickets.values()].flatMap((ticket) => ticket.held);
  const leased = [...leases.values()].flatMap(({ state, left }) => (state === 'open' ? left : []));
  return total(held.filter((each) => rule.holdProtects || lives(each))) + total(leased);
}

/** What tickets cost, and what leases that were given up count for. */
function spent({ tickets, leases }: Ledger): number {
  const settled = [...tickets.values()].map((ticket) => ticket.settled?.amount ?? 0);
  const writtenOff = [...leases.values()].map(({ state, left }) =>
    state === 'written-off' ? total(left) : 0,
  );
  return sum(settled) + sum(writtenOff);
}

function settlementsIn(turns: readonly Turn[]): readonly SettledLine[] {
  const reversedAt = new Map(
    turns.flatMap(({ entry, answer }, index) =>
      entry.kind === 'reverse' && answer.kind === 'posted' ? [[entry.ticket, index] as const] : [],
    ),
  );
  return turns.flatMap(({ line, account, entry, answer }, index) => {
    if (answer.kind !== 'posted') return [];
    if (entry.kind !== 'settle' && entry.kind !== 'lease-spend') return [];
    const { id, ticket, amount, atMs } = entry;
    const { from, overdraft } = answer;
    const isReversed = (reversedAt.get(ticket) ?? -1) > index;
    const at = isoText(atMs, 'UTC');
    return [{ line, account, id, ticket, at, amount, from, overdraft, isReversed }];
  });
}

function refusedIn({ line, account, entry, answer }: Turn): readonly RefusedLine[] {
  if (answer.kind !== 'refused') return [];
  const { code: reason, missing } = answer;
  const { id, kind } = entry;
  return [{ line, account, id, kind, reason, missing, text: refusalText(reason, missing) }];
}

function refusalText(reason: LedgerRefusal, missing: number): string {
  switch (reason) {
    case 'amount-invalid':
      return 'an amount is a whole number above 0';
    case 'id-taken':
      return 'another entry has this id: give it one of its own';
    case 'balance-short':
      return `the balance does not reach; ${missing} are missing`;
    case 'ticket-settled':
      return 'this ticket is settled: reverse that first';
    case 'ticket-unknown':
      return 'nothing is held or settled for this ticket';
    case 'lease-exists':
      return 'there is a lease of this name: use another';
    case 'lease-unknown':
      return 'no lease of this name was cut';
    case 'lease-ended':
      return 'this lease has ended';
  }
}

function total(allocations: readonly Allocation[]): number {
  return sum(allocations.map(({ amount }) => amount));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0);
}
