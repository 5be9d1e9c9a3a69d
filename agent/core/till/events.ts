/** What reaches a till, what it does, and what it answers. */
import type { ReadyAcceptor } from '../cash/acceptance.ts';
import type { CashOperation } from '../cash/cash-operation.ts';
import type { JobEffect, JobEvent } from '../cash/changer-job.ts';
import type { CashCounts } from '../cash/counts.ts';
import type { InCurrency } from '../cash/currency.ts';
import type { CashRounding } from '../cash/rounding.ts';
import type { ReadyDispenser } from '../cash/dispensers.ts';
import type { LevelLimits } from '../cash/levels.ts';
import type { PayoutEffect } from '../cash/payout.ts';
import type { PieceChoice, Shortfall } from '../cash/piece-choice.ts';
import type { Shift, ShiftReport } from '../cash/shift.ts';
import type { UnsealedPlan } from '../contract/held-plans.ts';
import type { SignedMoment } from '../entitlement/clock-evidence.ts';
import type { AtMachineTask, PlacedCount } from '../changer-line.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';
import type { LicenceState } from '../entitlement/licence-status.ts';
import type { EntitlementRefusal } from '../entitlement/refusal.ts';
import type {
  DepositEndKind,
  DepositPurpose,
  DispenseEnd,
  EscrowDecision,
  LineDraft,
  OperationPurpose,
} from '../journal-line.ts';
import type { Operator } from '../operators/operator.ts';
import type { OperatorRules, RightRefusal } from '../operators/rights.ts';
import type { SignInRefusal } from '../operators/sign-in.ts';
import type { FixDeposit, Sale, SaleTerms } from '../sale/sale.ts';
import type { EntitlementSource } from '../vendor-line.ts';
import type { KnownChanger } from './changer-turn.ts';
import type { LeaseAnswer, LeaseRequest } from './leasing-turn.ts';
import type { PlanAnswer, PlanRequest } from './plan-turn.ts';
import type { OperatorRequest } from './operator-request.ts';
import type { DrawerRequest } from './drawer-turn.ts';
import type {
  SupportAnswer,
  SupportEffect,
  SupportRefusal,
  SupportSurroundings,
} from '../support/supporting.ts';
import type { GuardRefusal } from './support-guard.ts';
import type { SupportRequest, SupportTold } from './support-turn.ts';
import type { UpdateAnswer, UpdateEffect, UpdateRequestRefusal } from '../update/updating.ts';
import type { Installation, UpdateRequest, UpdateStart, UpdateTold } from './update-turn.ts';
import type { Place, Till } from './till.ts';

/** One thing an acceptor saw, as its driver reports it. */
export type CashItem =
  | { readonly kind: 'inserted'; readonly valueMinor: number; readonly place: string }
  | {
      readonly kind: 'lost';
      readonly countMax: number;
      readonly cause: 'overflow' | 'device-reset';
    }
  | { readonly kind: 'incident'; readonly code: string; readonly isFraud: boolean };

/** What comes from the vendor, its signature checked before it gets here. */
export type VendorRequest =
  | {
      readonly kind: 'entitlement-offered';
      readonly entitlement: Entitlement;
      /** The parts of this computer under the salt of its fingerprint; undefined: it has none. */
      readonly components?: readonly string[] | undefined;
      /** The signed text it came in. */
      readonly document: string;
      readonly source: EntitlementSource;
    }
  /** Its signature did not hold. */
  | {
      readonly kind: 'entitlement-rejected';
      readonly reason: EntitlementRefusal;
      readonly source: EntitlementSource;
    }
  | LeaseRequest
  | PlanRequest
  | { readonly kind: 'time-signed'; readonly signed: SignedMoment }
  | { readonly kind: 'chain-forked'; readonly epoch: number; readonly seq: number }
  | { readonly kind: 'lines-lost'; readonly seq: number; readonly hash: string };

/** A device holds something that it has not taken yet, and waits to be told. */
export interface EscrowRequest extends InCurrency {
  readonly kind: 'cash-escrowed';
  readonly device: string;
  readonly valueMinor: number;
}

/** Makes an entry count once, however often its client asks: the key is the client's. */
export interface OperationKey {
  readonly idempotencyKey: string;
  /** What was asked for under it, as one text. */
  readonly terms: string;
}

/** An entry that was made under a client's key. */
export interface Operation extends OperationKey {
  readonly client: string;
}

/** What is to become of a deposit that is fixed. */
export type DepositEndAsked =
  /** Keeps the amount and pays out the rest. */
  | { readonly kind: 'change'; readonly amountMinor: number }
  | { readonly kind: 'no-change' }
  | { readonly kind: 'repay' }
  /** Pays out all of it in other pieces; without a choice, the fewest. */
  | { readonly kind: 'exchange'; readonly choice?: PieceChoice | undefined };

