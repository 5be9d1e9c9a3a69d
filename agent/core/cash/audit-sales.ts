/** The rules of sales and deposits: what came in is earned, given back, or owed. */
import type { DepositPurpose, LineDraft } from '../journal-line.ts';
import { check, checkCurrency, type Body, type Books } from './audit-books.ts';
import type { InCurrency } from './currency.ts';

const NEW_SALE = { isFixed: false, insertedMinor: 0, paidOutMinor: 0, owedMinor: undefined };

export function postSaleStarted(books: Books, body: Body<'sale-started'>): void {
  const { saleId, amountDueMinor } = body;
  check(books, !books.sales.has(saleId), `sale ${saleId} starts twice`);
  books.sales.set(saleId, {
    ...NEW_SALE,
    ...currencyOf(body),
    dueMinor: amountDueMinor,
    purpose: undefined,
  });
}

/** A sale always names its currency, and says whether that is the till's own. */
function currencyOf(body: Body<'sale-started'> | Body<'deposit-started'>): InCurrency {
  return body.isForeign === true ? { currency: body.currency } : {};
}

type DepositLine = Extract<
  LineDraft,
  { kind: 'deposit-started' | 'deposit-fixed' | 'deposit-ended' }
>;

export function postDeposit(books: Books, line: DepositLine): void {
  switch (line.kind) {
    case 'deposit-started':
      return postDepositStarted(books, line.body);
    case 'deposit-fixed':
      return postDepositFixed(books, line.body);
    case 'deposit-ended':
      return postDepositEnded(books, line.body);
  }
}

function postDepositStarted(books: Books, body: Body<'deposit-started'>): void {
  const { saleId, purpose } = body;
  check(books, !books.sales.has(saleId), `deposit ${saleId} starts twice`);
  books.sales.set(saleId, { ...NEW_SALE, ...currencyOf(body), dueMinor: undefined, purpose });
}

function postDepositFixed(books: Books, body: Body<'deposit-fixed'>): void {
  const { saleId, insertedMinor } = body;
  const sale = books.sales.get(saleId);
  check(books, sale?.isFixed === false, `deposit ${saleId} is fixed twice`);
  postInserted(books, saleId, insertedMinor);
  if (sale !== undefined) sale.isFixed = true;
}

/** Ended once, after it was fixed, keeping no more than came in. */
function postDepositEnded(books: Books, body: Body<'deposit-ended'>): void {
  const { saleId, insertedMinor, amountDueMinor } = body;
  const sale = books.sales.get(saleId);
  const isRight =
    sale?.purpose !== undefined &&
    sale.isFixed &&
    sale.dueMinor === undefined &&
    amountDueMinor >= 0;
  check(books, isRight && amountDueMinor <= insertedMinor, `deposit ${saleId} is ended wrongly`);
  postInserted(books, saleId, insertedMinor);
  if (sale !== undefined) sale.dueMinor = amountDueMinor;
}

interface SaleEnd extends InCurrency {
  readonly saleId: string;
  readonly insertedMinor: number;
  readonly outMinor: number;
  readonly owedMinor: number;
  readonly isSold: boolean;
  readonly purpose?: DepositPurpose | undefined;
}

export function postSaleEnded(books: Books, end: SaleEnd): void {
  const { saleId, insertedMinor, outMinor, owedMinor, isSold, purpose } = end;
  const sale = books.sales.get(saleId);
  const payout = books.payouts.get(`${saleId}/payout`);
  const paidMinor = (payout?.paidMinor ?? 0) + (sale?.paidOutMinor ?? 0);
  const dueMinor = (sale?.insertedMinor ?? 0) - (isSold ? (sale?.dueMinor ?? NaN) : 0);
  const adds =
    sale !== undefined &&
    sale.owedMinor === undefined &&
    sale.purpose === purpose &&
    sale.insertedMinor === insertedMinor &&
    dueMinor >= 0 &&
    paidMinor === outMinor &&
    owedMinor === Math.max(dueMinor - outMinor, 0);
  check(books, adds, `sale ${saleId} does not add up`);
  checkCurrency(books, sale, end);
  if (sale !== undefined) sale.owedMinor = owedMinor;
}

export function postInserted(books: Books, saleId: string, insertedMinor: number): void {
  const isSame = books.sales.get(saleId)?.insertedMinor === insertedMinor;
  check(books, isSame, `sale ${saleId} has taken something else`);
}
