/** What an audit keeps while it reads, and how it says what does not hold. */
import type {
  DepositPurpose,
  LineDraft,
  OperationPurpose,
  PayoutPurpose,
} from '../journal-line.ts';
import type { CashCounts } from './counts.ts';
import type { InCurrency } from './currency.ts';

/** The books while they are being read; everything in here belongs to one call. */
export interface Books {
  readonly balances: Map<string, CashCounts>;
  /** Of what lies in a place or is on its way: its currency, where that is not the till's own. */
  readonly currencies: Map<string, string>;
  readonly sales: Map<string, SaleBook>;
  readonly debts: Map<string, DebtBook>;
  readonly payouts: Map<string, PayoutBook>;
  /** What each dispenser was last told, as long as nobody knows what became of it. */
  readonly orders: Map<string, OrderBook>;
  /** Coins of no sale, by the debt they were promised to. */
  readonly unassigned: Map<string, UnassignedBook>;
  readonly operations: Map<string, OperationBook>;
  /** The cassettes that are out, by place. */
  readonly cassettesOut: Set<string>;
  lastCassette: number;
  lostCountMax: number;
  number: number;
  readonly problems: string[];
}

export interface SaleBook extends InCurrency {
  /** With what a whole machine made of it; undefined for a deposit that has not been ended. */
  dueMinor: number | undefined;
  readonly purpose: DepositPurpose | undefined;
  isFixed: boolean;
  insertedMinor: number;
  /** Paid out within the sale itself, by a whole machine. */
  paidOutMinor: number;
  /** What it ended owing; undefined while it has not ended. */
  owedMinor: number | undefined;
}

interface UnassignedBook extends InCurrency {
  readonly amountMinor: number;
}

export interface DebtBook extends InCurrency {
  readonly amountMinor: number;
  readonly paidMinor: number;
}

interface PayoutBook extends InCurrency {
  readonly ownerId: string;
  readonly purpose: PayoutPurpose;
  readonly amountMinor: number;
  paidMinor: number;
  isFinished: boolean;
  /** Its amount has been booked against its debt. */
  isBooked: boolean;
}

interface OrderBook {
  readonly payoutId: string;
  readonly leg: number;
  readonly amountMinor: number;
}

interface OperationBook extends InCurrency {
  readonly purpose: OperationPurpose;
  readonly amountMinor: number;
  isFinished: boolean;
}

export type Body<Kind extends LineDraft['kind']> = Extract<
  LineDraft,
  { readonly kind: Kind }
>['body'];

export function check(books: Books, holds: boolean, problem: string): void {
  if (!holds) books.problems.push(`line ${books.number}: ${problem}`);
}

/** Nothing of one currency may be counted towards anything of another. */
export function checkCurrency(books: Books, owner: InCurrency | undefined, line: InCurrency): void {
  const isSame = owner === undefined || owner.currency === line.currency;
  check(books, isSame, `${line.currency ?? OWN} is counted as ${owner?.currency ?? OWN}`);
}

const OWN = "the till's own currency";

export function openMinor({ amountMinor, paidMinor }: DebtBook): number {
  return Math.max(amountMinor - paidMinor, 0);
}

/** The account of the pieces that one order has on their way. */
export function transitKey(payoutId: string, leg: number): string {
  return `transit:${payoutId}#${leg}`;
}

export function isPlace(key: string): boolean {
  return key.startsWith('place:');
}
