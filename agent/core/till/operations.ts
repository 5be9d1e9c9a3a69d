/** Entries under a client's key count once: the same again is answered, and not made again. */
import type { LineDraft } from '../journal-line.ts';
import type { Answer, Operation, TillEvent, TillFacts, TillRequest } from './events.ts';

/** The answer to an entry whose key is known already; undefined for one that is to be made. */
export function answerKnown(request: TillRequest, facts: TillFacts): Answer | undefined {
  const operation = operationOf(request);
  const stored = facts.storedOperation;
  if (operation === undefined || stored === undefined) return undefined;
  return stored.terms === operation.terms
    ? answerIn(facts.storedLine)
    : { kind: 'refused', refusal: { code: 'idempotency-key-reused' } };
}

/** What was told the first time, where that is more than that it was done. */
function answerIn(line: LineDraft | undefined): Answer {
  switch (line?.kind) {
    case 'cash-counted': {
      const { place, expected, counted } = line.body;
      return { kind: 'counted', place, expected, counted };
    }
    case 'shift-closed':
      return { kind: 'shift-closed', report: line.body };
    default:
      return { kind: 'done', isRepeated: true };
  }
}

/** What is to be kept of a request that was carried out. */
export function operationsOf(request: TillRequest, answer: Answer): readonly Operation[] {
  const operation = operationOf(request);
  return operation === undefined || !isCarriedOut(answer) ? [] : [operation];
}

function isCarriedOut(answer: Answer): boolean {
  switch (answer.kind) {
    case 'done':
      return answer.isRepeated !== true;
    case 'counted':
    case 'shift-opened':
    case 'shift-closed':
      return true;
    case 'sale':
    case 'operation':
    case 'escrow':
    case 'entitlement-refused':
    case 'line-needed':
    case 'lease-refused':
    case 'plan-refused':
    case 'update-order-refused':
    case 'help':
    case 'said':
    case 'desk-refused':
    case 'refused':
      return false;
  }
}

/** The kind of line that holds the answer to a request; undefined where it is known without. */
export function answeringLine(request: TillEvent): AnsweringLine | undefined {
  if (request.kind === 'count-entered') return 'cash-counted';
  return request.kind === 'shift-close-requested' ? 'shift-closed' : undefined;
}

export type AnsweringLine = 'cash-counted' | 'shift-closed';

/** The client's key a request comes with, if it does. */
export function operationOf(request: TillEvent): Operation | undefined {
  switch (request.kind) {
    case 'fill-entered':
    case 'take-entered':
    case 'count-entered':
    case 'cassette-removed':
    case 'cassette-replaced':
    case 'shift-open-requested':
    case 'shift-close-requested':
    case 'drawer-open-requested':
    case 'debt-payment-requested':
      return request.operation === undefined
        ? undefined
        : { ...request.operation, client: request.client };
    default:
      return undefined;
  }
}
