/** What the till answers to a POS program that sells, and to one that begins a deposit. */
import { isPayableInCash } from '../cash/acceptance.ts';
import { foreignOf, ofCurrency } from '../cash/currency.ts';
import { cashAmountMinor } from '../cash/rounding.ts';
import {
  askedMinor,
  foreignCurrency,
  isFinished,
  startSale,
  stepSale,
  type Sale,
  type SaleTerms,
} from '../sale/sale.ts';
import { isMakingWay } from '../update/step-updating.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import { reasonAgainstJob } from './changer-turn.ts';
import type { Refusal } from './events.ts';
import { licenceAgainstSale, withRunningTime } from './licence-turn.ts';
import { refusalOfOperator } from './operator-turn.ts';
import { activeSale, isPaying, ownOf } from './till.ts';
import { beginJob, setAside, withSale, type Turn } from './turn.ts';

export function saleRequested(turn: Turn, request: RequestOf<'sale-requested'>): Answered {
  const asked = withDepositor(request);
  const stored = turn.facts.storedSale;
  if (stored !== undefined) {
    return isSame(stored, asked)
      ? { turn, answer: { kind: 'sale', sale: stored, isNew: false } }
      : refuse(turn, { code: 'idempotency-key-reused', saleId: stored.saleId });
  }
  const missing = refusalOfDepositor(turn, request);
  if (missing !== undefined) return refuse(turn, missing);
  const terms = inCurrency(asked, turn.facts);
  const counted = withRunningTime(turn);
  const refusal = reasonAgainstSale(counted, terms);
  // The time it has run counts whether or not it may sell.
  if (refusal !== undefined) return refuse(counted, refusal);
  const free = setAside(counted);
  const begun = { ...free, till: { ...free.till, activeSaleId: terms.saleId } };
  const [changer] = turn.facts.changers;
  const jobId = changer === undefined ? undefined : `${terms.saleId}/job`;
  const step = startSale(terms, turn.facts.nowMs, jobId);
  const started = withSale(begun, step);
  return {
    turn: changer === undefined ? started : sellByMachine(started, changer.device, terms),
    answer: { kind: 'sale', sale: step.sale, isNew: true },
  };
}

function sellByMachine(turn: Turn, device: string, terms: SaleTerms): Turn {
  const { saleId, amountDueMinor, deposit } = terms;
  const order = { jobId: `${saleId}/job`, device, ownerId: saleId };
  if (deposit === undefined) {
    return beginJob(turn, { ...order, task: 'sale', amountMinor: amountDueMinor });
  }
  // The machine keeps books of its own, in which a load is the shop's money.
  return beginJob(turn, { ...order, task: deposit.purpose === 'fill' ? 'load' : 'deposit' });
}

/** Who asks is written down, and nobody whom the request only names. */
function withDepositor({ terms, operator }: RequestOf<'sale-requested'>): SaleTerms {
  const { deposit } = terms;
  return deposit === undefined
    ? terms
    : { ...terms, deposit: { ...deposit, operator: operator?.operatorId } };
}

/** What is put in to fill or to exchange can be paid out again: that takes an operator who may. */
function refusalOfDepositor(
  turn: Turn,
  { terms, operator }: RequestOf<'sale-requested'>,
): Refusal | undefined {
  const right = terms.deposit?.purpose;
  if (right === undefined || right === 'deposit') return undefined;
  if (operator === undefined) return { code: 'operator-needed', right };
  return refusalOfOperator(turn, operator, right);
}

/** The amount of a deposit is told at its end, and no part of what it was begun with. */
function isSame(stored: SaleTerms, asked: SaleTerms): boolean {
  const isAmount = asked.deposit !== undefined || askedMinor(stored) === asked.amountDueMinor;
  return (
    isAmount &&
    stored.currency === asked.currency &&
    stored.reference === asked.reference &&
    stored.deposit?.purpose === asked.deposit?.purpose &&
    stored.deposit?.reason === asked.deposit?.reason
  );
}

/** Only the till's own currency is rounded: the rule is about its coins. */
function inCurrency(asked: SaleTerms, facts: Turn['facts']): SaleTerms {
  return foreignOf(asked.currency, facts.currency) === undefined
    ? rounded(asked, facts)
    : { ...asked, isForeign: true };
}