/** What a whole machine has no way to do, or only a whole machine has. */
export type MachineLimit =
  | 'pause-deposit'
  | 'exchange'
  | 'chosen-pieces'
  | 'chosen-places'
  | 'collect-all'
  | 'at-machine';

/** Pieces of a place; all that it holds where no count is given. */
export interface PlaceCount {
  readonly place: string;
  readonly count?: number | undefined;
}

/** How much is to move. */
export type OperationOrder =
  | { readonly kind: 'amount'; readonly amountMinor: number }
  /** These pieces and no others. */
  | { readonly kind: 'counts'; readonly counts: CashCounts }
  | { readonly kind: 'places'; readonly places: readonly PlaceCount[] }
  | { readonly kind: 'all' }
  /** All that lies above the start float, where one is configured. */
  | { readonly kind: 'to-float' }
  /** A whole machine asks its operator itself, so nobody knows beforehand how much it will be. */
  | { readonly kind: 'at-machine'; readonly task: AtMachineTask };

/** Asks for what an operator has the machine do. */
export interface OperationRequest extends InCurrency {
  readonly kind: 'operation-requested';
  readonly operationId: string;
  readonly purpose: OperationPurpose;
  readonly order: OperationOrder;
  readonly client: string;
  readonly operator: Operator;
  readonly operation: OperationKey;
  /** In the operator's own words. */
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
}

/** Asked by somebody who waits for an answer. */
export type TillRequest =
  | VendorRequest
  | UpdateRequest
  | SupportRequest
  | DrawerRequest
  | EscrowRequest
  | OperatorRequest
  | {
      readonly kind: 'sale-requested';
      readonly terms: SaleTerms;
      /** Who asks for a deposit that an operator alone may begin. */
      readonly operator?: Operator | undefined;
    }
  | { readonly kind: 'cancel-requested'; readonly saleId: string }
  | {
      readonly kind: 'deposit-change-requested';
      readonly saleId: string;
      readonly change: 'pause' | 'restart' | 'fix';
    }
  | {
      readonly kind: 'deposit-end-requested';
      readonly saleId: string;
      readonly end: DepositEndAsked;
      readonly operation: OperationKey;
    }
  | OperationRequest
  | {
      readonly kind: 'operation-acknowledge-requested';
      readonly operationId: string;
      readonly client: string;
    }
  /** What goes on at a whole machine is to be over; what has moved stays moved. */
  | {
      readonly kind: 'operation-end-requested';
      readonly operationId: string;
      readonly operator: Operator;
    }
  | {
      readonly kind: 'cassette-removed';
      readonly place: string;
      readonly client: string;
      readonly operator: Operator;
      readonly operation: OperationKey;
    }
  | {
      readonly kind: 'cassette-replaced';
      readonly place: string;
      /** What lies in it. */
      readonly counted: CashCounts;
      readonly client: string;
      readonly operator?: Operator | undefined;
      readonly operation: OperationKey;
    }
  | { readonly kind: 'acknowledge-requested'; readonly saleId: string; readonly client: string }
  | {
      readonly kind: 'fill-entered';
      readonly place: string;
      readonly added: CashCounts;
      readonly client: string;
      readonly operator?: Operator | undefined;
      readonly operation?: OperationKey | undefined;
    }
  | {
      readonly kind: 'take-entered';
      readonly place: string;
      readonly taken: CashCounts;
      /** In the operator's own words. */
      readonly reason: string;
      readonly client: string;
      readonly operator: Operator;
      readonly operation?: OperationKey | undefined;
    }
  | {
      readonly kind: 'count-entered';
      readonly place: string;
      readonly counted: CashCounts;
      /** The device is out of service for good: the count settles what it can no longer tell. */
      readonly isDeviceGone: boolean;
      readonly client: string;
      readonly operator?: Operator | undefined;
      readonly operation?: OperationKey | undefined;
    }
  | {
      readonly kind: 'shift-open-requested' | 'shift-close-requested';
      readonly client: string;
      readonly operator?: Operator | undefined;
      readonly operation?: OperationKey | undefined;
    }
  | {
      readonly kind: 'debt-payment-requested';
      readonly debtId: string;
      readonly by: 'hand' | 'machine';
      readonly client: string;
      readonly operator: Operator;
      readonly operation?: OperationKey | undefined;
    };

/** The document in the store, verified again. */
export type HeldEntitlement =
  | {
      readonly kind: 'verified';
      readonly entitlement: Entitlement;
      /** As with one that is offered. */
      readonly components?: readonly string[] | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: EntitlementRefusal };

