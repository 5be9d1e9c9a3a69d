/**
 * What an operator has the machine do with its cash outside a sale: paying out, or moving pieces into
 * the cashbox. It ends once, with what went and what did not; the rest never goes by itself, and
 * nobody is owed it.
 */
import type { AtMachineTask } from '../changer-line.ts';
import { invariant } from '../invariant.ts';
import type { LineDraft, OperationPurpose } from '../journal-line.ts';
import type { CashCounts } from './counts.ts';
import type { InCurrency } from './currency.ts';
import type { PayoutEnd } from './payout.ts';

/** What was asked for, and by whom. */
export interface CashOperationTerms extends InCurrency {
  readonly operationId: string;
  /** The API client that asked, and the key that makes its request idempotent. */
  readonly client: string;
  readonly idempotencyKey: string;
  /** What was asked for under that key, as one text. */
  readonly terms: string;
  readonly purpose: OperationPurpose;
  readonly operator: string;
  /** 0 of what is chosen at the machine: nobody knows it beforehand. */
  readonly amountMinor: number;
  /** What a whole machine has its operator do at the machine itself. */
  readonly atMachine?: AtMachineTask | undefined;
  readonly reason?: string | undefined;
  readonly reference?: string | undefined;
}

export interface CashOperation extends CashOperationTerms {
  readonly startedAtMs: number;
  /** Undefined while it goes on. */
  readonly outcome?: CashOperationOutcome | undefined;
  readonly isAcknowledged: boolean;
}

export interface CashOperationOutcome {
  readonly paidMinor: number;
  readonly shortMinor: number;
  /** Of pieces that were asked for, those that did not come. */
  readonly short: CashCounts;
}

export interface CashOperationStep {
  readonly operation: CashOperation;
  readonly lines: readonly LineDraft[];
}

export function startCashOperation(terms: CashOperationTerms, nowMs: number): CashOperationStep {
  const { operationId, client, operator, purpose, amountMinor, atMachine } = terms;
  const { reason, reference, currency } = terms;
  const what = { purpose, amountMinor, atMachine, currency, reason, reference };
  const body = { operationId, client, operator, ...what };
  return {
    operation: { ...terms, startedAtMs: nowMs, isAcknowledged: false },
    lines: [{ kind: 'operation-started', body }],
  };
}

export function finishCashOperation(operation: CashOperation, end: PayoutEnd): CashOperationStep {
  const { operationId, operator, purpose, atMachine, reason, currency } = operation;
  const { paidMinor, shortMinor, short } = end;
  invariant(operation.outcome === undefined, 'an operation ends once');
  const what = { operationId, operator, purpose, atMachine, reason, currency };
  const body = { ...what, paidMinor, shortMinor };
  return {
    operation: { ...operation, outcome: { paidMinor, shortMinor, short } },
    lines: [{ kind: 'operation-finished', body }],
  };
}

/** Acknowledged again it stays as it is. */
export function acknowledgeCashOperation(
  operation: CashOperation,
  client: string,
): CashOperationStep {
  invariant(operation.outcome !== undefined, 'only an operation that has ended is acknowledged');
  if (operation.isAcknowledged) return { operation, lines: [] };
  const body = { operationId: operation.operationId, client };
  return {
    operation: { ...operation, isAcknowledged: true },
    lines: [{ kind: 'operation-acknowledged', body }],
  };
}
