/**
 * A balance that is never negative. What a ticket may need is held before the work and settled after
 * it; holds and leases together can never exceed the balance. Grants are used in burn order: by
 * priority, then the earliest expiry, those without one last, then the oldest (contracts.md 1.6). A
 * settlement remembers which grants it took from, so that a reversal goes back to them, with their
 * own expiry.
 */
import {
  copyPool,
  emptyPool,
  firstToBurn,
  freeAt,
  putGrant,
  takeExpired,
  type GrantPool,
  type OpenPool,
} from './grant-pool.ts';
import { LayeredMap, type SharedMap } from './layered-map.ts';
import {
  compareEntries,
  isSameEntry,
  type Allocation,
  type GrantEntry,
  type LedgerAnswer,
  type LedgerEntry,
  type LedgerRefusal,
} from './ledger-entry.ts';
import { cutParts, isAmount, joinParts, totalOf } from './parts.ts';

export interface LedgerRule {
  /** Whether a grant keeps what is held of it past its expiry (INN-14). */
  readonly holdProtects: boolean;
}

export interface Ledger extends GrantPool {
  readonly rule: LedgerRule;
  /** The latest instant anything was posted at: an earlier one cannot bring back what has expired. */
  readonly atMs: number;
  readonly tickets: SharedMap<TicketAccount>;
  readonly leases: SharedMap<LeaseAccount>;
  readonly entries: SharedMap<LedgerEntry>;
}

export interface TicketAccount {
  readonly held: readonly Allocation[];
  readonly settled?: Settlement | undefined;
  /** A settlement was given back; the ticket may be settled anew. */
  readonly isReversed?: boolean | undefined;
}

export interface Settlement {
  readonly amount: number;
  readonly from: readonly Allocation[];
  /** What no grant covered, and was booked by name. */
  readonly overdraft: number;
}

export interface LeaseAccount {
  readonly amount: number;
  /** Not spent yet; of a lease written off, booked as spent without a ticket. */
  readonly left: readonly Allocation[];
  readonly state: 'open' | 'closed' | 'written-off';
}

interface Book extends Ledger, OpenPool {
  readonly grants: OpenPool['grants'];
  readonly burnOrder: OpenPool['burnOrder'];
  readonly expiring: OpenPool['expiring'];
  freeTotal: number;
  atMs: number;
  readonly tickets: LayeredMap<TicketAccount>;
  readonly leases: LayeredMap<LeaseAccount>;
  readonly entries: LayeredMap<LedgerEntry>;
}

export function emptyLedger(rule: LedgerRule): Ledger {
  return newBook(rule);
}

/** Posts one more entry. Refused and repeated ones leave the ledger as it is. */
export function post(
  ledger: Ledger,
  entry: LedgerEntry,
): { readonly ledger: Ledger; readonly answer: LedgerAnswer } {
  const book: Book = {
    rule: ledger.rule,
    atMs: ledger.atMs,
    ...copyPool(ledger),
    tickets: ledger.tickets.copy(),
    leases: ledger.leases.copy(),
    entries: ledger.entries.copy(),
  };
  const answer = postTo(book, entry);
  return { ledger: answer.kind === 'posted' ? book : ledger, answer };
}

/** A ledger from its entries, in whatever order and however often each of them came. */
export function replay(
  entries: readonly LedgerEntry[],
  rule: LedgerRule,
): { readonly ledger: Ledger; readonly answers: ReadonlyMap<string, LedgerAnswer> } {
  const { ledger, turns } = replayInTurns(entries, rule);
  const answers = new Map<string, LedgerAnswer>();
  for (const { entry, answer } of turns) {
    if (!answers.has(entry.id)) answers.set(entry.id, answer);
  }
  return { ledger, answers };
}

/** The same, with the answer to each entry in the order in which they were posted. */
export function replayInTurns(
  entries: readonly LedgerEntry[],
  rule: LedgerRule,
): {
  readonly ledger: Ledger;
  readonly turns: readonly { readonly entry: LedgerEntry; readonly answer: LedgerAnswer }[];
} {
  const book = newBook(rule);
  const turns = entries
    .toSorted(compareEntries)
    .map((entry) => ({ entry, answer: postTo(book, entry) }));
  return { ledger: book, turns };
}

/** A ledger from its entries in the order they were posted; `onEntry` sees it after each of them. */
export function foldEntries(
  entries: readonly LedgerEntry[],
  rule: LedgerRule,
  onEntry?: (entry: LedgerEntry, answer: LedgerAnswer, ledger: Ledger) => void,
): Ledger {
  const book = newBook(rule);
  for (const entry of entries) {
    const answer = postTo(book, entry);
    onEntry?.(entry, answer, book);
  }
  return book;
}

