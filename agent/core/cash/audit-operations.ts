/** The rules of what operators have the machine do, and of cassettes. */
import type { LineDraft } from '../journal-line.ts';
import { check, checkCurrency, type Body, type Books } from './audit-books.ts';
import { difference } from './counts.ts';

type OperationLine = Extract<
  LineDraft,
  {
    kind:
      | 'operation-started'
      | 'operation-finished'
      | 'operation-acknowledged'
      | 'cassette-removed'
      | 'cassette-replaced';
  }
>;

export function postOperation(books: Books, line: OperationLine): void {
  switch (line.kind) {
    case 'operation-started':
      return postOperationStarted(books, line.body);
    case 'operation-finished':
      return postOperationFinished(books, line.body);
    case 'operation-acknowledged':
      return postOperationAcknowledged(books, line.body);
    case 'cassette-removed':
      return postCassetteRemoved(books, line.body);
    case 'cassette-replaced':
      return postCassetteReplaced(books, line.body);
  }
}

function postOperationStarted(books: Books, body: Body<'operation-started'>): void {
  const { operationId, purpose, amountMinor, currency } = body;
  check(books, !books.operations.has(operationId), `operation ${operationId} starts twice`);
  books.operations.set(operationId, { purpose, amountMinor, isFinished: false, currency });
}

/** It says what its payout says, once. */
function postOperationFinished(books: Books, body: Body<'operation-finished'>): void {
  const { operationId, purpose, paidMinor, shortMinor } = body;
  const operation = books.operations.get(operationId);
  const payout = books.payouts.get(`${operationId}/payout`);
  const adds =
    operation?.isFinished === false &&
    operation.purpose === purpose &&
    payout?.isFinished === true &&
    payout.paidMinor === paidMinor &&
    shortMinor === Math.max(operation.amountMinor - paidMinor, 0);
  check(books, adds, `operation ${operationId} does not add up`);
  checkCurrency(books, operation, body);
  if (operation !== undefined) operation.isFinished = true;
}

function postOperationAcknowledged(
  books: Books,
  { operationId }: Body<'operation-acknowledged'>,
): void {
  const isFinished = books.operations.get(operationId)?.isFinished === true;
  check(books, isFinished, `operation ${operationId} is acknowledged before it has ended`);
}

/** What leaves is what the books say, or money leaves unseen. */
export function checkCassette(books: Books, body: Body<'cassette-removed'>): void {
  const { place, taken } = body;
  const held = books.balances.get(`place:${place}`) ?? [];
  check(
    books,
    difference(held, taken).length === 0,
    `cassette ${place} leaves with something else`,
  );
}

function postCassetteRemoved(books: Books, body: Body<'cassette-removed'>): void {
  const { place, number } = body;
  check(books, !books.cassettesOut.has(place), `cassette ${place} leaves twice`);
  check(books, number === books.lastCassette + 1, `cassette number ${number} is out of its turn`);
  books.cassettesOut.add(place);
  books.lastCassette = number;
}

function postCassetteReplaced(books: Books, { place }: Body<'cassette-replaced'>): void {
  check(books, books.cassettesOut.delete(place), `cassette ${place} was not out`);
}

/** A payout that has ended and whose operation has not is one that nobody was told of. */
export function checkOperationsEnd(books: Books): void {
  for (const { ownerId, purpose, isFinished } of books.payouts.values()) {
    const isTold = books.operations.get(ownerId)?.isFinished === true;
    check(books, purpose !== 'operation' || isFinished === isTold, `${ownerId} was not ended`);
  }
}
