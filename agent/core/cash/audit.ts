/**
 * Conservation of money, stated over the journal alone: at every prefix, what customers and
 * operators brought in is what lies in the places, what went out, and what is named as a difference;
 * and what each sale took in is what it earned, gave back and still owes.
 */
import type { LineDraft } from '../journal-line.ts';
import { addCounts, difference, totalMinor, type CashCounts } from './counts.ts';
import { transfersOf, type Account } from './transfers.ts';

/** What a journal comes to. */
export interface Audit {
  /** What lies in an account: `customer`, `operator`, `difference`, `place:<id>`, `transit:<payout>`. */
  readonly balances: ReadonlyMap<string, CashCounts>;
  /** What was owed or unassigned, by debt, and what was paid of it. */
  readonly debts: ReadonlyMap<string, DebtBook>;
  /** Of these not yet paid, in minor units. */
  readonly owedMinor: number;
  /** What all places hold together, in minor units. */
  readonly heldMinor: number;
  /** The most coins that devices may have taken without being able to tell. */
  readonly lostCountMax: number;
  /** One sentence for each rule that does not hold, with the number of the line that broke it. */
  readonly problems: readonly string[];
}

/** Reads a journal from its first line on and checks the rules after every line. */
export function auditJournal(lines: Iterable<LineDraft>): Audit {
  const books: Books = {
    balances: new Map(),
    sales: new Map(),
    debts: new Map(),
    payouts: new Map(),
    unassigned: new Map(),
    lostCountMax: 0,
    number: 0,
    problems: [],
  };
  for (const line of lines) {
    books.number += 1;
    checkBefore(books, line);
    moveCash(books, line);
    post(books, line);
  }
  checkEnd(books);
  const { balances, debts, lostCountMax, problems } = books;
  return {
    balances,
    debts,
    owedMinor: sum([...debts.values()].map(openMinor)),
    heldMinor: sum([...balances].map(([key, counts]) => (isPlace(key) ? totalMinor(counts) : 0))),
    lostCountMax,
    problems,
  };
}

/** The books while they are being read; everything in here belongs to one call. */
interface Books {
  readonly balances: Map<string, CashCounts>;
  readonly sales: Map<string, SaleBook>;
  readonly debts: Map<string, DebtBook>;
  readonly payouts: Map<string, PayoutBook>;
  /** Coins of no sale, by the debt they were promised to. */
  readonly unassigned: Map<string, number>;
  lostCountMax: number;
  number: number;
  readonly problems: string[];
}

interface SaleBook {
  readonly dueMinor: number;
  insertedMinor: number;
  /** What it ended owing; undefined while it has not ended. */
  owedMinor: number | undefined;
}

interface DebtBook {
  readonly amountMinor: number;
  readonly paidMinor: number;
}

interface PayoutBook {
  readonly ownerId: string;
  readonly amountMinor: number;
  paidMinor: number;
  isFinished: boolean;
  /** Its amount has been booked against its debt. */
  isBooked: boolean;
}

/** A person's count starts from what the books say, or it hides a difference. */
function checkBefore(books: Books, line: LineDraft): void {
  if (line.kind !== 'cash-counted') return;
  const expected = books.balances.get(`place:${line.body.place}`) ?? [];
  const isSame = difference(expected, line.body.expected).length === 0;
  check(books, isSame, `the count of ${line.body.place} starts from something else`);
}

function checkEnd(books: Books): void {
  for (const [saleId, { owedMinor }] of books.sales) {
    const isRecorded = (owedMinor ?? 0) === 0 || books.debts.has(`${saleId}/owed`);
    check(books, isRecorded, `sale ${saleId} owes, and no debt says so`);
  }
  for (const debtId of books.unassigned.keys()) {
    check(books, books.debts.has(debtId), `coins of no sale belong to ${debtId}, which is no debt`);
  }
}

function openMinor({ amountMinor, paidMinor }: DebtBook): number {
  return Math.max(amountMinor - paidMinor, 0);
}

function moveCash(books: Books, line: LineDraft): void {
  for (const { from, to, counts } of transfersOf(line)) {
    const source = keyOf(from);
    const taken = difference(books.balances.get(source) ?? [], counts);
    books.balances.set(source, taken);
    const isReal = isPlace(source) || source.startsWith('transit:');
    check(books, !isReal || taken.every(({ count }) => count > 0), `${source} is below nothing`);
    const target = keyOf(to);
    books.balances.set(target, addCounts(books.balances.get(target) ?? [], counts));
  }
}