/** What can be held or settled at an instant. */
export function available(ledger: Ledger, atMs: number): number {
  return freeAt(ledger, Math.max(atMs, ledger.atMs));
}

/** What is set aside for tickets and leases. */
export function heldTotal({ tickets, leases }: Ledger): number {
  const held = [...tickets.values()].map((ticket) => totalOf(ticket.held));
  const leased = [...leases.values()].map(({ state, left }) =>
    state === 'open' ? totalOf(left) : 0,
  );
  return sum(held) + sum(leased);
}

/** What was used beyond any grant, booked by name. */
export function overdraftTotal({ tickets }: Ledger): number {
  return sum([...tickets.values()].map(({ settled }) => settled?.overdraft ?? 0));
}

function newBook(rule: LedgerRule): Book {
  return {
    rule,
    atMs: 0,
    ...emptyPool(),
    tickets: LayeredMap.empty(),
    leases: LayeredMap.empty(),
    entries: LayeredMap.empty(),
  };
}

function postTo(book: Book, entry: LedgerEntry): LedgerAnswer {
  const before = book.entries.get(entry.id);
  if (before !== undefined) {
    return isSameEntry(before, entry) ? { kind: 'repeated' } : refused('id-taken');
  }
  if ('amount' in entry && !isAmount(entry.amount)) return refused('amount-invalid');
  const wasMs = book.atMs;
  book.atMs = Math.max(book.atMs, entry.atMs);
  expire(book);
  const answer = answerTo(book, entry);
  if (answer.kind === 'posted') book.entries.set(entry.id, entry);
  else book.atMs = wasMs;
  return answer;
}

function answerTo(book: Book, entry: LedgerEntry): LedgerAnswer {
  switch (entry.kind) {
    case 'grant':
      return grant(book, entry);
    case 'hold':
      return hold(book, entry.ticket, entry.amount);
    case 'settle':
      return settle(book, entry.ticket, entry);
    case 'release':
      return release(book, entry.ticket);
    case 'reverse':
      return reverse(book, entry.ticket);
    case 'lease-cut':
      return cutLease(book, entry.lease, entry.amount);
    case 'lease-spend':
      return spendLease(book, entry);
    case 'lease-closed':
      return endLease(book, entry.lease, 'closed');
    case 'lease-written-off':
      return endLease(book, entry.lease, 'written-off');
  }
}

function grant(book: Book, entry: GrantEntry): LedgerAnswer {
  const { id, amount, source, priority = 0, expiresMs, atMs: grantedMs } = entry;
  const fresh = { id, amount, source, priority, grantedMs, expiresMs, free: amount, expired: 0 };
  putGrant(book, fresh);
  expire(book);
  return posted([]);
}

function hold(book: Book, ticket: string, amount: number): LedgerAnswer {
  const account = book.tickets.get(ticket);
  if (account?.settled !== undefined) return refused('ticket-settled');
  const held = account?.held ?? [];
  const more = amount - totalOf(held);
  if (more <= 0) return { kind: 'repeated' };
  const taken = take(book, more);
  if (taken.missing > 0) return refused('balance-short', taken.missing);
  book.tickets.set(ticket, { held: joinParts([...held, ...taken.from], grantOf) });
  return posted(taken.from);
}

function settle(
  book: Book,
  ticket: string,
  {
    amount,
    onShort,
  }: { readonly amount: number; readonly onShort?: 'refuse' | 'overdraft' | undefined },
): LedgerAnswer {
  const account = book.tickets.get(ticket) ?? { held: [] };
  if (account.settled !== undefined) return repeatedIf(account.settled.amount === amount);
  const { taken, left } = cutParts(account.held, amount);
  const needed = amount - totalOf(taken);
  const missing = needed - book.freeTotal - totalOf(left);
  if (missing > 0 && onShort !== 'overdraft') return refused('balance-short', missing);
  giveBack(book, left);
  const more = take(book, needed, 'all-there-is');
  const from = joinParts([...taken, ...more.from], grantOf);
  book.tickets.set(ticket, { held: [], settled: { amount, from, overdraft: more.missing } });
  return posted(from, more.missing);
}

function release(book: Book, ticket: string): LedgerAnswer {
  const account = book.tickets.get(ticket);
  if (account === undefined) return refused('ticket-unknown');
  if (account.held.length === 0) return { kind: 'repeated' };
  giveBack(book, account.held);
  book.tickets.set(ticket, { ...account, held: [] });
  return posted([]);
}

function reverse(book: Book, ticket: string): LedgerAnswer {
  const account = book.tickets.get(ticket);
  if (account === undefined) return refused('ticket-unknown');
  if (account.settled === undefined) {
    return account.isReversed === true ? { kind: 'repeated' } : refused('ticket-unknown');
  }
  const { from } = account.settled;
  giveBack(book, from);
  book.tickets.set(ticket, { held: account.held, isReversed: true });
  return posted(from);
}

