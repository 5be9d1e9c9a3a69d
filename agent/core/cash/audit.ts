/**
 * Conservation of money, stated over the journal alone: at every prefix, what customers and
 * operators brought in is what lies in the places, what went out, and what is named as a difference;
 * and what each sale took in is what it earned, gave back and still owes. Each currency by itself:
 * nothing of one is ever counted with another.
 */
import type { LineDraft } from '../journal-line.ts';
import {
  check,
  checkCurrency,
  isPlace,
  openMinor,
  transitKey,
  type Body,
  type Books,
  type DebtBook,
} from './audit-books.ts';
import { checkCassette, checkOperationsEnd, postOperation } from './audit-operations.ts';
import {
  postDispenseSettled,
  postDispenseStarted,
  postPayoutFinished,
  postPayoutStarted,
} from './audit-payouts.ts';
import { postChangerLine } from './audit-jobs.ts';
import { isCashless } from './cashless-line.ts';
import { isKnownKind } from './known-kind.ts';
import { isChangerLine, type ChangerLine } from './changer-transfers.ts';
import { postDeposit, postInserted, postSaleEnded, postSaleStarted } from './audit-sales.ts';
import { addCounts, difference, totalMinor, type CashCounts } from './counts.ts';
import { ofCurrency, type InCurrency } from './currency.ts';
import { transfersOf, type Account, type Transfer } from './transfers.ts';

/** What a journal comes to. */
export interface Audit {
  /**
   * What lies in an account: `customer`, `operator`, `difference`, `place:<id>`,
   * `transit:<payout>#<leg>`; the first three of another currency than the till's own as in
   * `customer:USD`.
   */
  readonly balances: ReadonlyMap<string, CashCounts>;
  /** Of the places and what is on its way: the currency, where that is not the till's own. */
  readonly currencies: ReadonlyMap<string, string>;
  /** What was owed or unassigned, by debt, and what was paid of it. */
  readonly debts: ReadonlyMap<string, DebtBook>;
  /** Of these not yet paid, in minor units of the till's own currency. */
  readonly owedMinor: number;
  /** What all places hold together of it. */
  readonly heldMinor: number;
  /** The same of every other currency. */
  readonly foreign: Readonly<Record<string, AuditSums>>;
  /** The most coins that devices may have taken without being able to tell. */
  readonly lostCountMax: number;
  /** Of a later release: how many lines of each kind, whose cash is in none of this. */
  readonly unknownKinds: ReadonlyMap<string, number>;
  /** One sentence for each rule that does not hold, with the number of the line that broke it. */
  readonly problems: readonly string[];
}

export interface AuditSums {
  readonly owedMinor: number;
  readonly heldMinor: number;
}

/** Reads a journal from its first line on and checks the rules after every line. */
export function auditJournal(lines: Iterable<LineDraft>): Audit {
  const books: Books = {
    balances: new Map(),
    currencies: new Map(),
    sales: new Map(),
    debts: new Map(),
    payouts: new Map(),
    orders: new Map(),
    unassigned: new Map(),
    operations: new Map(),
    cassettesOut: new Set(),
    lastCassette: 0,
    lostCountMax: 0,
    number: 0,
    problems: [],
  };
  const unknownKinds = new Map<string, number>();
  for (const line of lines) {
    books.number += 1;
    if (!isKnownKind(line)) {
      unknownKinds.set(line.kind, (unknownKinds.get(line.kind) ?? 0) + 1);
      continue;
    }
    checkBefore(books, line);
    moveCash(books, line);
    if (isChangerLine(line)) postChangerLine(books, line);
    else post(books, line);
  }
  checkEnd(books);
  const { balances, currencies, debts, lostCountMax, problems } = books;
  return {
    balances,
    currencies,
    debts,
    ...sumsOf(books, undefined),
    foreign: foreignSums(books),
    lostCountMax,
    unknownKinds,
    problems,
  };
}

function foreignSums(books: Books): Audit['foreign'] {
  const owed = [...books.debts.values()].flatMap(({ currency }) => currency ?? []);
  const codes = new Set([...books.currencies.values(), ...owed]);
  return Object.fromEntries([...codes].map((code) => [code, sumsOf(books, code)]));
}

function sumsOf({ debts, balances, currencies }: Books, currency: string | undefined): AuditSums {
  const places = [...balances].filter(([key]) => isPlace(key) && currencies.get(key) === currency);
  return {
    owedMinor: sum(ofCurrency([...debts.values()], currency).map(openMinor)),
    heldMinor: sum(places.map(([, counts]) => totalMinor(counts))),
  };
}

/** A person's count starts from what the books say, or it hides a difference. */
function checkBefore(books: Books, line: LineDraft): void {
  if (line.kind === 'cassette-removed') checkCassette(books, line.body);
  if (line.kind !== 'cash-counted') return;
  const expected = books.balances.get(`place:${line.body.place}`) ?? [];
  const isSame = difference(expected, line.body.expected).length === 0;
  check(books, isSame, `the count of ${line.body.place} starts from something else`);
}