/** To the coins there are, where this installation says so. */
function rounded(asked: SaleTerms, { cashRounding }: Turn['facts']): SaleTerms {
  const amountDueMinor = cashAmountMinor(asked.amountDueMinor, cashRounding);
  if (amountDueMinor === asked.amountDueMinor) return asked;
  return { ...asked, amountDueMinor, roundingMinor: amountDueMinor - asked.amountDueMinor };
}

function reasonAgainstSale(
  turn: Turn,
  terms: RequestOf<'sale-requested'>['terms'],
): Refusal | undefined {
  const { till, facts } = turn;
  const { currency, amountDueMinor, deposit } = terms;
  if (isMakingWay(till.updating)) return { code: 'update-beginning' };
  const foreign = foreignCurrency(terms);
  const isKnown = foreign === undefined || ofCurrency(facts.places, foreign).length > 0;
  if (!isKnown) return { code: 'currency-not-accepted', currency };
  // A deposit can be kept, so it is as good as a sale; a fill and an exchange sell nothing.
  const isSale = deposit === undefined || deposit.purpose === 'deposit';
  const unlicensed = isSale ? licenceAgainstSale(turn) : undefined;
  if (unlicensed !== undefined) return unlicensed;
  const active = activeSale(till);
  if (active !== undefined && active.phase.kind !== 'unresolved') return inProgress(active);
  const [changer] = facts.changers;
  if (changer !== undefined) {
    return deposit?.purpose === 'exchange'
      ? { code: 'machine-cannot', what: 'exchange' }
      : reasonAgainstJob(till, changer);
  }
  if (isPaying(till)) return { code: 'machine-busy' };
  const acceptors = ofCurrency(facts.acceptors, foreign);
  if (acceptors.every(({ valuesMinor }) => valuesMinor.length === 0)) {
    return { code: 'machine-not-ready' };
  }
  const isPayable = amountDueMinor > 0 && isPayableInCash(amountDueMinor, acceptors);
  return deposit === undefined && !isPayable
    ? { code: 'amount-not-payable', amountMinor: askedMinor(terms) }
    : undefined;
}

function inProgress({ saleId, deposit }: Sale): Refusal {
  return deposit === undefined
    ? { code: 'sale-in-progress', saleId }
    : { code: 'deposit-in-progress', depositId: saleId };
}

export function cancelRequested(turn: Turn, saleId: string): Answered {
  const sale = knownSale(turn, saleId);
  if (sale === undefined || sale.deposit !== undefined) {
    return refuse(turn, { code: 'sale-not-found', saleId });
  }
  if (isGivenUp(sale)) return { turn, answer: { kind: 'sale', sale, isNew: false } };
  if (sale.phase.kind !== 'collecting') return refuse(turn, { code: 'sale-already-paid', saleId });
  const { nowMs } = turn.facts;
  const event = { kind: 'cancelled', reason: 'requested', sinceMs: nowMs } as const;
  return saleAnswer(turn, stepSale(sale, event, nowMs));
}

/** Cancelled already: a POS program that lost the answer and asks again gets it again. */
function isGivenUp({ phase }: Sale): boolean {
  switch (phase.kind) {
    case 'cancelled':
    case 'returning':
    case 'returned':
      return true;
    case 'unresolved':
    case 'owed':
      return phase.purpose === 'return';
    case 'collecting':
    case 'paused':
    case 'fixing':
    case 'fixed':
    case 'settling':
    case 'settled':
      return false;
  }
}

export function acknowledgeRequested(
  turn: Turn,
  { saleId, client }: RequestOf<'acknowledge-requested'>,
): Answered {
  const sale = knownSale(turn, saleId);
  if (sale === undefined) return refuse(turn, { code: 'sale-not-found', saleId });
  if (!isFinished(sale)) return refuse(turn, { code: 'sale-not-finished', saleId });
  return saleAnswer(turn, stepSale(sale, { kind: 'acknowledged', client }, turn.facts.nowMs));
}

export function knownSale({ till, facts }: Turn, saleId: string): Sale | undefined {
  const stored = facts.storedSale?.saleId === saleId ? facts.storedSale : undefined;
  return ownOf(till.sales, saleId) ?? stored;
}

export function saleAnswer(turn: Turn, step: ReturnType<typeof stepSale>): Answered {
  return {
    turn: withSale(turn, step),
    answer: { kind: 'sale', sale: step.sale, isNew: false },
  };
}
