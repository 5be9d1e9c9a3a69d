/**
 * Everything the till writes down, one kind a thing that happened. A line is never changed, only
 * corrected by a later one; what the till holds, owes and has sold is a fold over these lines.
 */
import type { CashCounts } from './cash/counts.ts';
import type { AtMachineTask, ChangerLineBodies } from './changer-line.ts';
import type { InCurrency } from './cash/currency.ts';
import type { Shift, ShiftReport } from './cash/shift.ts';
import type { OperatorLineBodies } from './operators/operator-line.ts';
import type { DrawerLineBodies } from './drawer-line.ts';
import type { SupportLineBodies } from './support/support-line.ts';
import type { UpdateLineBodies } from './update/update-line.ts';
import type { VendorLineBodies } from './vendor-line.ts';

/** Why money moves: a sale's change, its money back, a debt paid by the machine, or an operation. */
export type PayoutPurpose = 'change' | 'return' | 'debt' | 'operation';

/** What cash is put in for, where no amount is due: kept for somebody, kept as the till's, or changed. */
export type DepositPurpose = 'deposit' | 'fill' | 'exchange';

/** What became of a deposit. */
export type DepositEndKind = 'change' | 'no-change' | 'repay' | 'exchange';

/** What an operator has the machine do: `collect` moves pieces into its cashbox, the others pay out. */
export type OperationPurpose = 'dispense' | 'refund' | 'float' | 'empty' | 'collect';

/**
 * How the customer's money of a cancelled sale came to be returned.
 * `refused`, `at-machine`: a whole machine would not begin it, or it was given up at the machine.
 */
export type CancelReason = 'requested' | 'expired' | 'refused' | 'at-machine';

/** What settled a dispense: the device's own counters, or somebody's count of its tube. */
export type DispenseEnd =
  | 'complete'
  | 'empty'
  | 'jam'
  | 'not-executed'
  | 'power-lost'
  | 'fault'
  | 'counted';

/** Where the pieces of an order go: out to the customer, or into the machine's own cashbox. */
export type DispenseTarget = 'customer' | 'cashbox';

/** What becomes of what a device holds: taken, or given back. */
export type EscrowDecision = 'stack' | 'return';

