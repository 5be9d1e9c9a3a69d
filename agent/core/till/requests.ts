/** What the till answers to somebody who asks; a refusal changes nothing. */
import { isPayableInCash } from '../cash/acceptance.ts';
import { countOf, type CashCounts } from '../cash/counts.ts';
import { stepDebt, type Debt } from '../cash/debt.ts';
import { heldAt } from '../cash/holdings.ts';
import { closeShift, openShift } from '../cash/shift.ts';
import { stepPayout, type Payout } from '../cash/payout.ts';
import { isFinished, startSale, stepSale, type Sale } from '../sale/sale.ts';
import type { Answer, Refusal, TillRequest } from './events.ts';
import { acceptedNow } from './accepted-now.ts';
import { drawerLine } from './drawer-turn.ts';
import { answerVendor, licenceAgainstSale, withRunningTime } from './licence-turn.ts';
import { answerKnown } from './operations.ts';
import { activeSale, ownOf, placesOf, runningPayout, type Till } from './till.ts';
import {
  beginPayout,
  payoutFacts,
  withDebt,
  withLines,
  withPayout,
  withSale,
  type Turn,
} from './turn.ts';

export interface Answered {
  readonly turn: Turn;
  readonly answer: Answer;
}

export function answerRequest(turn: Turn, request: TillRequest): Answered {
  const known = answerKnown(request, turn.facts);
  if (known !== undefined) return { turn, answer: known };
  switch (request.kind) {
    case 'sale-requested':
      return saleRequested(turn, request);
    case 'cancel-requested':
      return cancelRequested(turn, request.saleId);
    case 'acknowledge-requested':
      return acknowledgeRequested(turn, request);
    case 'fill-entered':
      return fillEntered(turn, request);
    case 'take-entered':
      return takeEntered(turn, request);
    case 'count-entered':
      return countEntered(turn, request);
    case 'debt-payment-requested':
      return debtPaymentRequested(turn, request);
    case 'shift-open-requested':
      return shiftOpenRequested(turn, request.client);
    case 'shift-close-requested':
      return shiftCloseRequested(turn, request.client);
    case 'cash-escrowed':
      return cashEscrowed(turn, request);
    case 'drawer-open-requested':
    case 'drawer-noted':
      return drawerRequested(turn, request);
    case 'entitlement-offered':
    case 'entitlement-rejected':
    case 'time-signed':
    case 'chain-forked':
    case 'lines-lost':
      return answerVendor(turn, request);
  }
}

type Request<Kind extends TillRequest['kind']> = Extract<TillRequest, { readonly kind: Kind }>;

function drawerRequested(
  turn: Turn,
  request: Request<'drawer-open-requested' | 'drawer-noted'>,
): Answered {
  const line = drawerLine(request, (saleId) => knownSale(turn, saleId));
  if ('code' in line) return refuse(turn, line);
  return { turn: withLines(turn, [line]), answer: { kind: 'done' } };
}

/** Taken only for a sale that still collects, and only where its change could be paid. */
function cashEscrowed(turn: Turn, { device, valueMinor }: Request<'cash-escrowed'>): Answered {
  const decision = isAcceptable(turn, device, valueMinor) ? 'stack' : 'return';
  const saleId = activeSale(turn.till)?.saleId;
  const line = { kind: 'cash-escrowed', body: { device, valueMinor, decision, saleId } } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'escrow', decision } };
}

function isAcceptable({ till, facts }: Turn, device: string, valueMinor: number): boolean {
  const acceptor = facts.acceptors.find((candidate) => candidate.device === device);
  return acceptor !== undefined && acceptedNow(till, facts, acceptor).includes(valueMinor);
}

function saleRequested(turn: Turn, { terms }: Request<'sale-requested'>): Answered {
  const stored = turn.facts.storedSale;
  if (stored !== undefined) {
    const isSame =
      stored.amountDueMinor === terms.amountDueMinor &&
      stored.currency === terms.currency &&
      stored.reference === terms.reference;
    return isSame
      ? { turn, answer: { kind: 'sale', sale: stored, isNew: false } }
      : refuse(turn, { code: 'idempotency-key-reused', saleId: stored.saleId });
  }
  const counted = withRunningTime(turn);
  const refusal = reasonAgainstSale(counted, terms);
  // The time it has run counts whether or not it may sell.
  if (refusal !== undefined) return refuse(counted, refusal);
  const free = setAside(counted);
  const begun = { ...free, till: { ...free.till, activeSaleId: terms.saleId } };
  const step = startSale(terms, turn.facts.nowMs);
  return {
    turn: withSale(begun, step),
    answer: { kind: 'sale', sale: step.sale, isNew: true },
  };
}

