/** The rules of payouts: for what is due, no more than that, and to where it was to go. */
import {
  check,
  checkCurrency,
  openMinor,
  transitKey,
  type Body,
  type Books,
} from './audit-books.ts';
import type { InCurrency } from './currency.ts';

export function postPayoutStarted(books: Books, body: Body<'payout-started'>): void {
  const { payoutId, ownerId, amountMinor, purpose, currency } = body;
  check(books, !books.payouts.has(payoutId), `payout ${payoutId} starts twice`);
  const dueMinor = dueOutMinor(books, purpose, ownerId);
  check(books, dueMinor === amountMinor, `payout ${payoutId} is not what ${ownerId} is due`);
  const isSecond = [`${ownerId}/payout`].some((id) => id !== payoutId && books.payouts.has(id));
  check(books, purpose === 'debt' || !isSecond, `${ownerId} is paid out twice`);
  const progress = { paidMinor: 0, isFinished: false, isBooked: false };
  checkCurrency(books, ownerOf(books, purpose, ownerId), body);
  books.payouts.set(payoutId, { ownerId, purpose, amountMinor, currency, ...progress });
}

function ownerOf(
  books: Books,
  purpose: Body<'payout-started'>['purpose'],
  ownerId: string,
): InCurrency | undefined {
  switch (purpose) {
    case 'debt':
      return books.debts.get(ownerId);
    case 'operation':
      return books.operations.get(ownerId);
    case 'change':
    case 'return':
      return books.sales.get(ownerId);
  }
}

function dueOutMinor(
  books: Books,
  purpose: Body<'payout-started'>['purpose'],
  ownerId: string,
): number | undefined {
  if (purpose === 'debt') {
    const debt = books.debts.get(ownerId);
    return debt === undefined ? undefined : openMinor(debt);
  }
  if (purpose === 'operation') {
    const operation = books.operations.get(ownerId);
    return operation?.isFinished === false ? operation.amountMinor : undefined;
  }
  const sale = books.sales.get(ownerId);
  if (sale === undefined || sale.owedMinor !== undefined) return undefined;
  if (purpose === 'return') return sale.insertedMinor;
  return sale.dueMinor === undefined ? undefined : sale.insertedMinor - sale.dueMinor;
}

export function postDispenseStarted(books: Books, body: Body<'dispense-started'>): void {
  const { payoutId, leg, device, count, valueMinor } = body;
  const payout = books.payouts.get(payoutId);
  check(books, !books.orders.has(device), `${device} has an order already`);
  books.orders.set(device, { payoutId, leg, amountMinor: count * valueMinor });
  const isWithin =
    payout !== undefined &&
    !payout.isFinished &&
    payout.paidMinor + orderedMinor(books, payoutId) <= payout.amountMinor;
  check(books, isWithin, `payout ${payoutId} orders more than it is for`);
  checkCurrency(books, payout, body);
  checkTarget(books, body);
}

function orderedMinor(books: Books, payoutId: string): number {
  return [...books.orders.values()].reduce(
    (sum, order) => sum + (order.payoutId === payoutId ? order.amountMinor : 0),
    0,
  );
}

/** Only what is collected stays in the machine: anything else that is said to do so has left it. */
function checkTarget(
  books: Books,
  { payoutId, to }: Pick<Body<'dispense-settled'>, 'payoutId' | 'to'>,
): void {
  const ownerId = books.payouts.get(payoutId)?.ownerId ?? '';
  const isCollect = books.operations.get(ownerId)?.purpose === 'collect';
  check(books, isCollect === (to === 'cashbox'), `payout ${payoutId} goes somewhere else`);
}

export function postDispenseSettled(books: Books, body: Body<'dispense-settled'>): void {
  const payout = books.payouts.get(body.payoutId);
  check(books, payout !== undefined, `payout ${body.payoutId} was never started`);
  checkCurrency(books, payout, body);
  if (payout !== undefined) payout.paidMinor += body.paid * body.valueMinor;
  checkTarget(books, body);
  const order = books.orders.get(body.device);
  const isOrdered = order?.payoutId === body.payoutId && order.leg === body.leg;
  check(books, isOrdered, `${body.device} settles what it was not told`);
  books.orders.delete(body.device);
  const left = books.balances.get(transitKey(body.payoutId, body.leg)) ?? [];
  check(books, left.length === 0, `payout ${body.payoutId} leaves coins on their way`);
}

export function postPayoutFinished(books: Books, body: Body<'payout-finished'>): void {
  const { payoutId, paidMinor, shortMinor, excessMinor } = body;
  const payout = books.payouts.get(payoutId);
  const adds =
    payout !== undefined &&
    !payout.isFinished &&
    orderedMinor(books, payoutId) === 0 &&
    payout.paidMinor === paidMinor &&
    payout.amountMinor === paidMinor + shortMinor - excessMinor;
  check(books, adds, `payout ${payoutId} does not add up`);
  if (payout !== undefined) payout.isFinished = true;
}
