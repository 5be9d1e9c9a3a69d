/** What an audit keeps while it reads, and how it says what does not hold. */
import type {
  DepositPurpose,
  LineDraft,
  OperationPurpose,
  PayoutPurpose,
} from '../journal-line.ts';
import type { CashCounts } from './counts.ts';

/** The books while they are being read; everything in here belongs to one call. */
export interface Books {
  readonly balances: Map<string, CashCounts>;
  readonly sales: Map<string, SaleBook>;
  readonly debts: Map<string, DebtBook>;
  readonly payouts: Map<string, PayoutBook>;
  /** Coins of no sale, by the debt they were promised to. */
  readonly unassigned: Map<string, number>;
  readonly operations: Map<string, OperationBook>;
  /** The cassettes that are out, by place. */
  readonly cassettesOut: Set<string>;
  lastCassette: number;
  lostCountMax: number;
  number: number;
  readonly problems: string[];
}

export interface SaleBook {
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

export interface DebtBook {
  readonly amountMinor: number;
  readonly paidMinor: number;
}

interface PayoutBook {
  readonly ownerId: string;
  readonly purpose: PayoutPurpose;
  readonly amountMinor: number;
  paidMinor: number;
  isFinished: boolean;
  /** Its amount has been booked against its debt. */
  isBooked: boolean;
}

interface OperationBook {
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

export function openMinor({ amountMinor, paidMinor }: DebtBook): number {
  return Math.max(amountMinor - paidMinor, 0);
}

export function isPlace(key: string): boolean {
  return key.startsWith('place:');
}
