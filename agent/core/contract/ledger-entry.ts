/**
 * What can happen to a balance: of credits, of minutes, or of money in minor units. An entry is
 * never changed; what was wrong is reversed by another.
 */
export type LedgerEntry =
  | GrantEntry
  | HoldEntry
  | SettleEntry
  | TicketEntry<'release'>
  | TicketEntry<'reverse'>
  | LeaseCutEntry
  | LeaseSpendEntry
  | LeaseEntry<'lease-closed'>
  | LeaseEntry<'lease-written-off'>;

interface Entry<Kind extends string> {
  readonly kind: Kind;
  /** Made by the one who asks, and kept on a retry: an entry counts once. */
  readonly id: string;
  readonly atMs: number;
}

export interface GrantEntry extends Entry<'grant'> {
  readonly amount: number;
  /** The lower is used first; 0 where nothing is said. */
  readonly priority?: number | undefined;
  /** The first instant at which it is gone; without it, it stays. */
  readonly expiresMs?: number | undefined;
  /** What it came from: a registration pack, a top-up, a pool of a plan. */
  readonly source: string;
}

/** Sets an amount aside for a ticket before the work begins. */
export interface HoldEntry extends Entry<'hold'> {
  readonly ticket: string;
  readonly amount: number;
}

/** Takes what a ticket cost: from its own hold first, then in burn order. */
export interface SettleEntry extends Entry<'settle'> {
  readonly ticket: string;
  readonly amount: number;
  /** What to do where the balance does not reach; work done on a forked branch is booked by name. */
  readonly onShort?: 'refuse' | 'overdraft' | undefined;
}

/** `release` gives a hold back; `reverse` gives a settlement back to the grants it was taken from. */
export interface TicketEntry<Kind extends string> extends Entry<Kind> {
  readonly ticket: string;
}

/** Sets an amount aside for what one till may promise while it is offline. */
export interface LeaseCutEntry extends Entry<'lease-cut'> {
  readonly lease: string;
  readonly amount: number;
}

/** What a till has settled from its lease. */
export interface LeaseSpendEntry extends Entry<'lease-spend'> {
  readonly lease: string;
  readonly ticket: string;
  readonly amount: number;
}

/**
 * `lease-closed`: the till has durably said that it promises nothing more from it, and the rest goes
 * back. `lease-written-off`: an admin gives the till up, and the rest counts as spent. No clock does
 * either.
 */
export interface LeaseEntry<Kind extends string> extends Entry<Kind> {
  readonly lease: string;
}

/** So much of one grant. */
export interface Allocation {
  readonly grant: string;
  readonly amount: number;
}

export type LedgerAnswer =
  | { readonly kind: 'posted'; readonly from: readonly Allocation[]; readonly overdraft: number }
  /** The same entry, or one to the same end, has been posted before; nothing has changed. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'refused'; readonly code: LedgerRefusal; readonly missing: number };

export const LEDGER_REFUSALS = [
  /** An amount is a whole number above 0. */
  'amount-invalid',
  /** Another entry has the same id. */
  'id-taken',
  /** The balance does not reach; `missing` says by how much. */
  'balance-short',
  'ticket-settled',
  /** Nothing is held or settled for this ticket. */
  'ticket-unknown',
  'lease-exists',
  'lease-unknown',
  'lease-ended',
] as const;

export type LedgerRefusal = (typeof LEDGER_REFUSALS)[number];

/** At the same instant what gives comes before what takes, and every taking before its undoing. */
const KIND_ORDER: Readonly<Record<LedgerEntry['kind'], number>> = {
  grant: 0,
  'lease-cut': 1,
  hold: 2,
  'lease-spend': 3,
  settle: 4,
  release: 5,
  reverse: 6,
  'lease-closed': 7,
  'lease-written-off': 8,
};

/** The one order in which a set of entries is posted, whatever order they came in. */
export function compareEntries(a: LedgerEntry, b: LedgerEntry): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.kind !== b.kind) return KIND_ORDER[a.kind] - KIND_ORDER[b.kind];
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/** Whether two entries say the same. */
export function isSameEntry(a: LedgerEntry, b: LedgerEntry): boolean {
  return textOf(a) === textOf(b);
}

/** Entries are flat, so their fields in order are all they say. */
function textOf(entry: LedgerEntry): string {
  return JSON.stringify(
    Object.entries(entry)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );
}