interface LineBodies
  extends
    VendorLineBodies,
    OperatorLineBodies,
    DrawerLineBodies,
    ChangerLineBodies,
    SupportLineBodies,
    UpdateLineBodies {
  /** The agent came up on this journal. */
  readonly 'agent-started': { readonly version: string };
  readonly 'sale-started': {
    readonly saleId: string;
    readonly client: string;
    readonly amountDueMinor: number;
    /** In `amountDueMinor` already: what cash rounding added or, negative, took away. */
    readonly roundingMinor?: number | undefined;
    readonly currency: string;
    /** It is not the till's own. */
    readonly isForeign?: true | undefined;
    readonly reference?: string | undefined;
  };
  /** One coin or note credited by a device. `debtId` instead of `saleId`: it belongs to no sale. */
  readonly 'cash-inserted': InCurrency & {
    readonly device: string;
    readonly place: string;
    readonly valueMinor: number;
    readonly saleId?: string | undefined;
    readonly debtId?: string | undefined;
  };
  /** What a device holds is to be taken or given back; it counts only once it is credited. */
  readonly 'cash-escrowed': InCurrency & {
    readonly device: string;
    readonly valueMinor: number;
    readonly decision: EscrowDecision;
    readonly saleId?: string | undefined;
  };
  /** Credits that a device had and can no longer tell: a discrepancy until somebody counts. */
  readonly 'credits-lost': InCurrency & {
    readonly device: string;
    readonly countMax: number;
    readonly cause: 'overflow' | 'device-reset';
    readonly saleId?: string | undefined;
  };
  /** Enough is inserted: from here on the sale stays paid. */
  readonly 'sale-paid': { readonly saleId: string; readonly insertedMinor: number };
  readonly 'sale-cancelled': {
    readonly saleId: string;
    readonly insertedMinor: number;
    readonly reason: CancelReason;
  };
  readonly 'payout-started': InCurrency & {
    readonly payoutId: string;
    readonly purpose: PayoutPurpose;
    readonly ownerId: string;
    readonly amountMinor: number;
  };
  /** A sale whose amount is told at its end. */
  readonly 'deposit-started': {
    readonly saleId: string;
    readonly client: string;
    readonly purpose: DepositPurpose;
    readonly currency: string;
    /** It is not the till's own. */
    readonly isForeign?: true | undefined;
    readonly reference?: string | undefined;
    readonly reason?: string | undefined;
    readonly operator?: string | undefined;
  };
  /** The acceptors are closed, and what was on its way is in. */
  readonly 'deposit-fixed': {
    readonly saleId: string;
    readonly insertedMinor: number;
    /** It was ended though these did not say that they are closed: what they tell later is unassigned. */
    readonly unanswered?: readonly string[] | undefined;
  };
  /** What is over is paid out from here on. */
  readonly 'deposit-ended': {
    readonly saleId: string;
    readonly end: DepositEndKind;
    readonly insertedMinor: number;
    /** Of this, what the till keeps. */
    readonly amountDueMinor: number;
  };
  /** Everything up to its end is an operator's doing. */
  readonly 'operation-started': InCurrency & {
    readonly operationId: string;
    readonly client: string;
    readonly operator: string;
    readonly purpose: OperationPurpose;
    readonly amountMinor: number;
    /** Its pieces are chosen at the machine: the amount is known at its end, and 0 here. */
    readonly atMachine?: AtMachineTask | undefined;
    readonly reason?: string | undefined;
    readonly reference?: string | undefined;
  };
  readonly 'operation-finished': InCurrency & {
    readonly operationId: string;
    readonly operator: string;
    readonly purpose: OperationPurpose;
    readonly atMachine?: AtMachineTask | undefined;
    readonly paidMinor: number;
    readonly shortMinor: number;
    readonly reason?: string | undefined;
  };
  readonly 'operation-acknowledged': { readonly operationId: string; readonly client: string };
  /** The cassette leaves with all that the journal knows to be in it; the place starts anew. */
  readonly 'cassette-removed': InCurrency & {
    readonly place: string;
    /** Rises by one with each; never used twice. */
    readonly number: number;
    readonly taken: CashCounts;
    readonly client: string;
    readonly operator: string;
  };
  readonly 'cassette-replaced': InCurrency & {
    readonly place: string;
    /** What lay in it when it was put in. */
    readonly added: CashCounts;
    readonly client: string;
    readonly operator?: string | undefined;
  };
  /** Written before the command is sent: from here on these coins may be in the customer's hand. */
  readonly 'dispense-started': InCurrency & {
    readonly payoutId: string;
    readonly leg: number;
    readonly device: string;
    readonly valueMinor: number;
    readonly count: number;
    readonly evidence: string;
    /** Absent: out to the customer. */
    readonly to?: 'cashbox' | undefined;
  };
  readonly 'dispense-unresolved': {
    readonly payoutId: string;
    readonly leg: number;
    readonly device: string;
    readonly reason: string;
    readonly detail: string;
  };
  /** What became of a dispense, from the device's counters or from a count. */
  readonly 'dispense-settled': InCurrency & {
    readonly payoutId: string;
    readonly leg: number;
    readonly device: string;
    readonly valueMinor: number;
    readonly count: number;
    readonly paid: number;
    readonly end: DispenseEnd;
    readonly to?: 'cashbox' | undefined;
  };
  readonly 'payout-finished': {
    readonly payoutId: string;
    readonly paidMinor: number;
    readonly shortMinor: number;
    /** More came out than was asked for: the till is poorer by this. */
    readonly excessMinor: number;
  };
  /** The till owes this much: change or money back it could not pay, or cash of no sale. */
  readonly 'debt-recorded': InCurrency & {
    readonly debtId: string;
    readonly cause: 'owed' | 'unassigned';
    readonly amountMinor: number;
    readonly saleId?: string | undefined;
  };
  readonly 'debt-paid': InCurrency & {
    readonly debtId: string;
    readonly amountMinor: number;
    readonly by: 'hand' | 'machine';
    readonly client: string;
    readonly operator?: string | undefined;
    readonly payoutId?: string | undefined;
  };
  readonly 'sale-settled': InCurrency & {
    readonly saleId: string;
    readonly insertedMinor: number;
    readonly changeMinor: number;
    readonly owedMinor: number;
    readonly roundingMinor?: number | undefined;
    /** Absent: a sale. */
    readonly purpose?: DepositPurpose | undefined;
  };
  readonly 'sale-returned': InCurrency & {
    readonly saleId: string;
    readonly insertedMinor: number;
    readonly returnedMinor: number;
    readonly owedMinor: number;
    readonly purpose?: DepositPurpose | undefined;
  };
  readonly 'sale-acknowledged': { readonly saleId: string; readonly client: string };
  readonly 'cash-filled': InCurrency & {
    readonly place: string;
    readonly added: CashCounts;
    readonly client: string;
    readonly operator?: string | undefined;
  };
  /** Taken out by a person, such as to the bank; it lies with the operator from here on. */
  readonly 'cash-taken': InCurrency & {
    readonly place: string;
    readonly taken: CashCounts;
    readonly reason: string;
    readonly client: string;
    readonly operator?: string | undefined;
  };
  /** An operator has taken the machine from a program that held it; no money has moved by that. */
  readonly 'claim-broken': {
    readonly claimedBy: string;
    readonly reason: string;
    readonly client: string;
    readonly operator: string;
  };
  readonly 'shift-opened': Shift;
  /** The shift's report: it stands as it is from here on. */
  readonly 'shift-closed': ShiftReport;
  /** A count by a person; the difference is a discrepancy in its own right. */
  readonly 'cash-counted': InCurrency & {
    readonly place: string;
    readonly expected: CashCounts;
    readonly counted: CashCounts;
    readonly client: string;
    readonly operator?: string | undefined;
    /** The client's; under it the count is answered again from this line. */
    readonly idempotencyKey?: string | undefined;
  };
  /**
   * A dispenser proved what it holds to be other than the journal expected: a discrepancy in its
   * own right, `change` pieces more (positive) or fewer (negative).
   */
  readonly 'holding-corrected': InCurrency & {
    readonly place: string;
    readonly valueMinor: number;
    readonly change: number;
    readonly cause: 'found-empty' | 'paid-more-than-held';
  };
  readonly 'device-changed': {
    readonly device: string;
    readonly state: 'up' | 'down' | 'fault';
    readonly detail: string;
  };
  readonly 'incident-reported': {
    readonly device: string;
    readonly code: string;
    readonly isFraud: boolean;
  };
}

/** A line as a step makes it; sequence, time and hash are the store's. */
export type LineDraft = {
  readonly [Kind in keyof LineBodies]: { readonly kind: Kind; readonly body: LineBodies[Kind] };
}[keyof LineBodies];

/** A line of the journal: `hash` covers everything before it, so a change anywhere shows. */
export type JournalLine = LineDraft & {
  readonly seq: number;
  readonly atMs: number;
  readonly prevHash: string;
  readonly hash: string;
};