/** Told by the machine, or by time. */
/** What has become of the signed documents in the store; absent where there were none. */
export interface HeldDocuments {
  readonly held?: HeldEntitlement | undefined;
  readonly plans?: readonly UnsealedPlan[] | undefined;
}

export type TillReport =
  | ({ readonly kind: 'agent-started'; readonly update?: UpdateStart | undefined } & HeldDocuments)
  | UpdateTold
  | SupportTold
  | { readonly kind: 'time-passed' }
  /** The agent is still running: time without a licence counts, and days have ends. */
  | { readonly kind: 'running-noted' }
  | ({
      readonly kind: 'cash-reported';
      readonly device: string;
      readonly cursor: string;
      readonly items: readonly CashItem[];
    } & InCurrency)
  | {
      readonly kind: 'device-changed';
      readonly device: string;
      readonly state: 'up' | 'down' | 'fault';
      readonly detail: string;
    }
  /** `unanswered`: acceptors that have not said that they are closed. */
  | {
      readonly kind: 'deposit-fixed';
      readonly saleId: string;
      readonly unanswered?: readonly string[] | undefined;
    }
  /** What a whole machine says of a job. */
  | { readonly kind: 'job-told'; readonly jobId: string; readonly said: JobEvent }
  | {
      readonly kind: 'levels-told';
      readonly device: string;
      readonly levels: readonly PlacedCount[];
    }
  | ({ readonly payoutId: string; readonly leg: number } & (
      | { readonly kind: 'dispense-prepared'; readonly evidence: string }
      | { readonly kind: 'dispense-refused' }
      | { readonly kind: 'dispense-settled'; readonly paid: number; readonly end: DispenseEnd }
      | { readonly kind: 'dispense-unknown'; readonly reason: string; readonly detail: string }
    ));

export type TillEvent = TillRequest | TillReport;

export type TillEffect =
  | UpdateEffect
  | SupportEffect
  | FixDeposit
  | PayoutEffect
  | JobEffect
  | {
      readonly kind: 'set-acceptance';
      readonly device: string;
      readonly valuesMinor: readonly number[];
    };

/** What a step may know beside the till's own state; gathered by the shell, never by the core. */
export interface TillFacts {
  readonly version: string;
  /** The till's own. */
  readonly currency: string;
  /** Of this installation, if amounts are rounded to the coins there are. */
  readonly cashRounding?: CashRounding | undefined;
  /** Wall clock, for records. */
  readonly nowMs: number;
  /** Since the last coin or the last word of the sale's POS program, on the monotonic clock. */
  readonly idleMs: number;
  /** A sale below its amount due is given up after so long without either. */
  readonly idleExpiryMs: number;
  readonly acceptors: readonly ReadyAcceptor[];
  readonly dispensers: readonly ReadyDispenser[];
  /** Whole machines, whether they answer or not; where there is one, it takes all cash. */
  readonly changers: readonly KnownChanger[];
  readonly places: readonly Place[];
  /** The stored sale a request speaks of: by its id, or by its client and key. */
  readonly storedSale?: Sale | undefined;
  /** Whom the entitlement must name. */
  readonly station: string;
  /** Of the trust file. */
  readonly activationGraceDays: number;
  /** When the last line of the journal was written; absent before the first. */
  readonly lastLineAtMs?: number | undefined;
  /** Since running time was last counted, on the monotonic clock. */
  readonly ranMs: number;
  readonly operators: OperatorRules;
  /** Since running time was last counted for locks, on the monotonic clock. */
  readonly lockRanMs: number;
  /** The entry that was made under the key a request comes with. */
  readonly storedOperation?: Operation | undefined;
  /** The line that entry has written, where its answer is in there. */
  readonly storedLine?: LineDraft | undefined;
  /** The operation a request speaks of: by its id, or by its client and key. */
  readonly storedCashOperation?: CashOperation | undefined;
  /** How full each place may get, and its start float; by place. */
  readonly limits: Readonly<Record<string, LevelLimits>>;
  /** Of the tree this program is installed in; absent where it runs from none. */
  readonly installation?: Installation | undefined;
  /** What help and sessions need to know; absent: nobody can be shown anything here. */
  readonly support?: SupportSurroundings | undefined;
  /** A fresh id, for whatever this step makes. */
  readonly newId: string;
}