function reasonAgainstSale(
  turn: Turn,
  terms: Request<'sale-requested'>['terms'],
): Refusal | undefined {
  const { till, facts } = turn;
  const { currency, amountDueMinor } = terms;
  if (currency !== facts.currency) return { code: 'currency-not-accepted', currency };
  const unlicensed = licenceAgainstSale(turn);
  if (unlicensed !== undefined) return unlicensed;
  const active = activeSale(till);
  if (active !== undefined && active.phase.kind !== 'unresolved') {
    return { code: 'sale-in-progress', saleId: active.saleId };
  }
  if (isPaying(till)) return { code: 'machine-busy' };
  if (facts.acceptors.every(({ valuesMinor }) => valuesMinor.length === 0)) {
    return { code: 'machine-not-ready' };
  }
  if (!isPayableInCash(amountDueMinor, facts.acceptors)) {
    return { code: 'amount-not-payable', amountMinor: amountDueMinor };
  }
  return undefined;
}

/**
 * An unresolved payout does not hold up the queue: it is set aside, its device is left alone, and
 * what its device did not pay becomes owed as soon as it can say so.
 */
function setAside(turn: Turn): Turn {
  const running = runningPayout(turn.till);
  if (running === undefined) return turn;
  const facts = payoutFacts(turn, running.payoutId);
  return withPayout(turn, running, stepPayout(running, { kind: 'parked' }, facts));
}

function cancelRequested(turn: Turn, saleId: string): Answered {
  const sale = knownSale(turn, saleId);
  if (sale === undefined) return refuse(turn, { code: 'sale-not-found', saleId });
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
    case 'settling':
    case 'settled':
      return false;
  }
}

function acknowledgeRequested(
  turn: Turn,
  { saleId, client }: Request<'acknowledge-requested'>,
): Answered {
  const sale = knownSale(turn, saleId);
  if (sale === undefined) return refuse(turn, { code: 'sale-not-found', saleId });
  if (!isFinished(sale)) return refuse(turn, { code: 'sale-not-finished', saleId });
  return saleAnswer(turn, stepSale(sale, { kind: 'acknowledged', client }, turn.facts.nowMs));
}

function knownSale({ till, facts }: Turn, saleId: string): Sale | undefined {
  const stored = facts.storedSale?.saleId === saleId ? facts.storedSale : undefined;
  return ownOf(till.sales, saleId) ?? stored;
}

function saleAnswer(turn: Turn, step: ReturnType<typeof stepSale>): Answered {
  return {
    turn: withSale(turn, step),
    answer: { kind: 'sale', sale: step.sale, isNew: false },
  };
}

function fillEntered(turn: Turn, { place, added, client }: Request<'fill-entered'>): Answered {
  const refusal = reasonAgainstCounts(turn, place, added);
  if (refusal !== undefined) return refuse(turn, refusal);
  const line = { kind: 'cash-filled', body: { place, added, client } } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'done' } };
}

/** What the journal does not know to be there is not taken from it: then a count comes first. */
function takeEntered(turn: Turn, request: Request<'take-entered'>): Answered {
  const { place, taken, reason, client } = request;
  const refusal = reasonAgainstCounts(turn, place, taken);
  if (refusal !== undefined) return refuse(turn, refusal);
  const held = heldAt(turn.till.holdings, place);
  const missing = taken.find(({ valueMinor, count }) => countOf(held, valueMinor) < count);
  if (missing !== undefined) {
    return refuse(turn, { code: 'more-than-held', place, valueMinor: missing.valueMinor });
  }
  const line = { kind: 'cash-taken', body: { place, taken, reason, client } } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'done' } };
}

/**
 * A count also settles a dispense whose outcome its device could not tell: what is missing from
 * the tube, up to what was ordered, is what came out.
 */
function countEntered(turn: Turn, request: Request<'count-entered'>): Answered {
  const { place, counted, client } = request;
  const refusal = reasonAgainstCounts(turn, place, counted);
  if (refusal !== undefined) return refuse(turn, refusal);
  const unresolved = Object.values(turn.till.payouts).find(
    ({ phase }) => phase.leg.device === place,
  );
  if (unresolved !== undefined && !isForCountToSettle(unresolved, request)) {
    return refuse(turn, { code: 'payout-open', place });
  }
  const settled = unresolved === undefined ? turn : settleByCount(turn, unresolved, counted);
  const expected = heldAt(settled.till.holdings, place);
  const line = { kind: 'cash-counted', body: { place, expected, counted, client } } as const;
  return { turn: withLines(settled, [line]), answer: { kind: 'done' } };
}

