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
  /** Owed and unassigned amounts not yet paid, in minor units. */
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
    lostCountMax: 0,
    number: 0,
    problems: [],
  };
  for (const line of lines) {
    books.number += 1;
    moveCash(books, line);
    post(books, line);
  }
  const { balances, debts, lostCountMax, problems } = books;
  return {
    balances,
    owedMinor: sum(
      [...debts.values()].map((debt) => Math.max(debt.amountMinor - debt.paidMinor, 0)),
    ),
    heldMinor: sum([...balances].map(([key, counts]) => (isPlace(key) ? totalMinor(counts) : 0))),
    lostCountMax,
    problems,
  };
}

/** The books while they are being read; everything in here belongs to one call. */
interface Books {
  readonly balances: Map<string, CashCounts>;
  readonly sales: Map<string, { readonly dueMinor: number; insertedMinor: number }>;
  readonly debts: Map<string, { readonly amountMinor: number; paidMinor: number }>;
  readonly payouts: Map<string, PayoutBook>;
  lostCountMax: number;
  number: number;
  readonly problems: string[];
}

interface PayoutBook {
  readonly ownerId: string;
  readonly amountMinor: number;
  paidMinor: number;
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
    case 'sale-settled': {
      const { saleId, changeMinor: outMinor, owedMinor } = line.body;
      return postSaleEnded(books, { saleId, outMinor, owedMinor, isSold: true });
    }
    case 'sale-returned': {
      const { saleId, returnedMinor: outMinor, owedMinor } = line.body;
      return postSaleEnded(books, { saleId, outMinor, owedMinor, isSold: false });
    }
    case 'agent-started':
    case 'sale-paid':
    case 'sale-cancelled':
    case 'dispense-started':
    case 'dispense-unresolved':
    case 'sale-acknowledged':
    case 'cash-filled':
    case 'cash-counted':
    case 'holding-corrected':
    case 'device-changed':
    case 'incident-reported':
      return undefined;
  }
}

type Body<Kind extends LineDraft['kind']> = Extract<LineDraft, { readonly kind: Kind }>['body'];

function postSaleStarted(books: Books, { saleId, amountDueMinor }: Body<'sale-started'>): void {
  check(books, !books.sales.has(saleId), `sale ${saleId} starts twice`);
  books.sales.set(saleId, { dueMinor: amountDueMinor, insertedMinor: 0 });
}

function postCashInserted(books: Books, body: Body<'cash-inserted'>): void {
  const { saleId, debtId, valueMinor } = body;
  check(books, (saleId === undefined) !== (debtId === undefined), 'a coin has one owner');
  if (saleId === undefined) return;
  const sale = books.sales.get(saleId);
  check(books, sale !== undefined, `a coin belongs to sale ${saleId}, which never started`);
  if (sale !== undefined) sale.insertedMinor += valueMinor;
}

function postPayoutStarted(books: Books, body: Body<'payout-started'>): void {
  const { payoutId, ownerId, amountMinor } = body;
  check(books, !books.payouts.has(payoutId), `payout ${payoutId} starts twice`);
  books.payouts.set(payoutId, { ownerId, amountMinor, paidMinor: 0 });
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
    payout.paidMinor === paidMinor &&
    payout.amountMinor === paidMinor + shortMinor - excessMinor;
  check(books, adds, `payout ${payoutId} does not add up`);
}

function postDebtRecorded(books: Books, { debtId, amountMinor }: Body<'debt-recorded'>): void {
  check(books, !books.debts.has(debtId), `debt ${debtId} is recorded twice`);
  books.debts.set(debtId, { amountMinor, paidMinor: 0 });
}

function postDebtPaid(books: Books, { debtId, amountMinor, payoutId }: Body<'debt-paid'>): void {
  const debt = books.debts.get(debtId);
  check(books, debt !== undefined, `debt ${debtId} was never recorded`);
  if (debt === undefined) return;
  debt.paidMinor += amountMinor;
  // A machine may pay out more than it was asked for; a person is never told to.
  const isWithin = payoutId !== undefined || debt.paidMinor <= debt.amountMinor;
  check(books, isWithin, `debt ${debtId} is paid more than once`);
}

interface SaleEnd {
  readonly saleId: string;
  readonly outMinor: number;
  readonly owedMinor: number;
  readonly isSold: boolean;
}

function postSaleEnded(books: Books, { saleId, outMinor, owedMinor, isSold }: SaleEnd): void {
  const sale = books.sales.get(saleId);
  const paidMinor = books.payouts.get(`${saleId}/payout`)?.paidMinor ?? 0;
  const dueOutMinor = (sale?.insertedMinor ?? 0) - (isSold ? (sale?.dueMinor ?? 0) : 0);
  const adds =
    sale !== undefined &&
    dueOutMinor >= 0 &&
    paidMinor === outMinor &&
    owedMinor === Math.max(dueOutMinor - outMinor, 0);
  check(books, adds, `sale ${saleId} does not add up`);
}

function check(books: Books, holds: boolean, problem: string): void {
  if (!holds) books.problems.push(`line ${books.number}: ${problem}`);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