/** Why a request was not carried out. No money and no sale has changed when one is answered. */
export type Refusal =
  | RightRefusal
  | SignInRefusal
  /** The program is about to make way for another version. */
  | { readonly code: 'update-beginning' }
  | { readonly code: UpdateRequestRefusal }
  | { readonly code: SupportRefusal }
  | { readonly code: GuardRefusal }
  | { readonly code: 'not-licensed'; readonly state: LicenceState }
  | { readonly code: 'sale-in-progress'; readonly saleId: string }
  | { readonly code: 'deposit-in-progress'; readonly depositId: string }
  | { readonly code: 'deposit-not-found'; readonly depositId: string }
  | { readonly code: 'deposit-not-fixed'; readonly depositId: string }
  | { readonly code: 'deposit-fixed'; readonly depositId: string }
  | { readonly code: 'deposit-ended'; readonly depositId: string }
  | {
      readonly code: 'deposit-end-not-possible';
      readonly purpose: DepositPurpose;
      readonly end: DepositEndKind;
    }
  | {
      readonly code: 'deposit-too-small';
      readonly insertedMinor: number;
      readonly amountMinor: number;
    }
  /** UnifiedPOS OVERDISPENSE: what is held is not enough, or does not make up the amount. */
  | ({ readonly code: 'not-dispensable'; readonly amountMinor: number } & Shortfall)
  | { readonly code: 'nothing-to-move' }
  | { readonly code: 'cannot-collect'; readonly place: string }
  /** No machine of this till has a way to do it. */
  | { readonly code: 'machine-cannot'; readonly what: MachineLimit }
  | { readonly code: 'operation-not-found'; readonly operationId: string }
  | { readonly code: 'operation-not-finished'; readonly operationId: string }
  | { readonly code: 'cassette-out'; readonly place: string; readonly number: number }
  | { readonly code: 'cassette-not-out'; readonly place: string }
  | { readonly code: 'machine-busy' }
  | { readonly code: 'machine-not-ready' }
  /** Somebody else's operation runs on a whole machine. */
  | { readonly code: 'machine-in-use' }
  | { readonly code: 'amount-not-payable'; readonly amountMinor: number }
  | { readonly code: 'currency-not-accepted'; readonly currency: string }
  | { readonly code: 'idempotency-key-reused'; readonly saleId?: string | undefined }
  | { readonly code: 'more-than-held'; readonly place: string; readonly valueMinor: number }
  | { readonly code: 'sale-not-found'; readonly saleId: string }
  | { readonly code: 'sale-already-paid'; readonly saleId: string }
  | { readonly code: 'sale-not-finished'; readonly saleId: string }
  | { readonly code: 'sale-over'; readonly saleId: string }
  | { readonly code: 'drawer-opened-enough'; readonly saleId: string; readonly openingsMax: number }
  | { readonly code: 'shift-open-already'; readonly number: number }
  | { readonly code: 'no-shift-open' }
  | { readonly code: 'debt-not-found'; readonly debtId: string }
  | { readonly code: 'debt-being-paid'; readonly debtId: string }
  | { readonly code: 'place-not-found'; readonly place: string }
  /** A payout from this place is not settled, and its device will tell when it is back. */
  | { readonly code: 'payout-open'; readonly place: string }
  | { readonly code: 'value-not-held-here'; readonly place: string; readonly valueMinor: number };

export type Answer =
  | { readonly kind: 'sale'; readonly sale: Sale; readonly isNew: boolean }
  | { readonly kind: 'operation'; readonly operation: CashOperation; readonly isNew: boolean }
  /** `isRepeated`: it was done before, under the same key. */
  | { readonly kind: 'done'; readonly isRepeated?: true | undefined }
  /** What lay in a place by the journal, and what a person has found there. */
  | {
      readonly kind: 'counted';
      readonly place: string;
      readonly expected: CashCounts;
      readonly counted: CashCounts;
    }
  | { readonly kind: 'shift-opened'; readonly shift: Shift }
  | { readonly kind: 'shift-closed'; readonly report: ShiftReport }
  | { readonly kind: 'escrow'; readonly decision: EscrowDecision }
  /** The entitlement that was offered is not this till's, or no news. */
  | { readonly kind: 'entitlement-refused'; readonly reason: EntitlementRefusal }
  | LeaseAnswer
  /** The plan that was offered is not believed, or cannot be kept. */
  | PlanAnswer
  | Extract<UpdateAnswer, { readonly kind: 'update-order-refused' }>
  | Exclude<SupportAnswer, { readonly kind: 'done' | 'refused' }>
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface TillStep {
  readonly till: Till;
  /** In the order in which they happened. */
  readonly lines: readonly LineDraft[];
  /** To be run only once state and lines are durable. */
  readonly effects: readonly TillEffect[];
  /** Every sale this step has changed, finished ones among them. */
  readonly sales: readonly Sale[];
  /** Every operation this step has changed, finished ones among them. */
  readonly cashOperations: readonly CashOperation[];
  /** Entries that were made under a client's key. */
  readonly operations: readonly Operation[];
  readonly answer: Answer;
}