function checkEnd(books: Books): void {
  checkOperationsEnd(books);
  for (const [saleId, { owedMinor }] of books.sales) {
    const isRecorded = (owedMinor ?? 0) === 0 || books.debts.has(`${saleId}/owed`);
    check(books, isRecorded, `sale ${saleId} owes, and no debt says so`);
  }
  for (const debtId of books.unassigned.keys()) {
    check(books, books.debts.has(debtId), `coins of no sale belong to ${debtId}, which is no debt`);
  }
}

function moveCash(books: Books, line: LineDraft): void {
  for (const transfer of transfersOf(line)) {
    const { from, to, counts } = transfer;
    const source = accountOf(books, from, transfer);
    const taken = difference(books.balances.get(source) ?? [], counts);
    books.balances.set(source, taken);
    const isReal = isPlace(source) || source.startsWith('transit:');
    check(books, !isReal || taken.every(({ count }) => count > 0), `${source} is below nothing`);
    const target = accountOf(books, to, transfer);
    books.balances.set(target, addCounts(books.balances.get(target) ?? [], counts));
  }
}

/** A place changes its currency only while it is empty. */
function accountOf(books: Books, account: Account, { currency }: Transfer): string {
  const key = keyOf(account, currency);
  if (account.kind !== 'place' && account.kind !== 'transit') return key;
  const known: InCurrency = { currency: books.currencies.get(key) };
  if ((books.balances.get(key) ?? []).length > 0) checkCurrency(books, known, { currency });
  if (currency === undefined) books.currencies.delete(key);
  else books.currencies.set(key, currency);
  return key;
}

function keyOf(account: Account, currency: string | undefined): string {
  switch (account.kind) {
    case 'place':
      return `place:${account.place}`;
    case 'transit':
      return transitKey(account.payoutId, account.leg);
    case 'customer':
    case 'operator':
    case 'difference':
      return currency === undefined ? account.kind : `${account.kind}:${currency}`;
  }
}

function post(books: Books, line: Exclude<LineDraft, ChangerLine>): void {
  if (isCashless(line)) return undefined;
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
    case 'sale-settled': {
      const { changeMinor: outMinor } = line.body;
      return postSaleEnded(books, { ...line.body, outMinor, isSold: true });
    }
    case 'sale-returned': {
      const { returnedMinor: outMinor } = line.body;
      return postSaleEnded(books, { ...line.body, outMinor, isSold: false });
    }
    case 'deposit-started':
    case 'deposit-fixed':
    case 'deposit-ended':
      return postDeposit(books, line);
    case 'operation-started':
    case 'operation-finished':
    case 'operation-acknowledged':
    case 'cassette-removed':
    case 'cassette-replaced':
      return postOperation(books, line);
    case 'agent-started':
    case 'dispense-unresolved':
    case 'sale-acknowledged':
    case 'cash-filled':
    case 'cash-taken':
    case 'cash-counted':
    case 'holding-corrected':
    case 'device-changed':
    case 'incident-reported':
    case 'cash-escrowed':
    case 'claim-broken':
    case 'shift-opened':
    case 'shift-closed':
    case 'entitlement-accepted':
    case 'entitlement-refused':
    case 'plan-accepted':
    case 'plan-refused':
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

function postCashInserted(books: Books, body: Body<'cash-inserted'>): void {
  const { saleId, debtId, valueMinor, currency } = body;
  check(books, (saleId === undefined) !== (debtId === undefined), 'a coin has one owner');
  if (debtId !== undefined) {
    const before = books.unassigned.get(debtId);
    checkCurrency(books, before, body);
    const amountMinor = (before?.amountMinor ?? 0) + valueMinor;
    books.unassigned.set(debtId, { amountMinor, currency });
  }
  if (saleId === undefined) return;
  const sale = books.sales.get(saleId);
  check(books, sale !== undefined, `a coin belongs to sale ${saleId}, which never started`);
  checkCurrency(books, sale, body);
  if (sale !== undefined) sale.insertedMinor += valueMinor;
}

function postDebtRecorded(books: Books, body: Body<'debt-recorded'>): void {
  const { debtId, cause, amountMinor, saleId, currency } = body;
  check(books, !books.debts.has(debtId), `debt ${debtId} is recorded twice`);
  const unassigned = books.unassigned.get(debtId);
  const sale = books.sales.get(saleId ?? '');
  const reasonMinor = cause === 'unassigned' ? unassigned?.amountMinor : sale?.owedMinor;
  checkCurrency(books, cause === 'unassigned' ? unassigned : sale, body);
  check(books, reasonMinor === amountMinor, `debt ${debtId} is not what is owed`);
  books.debts.set(debtId, { amountMinor, paidMinor: 0, currency });
}

function postDebtPaid(books: Books, body: Body<'debt-paid'>): void {
  const { debtId, amountMinor, payoutId } = body;
  const debt = books.debts.get(debtId);
  check(books, debt !== undefined, `debt ${debtId} was never recorded`);
  if (debt === undefined) return;
  checkCurrency(books, debt, body);
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

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