function cutLease(book: Book, lease: string, amount: number): LedgerAnswer {
  if (book.leases.has(lease)) return refused('lease-exists');
  const taken = take(book, amount);
  if (taken.missing > 0) return refused('balance-short', taken.missing);
  book.leases.set(lease, { amount, left: taken.from, state: 'open' });
  return posted(taken.from);
}

/**
 * The till has settled it and the work is done, so it is booked whatever is left: from the lease,
 * beyond it from the balance, beyond that as a named overdraft. What was written off pays for it too,
 * so that nothing counts twice.
 */
function spendLease(
  book: Book,
  {
    lease,
    ticket,
    amount,
  }: { readonly lease: string; readonly ticket: string; readonly amount: number },
): LedgerAnswer {
  const account = book.leases.get(lease);
  if (account === undefined) return refused('lease-unknown');
  const settled = book.tickets.get(ticket)?.settled;
  if (settled !== undefined) return repeatedIf(settled.amount === amount);
  const { taken, left } = cutParts(account.left, amount);
  const more = take(book, amount - totalOf(taken), 'all-there-is');
  const from = joinParts([...taken, ...more.from], grantOf);
  giveBack(book, book.tickets.get(ticket)?.held ?? []);
  book.leases.set(lease, { ...account, left });
  book.tickets.set(ticket, { held: [], settled: { amount, from, overdraft: more.missing } });
  return posted(from, more.missing);
}

function endLease(book: Book, lease: string, state: 'closed' | 'written-off'): LedgerAnswer {
  const account = book.leases.get(lease);
  if (account === undefined) return refused('lease-unknown');
  if (account.state === state) return { kind: 'repeated' };
  if (account.state !== 'open') return refused('lease-ended');
  if (state === 'closed') giveBack(book, account.left);
  const left = state === 'closed' ? [] : account.left;
  book.leases.set(lease, { ...account, left, state });
  return posted(left);
}

interface Taken {
  readonly from: readonly Allocation[];
  readonly missing: number;
}

/** Takes in burn order: all of it or nothing, unless all there is will do. */
function take(
  book: Book,
  amount: number,
  how: 'all-or-nothing' | 'all-there-is' = 'all-or-nothing',
): Taken {
  const missing = Math.max(0, amount - book.freeTotal);
  if (missing > 0 && how === 'all-or-nothing') return { from: [], missing };
  const from: Allocation[] = [];
  let left = amount - missing;
  while (left > 0) {
    const next = firstToBurn(book);
    if (next === undefined) break;
    const part = Math.min(left, next.free);
    putGrant(book, { ...next, free: next.free - part });
    from.push({ grant: next.id, amount: part });
    left -= part;
  }
  return { from, missing };
}

function giveBack(book: Book, allocations: readonly Allocation[]): void {
  for (const { grant: id, amount } of allocations) {
    const owner = book.grants.get(id);
    if (owner !== undefined) putGrant(book, { ...owner, free: owner.free + amount });
  }
  expire(book);
}

/** Moves what has run out by now; where holds do not protect, what is held of it too. */
function expire(book: Book): void {
  const gone = takeExpired(book, book.atMs);
  if (gone.length === 0) return;
  if (!book.rule.holdProtects) {
    cutHolds(book, new Set(gone));
    takeExpired(book, book.atMs);
  }
  for (const id of gone) {
    const each = book.grants.get(id);
    if (each === undefined || each.free === 0) continue;
    putGrant(book, { ...each, free: 0, expired: each.expired + each.free });
  }
}

function cutHolds(book: Book, gone: ReadonlySet<string>): void {
  for (const [ticket, account] of book.tickets) {
    const cut = account.held.filter(({ grant: id }) => gone.has(id));
    if (cut.length === 0) continue;
    for (const { grant: id, amount } of cut) {
      const owner = book.grants.get(id);
      if (owner !== undefined) putGrant(book, { ...owner, free: owner.free + amount });
    }
    const held = account.held.filter(({ grant: id }) => !gone.has(id));
    book.tickets.set(ticket, { ...account, held });
  }
}

function grantOf({ grant: id }: Allocation): string {
  return id;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((a, b) => a + b, 0);
}

function posted(from: readonly Allocation[], overdraft = 0): LedgerAnswer {
  return { kind: 'posted', from, overdraft };
}

function refused(code: LedgerRefusal, missing = 0): LedgerAnswer {
  return { kind: 'refused', code, missing };
}

function repeatedIf(isSame: boolean): LedgerAnswer {
  return isSame ? { kind: 'repeated' } : refused('ticket-settled');
}
