/** What the till answers to a POS program about its deposit, in the order that UnifiedPOS lays down. */
import { shortfallOf, type PieceChoice } from '../cash/piece-choice.ts';
import { ofCurrency } from '../cash/currency.ts';
import { sourcesOf } from '../cash/dispensers.ts';
import { cashAmountMinor } from '../cash/rounding.ts';
import type { DepositEndKind, DepositPurpose } from '../journal-line.ts';
import {
  foreignCurrency,
  insertedMinor,
  isUnfixed,
  stepSale,
  type Deposit,
  type Sale,
} from '../sale/sale.ts';
import { reasonAgainstJob } from './changer-turn.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import type { DepositEndAsked, Refusal } from './events.ts';
import { knownSale, saleAnswer } from './sale-requests.ts';
import { freeDispensers } from './till.ts';
import type { Turn } from './turn.ts';

/** What may become of each, so that nothing is kept that was put in to be changed. */
const ENDS: Readonly<Record<DepositPurpose, readonly DepositEndKind[]>> = {
  deposit: ['change', 'no-change', 'repay'],
  fill: ['no-change', 'repay'],
  exchange: ['exchange', 'repay'],
};

/** Asked again it is answered again, with the deposit as it stands. */
export function depositChangeRequested(
  turn: Turn,
  { saleId, change }: RequestOf<'deposit-change-requested'>,
): Answered {
  const sale = knownDeposit(turn, saleId);
  if (sale === undefined) return refuse(turn, { code: 'deposit-not-found', depositId: saleId });
  const refusal = reasonAgainstChange(sale, change);
  if (refusal !== undefined) return refuse(turn, refusal);
  const event =
    change === 'fix'
      ? ({ kind: 'fix-requested' } as const)
      : ({ kind: 'pause-changed', isPaused: change === 'pause' } as const);
  return saleAnswer(turn, stepSale(sale, event, turn.facts.nowMs));
}

function reasonAgainstChange(
  { saleId: depositId, phase, job }: Sale,
  change: 'pause' | 'restart' | 'fix',
): Refusal | undefined {
  if (job !== undefined && change !== 'fix') {
    return { code: 'machine-cannot', what: 'pause-deposit' };
  }
  switch (phase.kind) {
    case 'collecting':
    case 'paused':
      return undefined;
    case 'fixing':
    case 'fixed':
      return change === 'fix' ? undefined : { code: 'deposit-fixed', depositId };
    case 'settling':
    case 'settled':
    case 'cancelled':
    case 'returning':
    case 'returned':
    case 'unresolved':
    case 'owed':
      return { code: 'deposit-ended', depositId };
  }
}

/** Under one key a deposit is ended once; what an exchange cannot be paid in is paid back as it can. */
export function depositEndRequested(
  turn: Turn,
  request: RequestOf<'deposit-end-requested'>,
): Answered {
  const { saleId, end, operation } = request;
  const sale = knownDeposit(turn, saleId);
  if (sale === undefined) return refuse(turn, { code: 'deposit-not-found', depositId: saleId });
  const { ended } = sale.deposit;
  if (ended !== undefined) {
    if (ended.idempotencyKey !== operation.idempotencyKey) {
      return refuse(turn, { code: 'deposit-ended', depositId: saleId });
    }
    return ended.terms === operation.terms
      ? { turn, answer: { kind: 'sale', sale, isNew: false } }
      : refuse(turn, { code: 'idempotency-key-reused', saleId });
  }
  const kept = keptOf(turn, sale, end);
  const refusal =
    reasonAgainstEnd(sale, end, kept.keptMinor) ?? reasonAgainstPayout(turn, sale, kept.keptMinor);
  if (refusal !== undefined) return refuse(turn, refusal);
  const { keptMinor, roundingMinor } = kept;
  const kind = isRepaid(turn, sale, end) ? 'repay' : end.kind;
  const choice = kind === 'exchange' ? choiceOf(end) : undefined;
  const event = {
    kind: 'deposit-ended',
    end: { kind, ...operation, choice, roundingMinor },
    keptMinor,
  } as const;
  return saleAnswer(turn, stepSale(sale, event, turn.facts.nowMs));
}

function reasonAgainstEnd(
  sale: KnownDeposit,
  end: DepositEndAsked,
  keptMinor: number,
): Refusal | undefined {
  const { saleId: depositId, deposit, phase } = sale;
  const { purpose } = deposit;
  switch (phase.kind) {
    case 'collecting':
    case 'paused':
      return { code: 'deposit-not-fixed', depositId };
    // One whose device cannot be asked is ended by what is known, or its money never goes back.
    case 'fixing':
      if (isUnfixed(sale)) break;
      return { code: 'deposit-not-fixed', depositId };
    case 'fixed':
      break;
    case 'settling':
    case 'settled':
    case 'cancelled':
    case 'returning':
    case 'returned':
    case 'unresolved':
    case 'owed':
      return { code: 'deposit-ended', depositId };
  }
  if (!ENDS[purpose].includes(end.kind)) {
    return { code: 'deposit-end-not-possible', purpose, end: end.kind };
  }
  const inserted = insertedMinor(sale);
  return keptMinor > inserted
    ? { code: 'deposit-too-small', insertedMinor: inserted, amountMinor: keptMinor }
    : undefined;
}

/** A machine that cannot pay now is no reason to owe: the deposit stays fixed until it can. */
function reasonAgainstPayout(
  { till, facts }: Turn,
  sale: KnownDeposit,
  keptMinor: number,
): Refusal | undefined {
  const [changer] = sale.job === undefined ? [] : facts.changers;
  if (changer === undefined || keptMinor === insertedMinor(sale)) return undefined;
  return reasonAgainstJob(till, changer);
}

function isRepaid({ till, facts }: Turn, sale: Sale, end: DepositEndAsked): boolean {
  if (end.kind !== 'exchange') return false;
  const free = freeDispensers(till.payouts, facts.dispensers);
  const sources = sourcesOf(ofCurrency(free, foreignCurrency(sale)), till.holdings);
  return shortfallOf(insertedMinor(sale), end.choice, sources) !== undefined;
}

function choiceOf(end: DepositEndAsked): PieceChoice | undefined {
  return end.kind === 'exchange' ? end.choice : undefined;
}

interface Kept {
  readonly keptMinor: number;
  readonly roundingMinor?: number | undefined;
}

/** An amount to be kept is a price, so it is rounded as that of a sale is. */
function keptOf({ facts }: Turn, sale: Sale, end: DepositEndAsked): Kept {
  switch (end.kind) {
    case 'change': {
      const keptMinor = cashAmountMinor(end.amountMinor, facts.cashRounding);
      const roundingMinor = keptMinor - end.amountMinor;
      return roundingMinor === 0 ? { keptMinor } : { keptMinor, roundingMinor };
    }
    case 'no-change':
      return { keptMinor: insertedMinor(sale) };
    case 'repay':
    case 'exchange':
      return { keptMinor: 0 };
  }
}

interface KnownDeposit extends Sale {
  readonly deposit: Deposit;
}

function knownDeposit(turn: Turn, saleId: string): KnownDeposit | undefined {
  const sale = knownSale(turn, saleId);
  return sale?.deposit === undefined ? undefined : { ...sale, deposit: sale.deposit };
}