function keyOf(account: Account): string {
  switch (account.kind) {
    case 'place':
      return `place:${account.place}`;
    case 'transit':
      return `transit:${account.payoutId}`;
    case 'customer':
    case 'operator':
    case 'difference':
      return account.kind;
  }
}

function isPlace(key: string): boolean {
  return key.startsWith('place:');
}

function post(books: Books, line: LineDraft): void {
  switch (line.kind) {
    case 'sale-started':
      return postSaleStarted(books, line.body);
    case 'cash-inserted':
      return postCashInserted(books, line.body);
    case 'credits-lost':
      books.lostCountMax += line.body.countMax;
      return undefined;
    case 'payout-started':
      return postPayoutStarted(books, line.body);
    case 'dispense-settled':
      return postDispenseSettled(books, line.body);
    case 'payout-finished':
      return postPayoutFinished(books, line.body);
    case 'debt-recorded':
      return postDebtRecorded(books, line.body);
    case 'debt-paid':
      return postDebtPaid(books, line.body);
    case 'dispense-started':
      return postDispenseStarted(books, line.body);
    case 'sale-paid':
    case 'sale-cancelled':
      return postInserted(books, line.body.saleId, line.body.insertedMinor);
    case 'sale-settled':
      return postSaleEnded(books, {
        ...line.body,
        outMinor: line.body.changeMinor,
        isSold: true,
      });
    case 'sale-returned':
      return postSaleEnded(books, {
        ...line.body,
        outMinor: line.body.returnedMinor,
        isSold: false,
      });
    case 'agent-started':
    case 'dispense-unresolved':
    case 'sale-acknowledged':
    case 'cash-filled':
    case 'cash-taken':
    case 'cash-counted':
    case 'holding-corrected':
    case 'device-changed':
    case 'incident-reported':
    case 'drawer-opened':
    case 'drawer-not-opened':
    case 'drawer-state-changed':
    case 'drawer-left-open':
    case 'cash-escrowed':
    case 'shift-opened':
    case 'shift-closed':
    case 'entitlement-accepted':
    case 'entitlement-refused':
    case 'licence-changed':
    case 'running-time-noted':
    case 'time-signed':
    case 'command-received':
    case 'command-settled':
    case 'chain-forked':
    case 'lines-lost':
      return undefined;
  }
}

type Body<Kind extends LineDraft['kind']> = Extract<LineDraft, { readonly kind: Kind }>['body'];

function postSaleStarted(books: Books, { saleId, amountDueMinor }: Body<'sale-started'>): void {
  check(books, !books.sales.has(saleId), `sale ${saleId} starts twice`);
  books.sales.set(saleId, { dueMinor: amountDueMinor, insertedMinor: 0, owedMinor: undefined });
}

function postCashInserted(books: Books, body: Body<'cash-inserted'>): void {
  const { saleId, debtId, valueMinor } = body;
  check(books, (saleId === undefined) !== (debtId === undefined), 'a coin has one owner');
  if (debtId !== undefined) {
    books.unassigned.set(debtId, (books.unassigned.get(debtId) ?? 0) + valueMinor);
  }
  if (saleId === undefined) return;
  const sale = books.sales.get(saleId);
  check(books, sale !== undefined, `a coin belongs to sale ${saleId}, which never started`);
  if (sale !== undefined) sale.insertedMinor += valueMinor;
}

function postPayoutStarted(books: Books, body: Body<'payout-started'>): void {
  const { payoutId, ownerId, amountMinor, purpose } = body;
  check(books, !books.payouts.has(payoutId), `payout ${payoutId} starts twice`);
  const dueMinor = dueOutMinor(books, purpose, ownerId);
  check(books, dueMinor === amountMinor, `payout ${payoutId} is not what ${ownerId} is due`);
  const isSecond = [`${ownerId}/payout`].some((id) => id !== payoutId && books.payouts.has(id));
  check(books, purpose === 'debt' || !isSecond, `${ownerId} is paid out twice`);
  const progress = { paidMinor: 0, isFinished: false, isBooked: false };
  books.payouts.set(payoutId, { ownerId, amountMinor, ...progress });
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
  const sale = books.sales.get(ownerId);
  if (sale === undefined || sale.owedMinor !== undefined) return undefined;
  return sale.insertedMinor - (purpose === 'change' ? sale.dueMinor : 0);
}