/** As long as the device may still tell, it is asked: its own counters know better than a count. */
function isForCountToSettle(
  { phase }: Payout,
  { isDeviceGone }: Request<'count-entered'>,
): boolean {
  return phase.kind === 'unresolved' && (phase.reason !== 'offline' || isDeviceGone);
}

function settleByCount(turn: Turn, payout: Payout, counted: CashCounts): Turn {
  const { leg, device, valueMinor, count } = payout.phase.leg;
  const before = countOf(heldAt(turn.till.holdings, device), valueMinor) + count;
  const missing = before - countOf(counted, valueMinor);
  const paid = Math.min(Math.max(missing, 0), count);
  const facts = payoutFacts(turn, payout.payoutId);
  const event = { kind: 'dispense-settled', leg, paid, end: 'counted' } as const;
  return withPayout(turn, payout, stepPayout(payout, event, facts));
}

function reasonAgainstCounts(
  { till, facts }: Turn,
  place: string,
  counts: CashCounts,
): Refusal | undefined {
  const known = placesOf(till, facts.places).find((candidate) => candidate.place === place);
  if (known === undefined) return { code: 'place-not-found', place };
  const foreign = counts.find(
    ({ valueMinor }) => known.valueMinor !== undefined && known.valueMinor !== valueMinor,
  );
  if (foreign !== undefined) {
    return { code: 'value-not-held-here', place, valueMinor: foreign.valueMinor };
  }
  return isSelling(till) || isPaying(till) ? { code: 'machine-busy' } : undefined;
}

function isSelling(till: Till): boolean {
  const active = activeSale(till);
  return active !== undefined && active.phase.kind !== 'unresolved';
}

/** Coins may be falling; a payout that is unresolved waits for its device and moves none. */
function isPaying(till: Till): boolean {
  return Object.values(till.payouts).some(({ phase }) => phase.kind !== 'unresolved');
}

function shiftOpenRequested(turn: Turn, client: string): Answered {
  const { till, facts } = turn;
  const { open } = till.shifts;
  if (open !== undefined) return refuse(turn, { code: 'shift-open-already', number: open.number });
  const moment = { atMs: facts.nowMs, by: client, holdings: till.holdings };
  const shift = openShift(till.shifts, moment);
  const written = withLines(turn, [{ kind: 'shift-opened', body: shift }]);
  return { turn: written, answer: { kind: 'shift-opened', shift } };
}

/** What a device has not told yet stays on its way: a shift can end with a machine that is down. */
function shiftCloseRequested(turn: Turn, client: string): Answered {
  const { till, facts } = turn;
  const { open } = till.shifts;
  if (open === undefined) return refuse(turn, { code: 'no-shift-open' });
  if (isSelling(till) || isPaying(till)) return refuse(turn, { code: 'machine-busy' });
  const moment = { atMs: facts.nowMs, by: client, holdings: till.holdings };
  const report = closeShift(open, moment);
  const written = withLines(turn, [{ kind: 'shift-closed', body: report }]);
  return { turn: written, answer: { kind: 'shift-closed', report } };
}

function debtPaymentRequested(
  turn: Turn,
  { debtId, by, client }: Request<'debt-payment-requested'>,
): Answered {
  const debt = ownOf(turn.till.debts, debtId);
  if (debt === undefined) return refuse(turn, { code: 'debt-not-found', debtId });
  if (debt.payoutId !== undefined) return refuse(turn, { code: 'debt-being-paid', debtId });
  if (by === 'hand') {
    const step = stepDebt(debt, { kind: 'paid-by-hand', client });
    return { turn: withDebt(turn, debtId, step), answer: { kind: 'done' } };
  }
  if (isSelling(turn.till) || isPaying(turn.till) || runningPayout(turn.till) !== undefined) {
    return refuse(turn, { code: 'machine-busy' });
  }
  return { turn: payByMachine(turn, debt, client), answer: { kind: 'done' } };
}

function payByMachine(turn: Turn, debt: Debt, client: string): Turn {
  const step = stepDebt(debt, { kind: 'machine-payment-started', client });
  const paying = withDebt(turn, debt.debtId, step);
  return beginPayout(paying, {
    payoutId: step.payoutId ?? '',
    purpose: 'debt',
    ownerId: debt.debtId,
    amountMinor: debt.amountMinor - debt.paidMinor,
  });
}

function refuse(turn: Turn, refusal: Refusal): Answered {
  return { turn, answer: { kind: 'refused', refusal } };
}
