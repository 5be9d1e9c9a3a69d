/** Entries under a client's key count once: the same again is answered, and not made again. */
import type { Answer, Operation, TillEvent, TillFacts, TillRequest } from './events.ts';

/** The answer to an entry whose key is known already; undefined for one that is to be made. */
export function answerKnown(request: TillRequest, facts: TillFacts): Answer | undefined {
  const operation = operationOf(request);
  const stored = facts.storedOperation;
  if (operation === undefined || stored === undefined) return undefined;
  return stored.terms === operation.terms
    ? { kind: 'done' }
    : { kind: 'refused', refusal: { code: 'idempotency-key-reused' } };
}

/** What is to be kept of a request that was carried out. */
export function operationsOf(request: TillRequest, answer: Answer): readonly Operation[] {
  const operation = operationOf(request);
  return operation === undefined || answer.kind !== 'done' ? [] : [operation];
}

/** The client's key a request comes with, if it does. */
export function operationOf(request: TillEvent): Operation | undefined {
  switch (request.kind) {
    case 'fill-entered':
    case 'take-entered':
    case 'count-entered':
    case 'cassette-removed':
    case 'cassette-replaced':
      return request.operation === undefined
        ? undefined
        : { ...request.operation, client: request.client };
    default:
      return undefined;
  }
}