function postDispenseStarted(books: Books, body: Body<'dispense-started'>): void {
  const payout = books.payouts.get(body.payoutId);
  const isWithin =
    payout !== undefined &&
    !payout.isFinished &&
    payout.paidMinor + body.count * body.valueMinor <= payout.amountMinor;
  check(books, isWithin, `payout ${body.payoutId} orders more than it is for`);
}

function postDispenseSettled(books: Books, body: Body<'dispense-settled'>): void {
  const payout = books.payouts.get(body.payoutId);
  check(books, payout !== undefined, `payout ${body.payoutId} was never started`);
  if (payout !== undefined) payout.paidMinor += body.paid * body.valueMinor;
  const left = books.balances.get(`transit:${body.payoutId}`) ?? [];
  check(books, left.length === 0, `payout ${body.payoutId} leaves coins on their way`);
}

function postPayoutFinished(books: Books, body: Body<'payout-finished'>): void {
  const { payoutId, paidMinor, shortMinor, excessMinor } = body;
  const payout = books.payouts.get(payoutId);
  const adds =
    payout !== undefined &&
    !payout.isFinished &&
    payout.paidMinor === paidMinor &&
    payout.amountMinor === paidMinor + shortMinor - excessMinor;
  check(books, adds, `payout ${payoutId} does not add up`);
  if (payout !== undefined) payout.isFinished = true;
}

function postDebtRecorded(books: Books, body: Body<'debt-recorded'>): void {
  const { debtId, cause, amountMinor, saleId } = body;
  check(books, !books.debts.has(debtId), `debt ${debtId} is recorded twice`);
  const reasonMinor =
    cause === 'unassigned'
      ? books.unassigned.get(debtId)
      : books.sales.get(saleId ?? '')?.owedMinor;
  check(books, reasonMinor === amountMinor, `debt ${debtId} is not what is owed`);
  books.debts.set(debtId, { amountMinor, paidMinor: 0 });
}

function postDebtPaid(books: Books, { debtId, amountMinor, payoutId }: Body<'debt-paid'>): void {
  const debt = books.debts.get(debtId);
  check(books, debt !== undefined, `debt ${debtId} was never recorded`);
  if (debt === undefined) return;
  check(books, isPaidRightly(books, debt, { debtId, amountMinor, payoutId }), wrongly(debtId));
  books.debts.set(debtId, { ...debt, paidMinor: debt.paidMinor + amountMinor });
  const payout = books.payouts.get(payoutId ?? '');
  if (payout !== undefined) payout.isBooked = true;
}

/** By hand never more than is open; by the machine exactly what its payout paid, booked once. */
function isPaidRightly(
  books: Books,
  debt: DebtBook,
  { debtId, amountMinor, payoutId }: Pick<Body<'debt-paid'>, 'debtId' | 'amountMinor' | 'payoutId'>,
): boolean {
  if (payoutId === undefined) return amountMinor <= openMinor(debt);
  const payout = books.payouts.get(payoutId);
  return (
    payout !== undefined &&
    payout.ownerId === debtId &&
    payout.isFinished &&
    !payout.isBooked &&
    payout.paidMinor === amountMinor
  );
}

function wrongly(debtId: string): string {
  return `debt ${debtId} is paid more than once, or not as its payout says`;
}

interface SaleEnd {
  readonly saleId: string;
  readonly insertedMinor: number;
  readonly outMinor: number;
  readonly owedMinor: number;
  readonly isSold: boolean;
}

function postSaleEnded(books: Books, end: SaleEnd): void {
  const { saleId, insertedMinor, outMinor, owedMinor, isSold } = end;
  const sale = books.sales.get(saleId);
  const paidMinor = books.payouts.get(`${saleId}/payout`)?.paidMinor ?? 0;
  const dueMinor = (sale?.insertedMinor ?? 0) - (isSold ? (sale?.dueMinor ?? 0) : 0);
  const adds =
    sale !== undefined &&
    sale.owedMinor === undefined &&
    sale.insertedMinor === insertedMinor &&
    dueMinor >= 0 &&
    paidMinor === outMinor &&
    owedMinor === Math.max(dueMinor - outMinor, 0);
  check(books, adds, `sale ${saleId} does not add up`);
  if (sale !== undefined) sale.owedMinor = owedMinor;
}

function postInserted(books: Books, saleId: string, insertedMinor: number): void {
  const isSame = books.sales.get(saleId)?.insertedMinor === insertedMinor;
  check(books, isSame, `sale ${saleId} has taken something else`);
}

function check(books: Books, holds: boolean, problem: string): void {
  if (!holds) books.problems.push(`line ${books.number}: ${problem}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
