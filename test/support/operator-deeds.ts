/** What operators and POS programs ask a till for, in short. */
import type { DepositPurpose } from '../../agent/core/journal-line.ts';
import type {
  Answer,
  DepositEndAsked,
  OperationRequest,
  TillEvent,
} from '../../agent/core/till/events.ts';

export interface DeedTill {
  send(event: TillEvent): Answer;
  settle(): void;
}

export const OPERATOR = { operatorId: 'ana', role: 'supervisor' } as const;

export function beginDeposit(
  till: DeedTill,
  saleId: string,
  purpose: DepositPurpose = 'deposit',
): Answer {
  const operator = purpose === 'deposit' ? undefined : OPERATOR;
  const terms = {
    saleId,
    client: 'pos',
    idempotencyKey: `key-${saleId}`,
    amountDueMinor: 0,
    currency: 'EUR',
    deposit: { purpose },
  };
  return till.send({ kind: 'sale-requested', terms, operator });
}

export function change(till: DeedTill, saleId: string, to: 'pause' | 'restart' | 'fix'): Answer {
  return till.send({ kind: 'deposit-change-requested', saleId, change: to });
}

/** Fixes it, and lets the acceptors say that they are closed. */
export function fix(till: DeedTill, saleId: string): void {
  change(till, saleId, 'fix');
  till.settle();
}

/** `which` is the deposit, or the deposit and the key: `d under k`. */
export function end(till: DeedTill, which: string, asked: DepositEndAsked): Answer {
  const [saleId = '', idempotencyKey = 'end'] = which.split(' under ');
  const operation = { idempotencyKey, terms: JSON.stringify(asked) };
  return till.send({ kind: 'deposit-end-requested', saleId, end: asked, operation });
}

export function operate(
  till: DeedTill,
  operationId: string,
  asked: Pick<OperationRequest, 'purpose' | 'order' | 'currency'>,
): Answer {
  return till.send({
    kind: 'operation-requested',
    operationId,
    ...asked,
    client: 'pos',
    operator: OPERATOR,
    operation: { idempotencyKey: `key-${operationId}`, terms: JSON.stringify(asked) },
    reason: 'asked',
  });
}

export function cassette(till: DeedTill, move: 'remove' | 'replace', key: string): Answer {
  const common = { place: 'cashbox', client: 'pos', operator: OPERATOR };
  const operation = { idempotencyKey: key, terms: move };
  return move === 'remove'
    ? till.send({ kind: 'cassette-removed', ...common, operation })
    : till.send({ kind: 'cassette-replaced', ...common, counted: [], operation });
}
