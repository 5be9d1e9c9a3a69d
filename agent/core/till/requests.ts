/** What the till answers to somebody who asks; a refusal changes nothing. */
import { stepDebt, type Debt } from '../cash/debt.ts';
import type { PayoutOrder } from '../cash/payout.ts';
import { closeShift, openShift, type ShiftMoment } from '../cash/shift.ts';
import { acceptedNow } from './accepted-now.ts';
import { drawerOrder } from './drawer-turn.ts';
import { refuse, type Answered, type RequestOf } from './answered.ts';
import { cassetteRemoved, cassetteReplaced } from './cassette-requests.ts';
import { reasonAgainstJob } from './changer-turn.ts';
import { countEntered, fillEntered, takeEntered } from './count-requests.ts';
import { depositChangeRequested, depositEndRequested } from './deposit-requests.ts';
import type { TillRequest, VendorRequest } from './events.ts';
import { answerVendor } from './licence-turn.ts';
import { operationAcknowledged, operationEnded, operationRequested } from './operation-requests.ts';
import { answerKnown } from './operations.ts';
import { answerOperator, refusalOfOperator } from './operator-turn.ts';
import {
  acknowledgeRequested,
  cancelRequested,
  knownSale,
  saleRequested,
} from './sale-requests.ts';
import { activeSale, isPaying, isSelling, ownOf, runningPayout } from './till.ts';
import { guardedTurn } from './support-guard.ts';
import { answerSupport, supportMoved } from './support-turn.ts';
import { answerUpdate, updateWatched } from './update-turn.ts';
import { beginPayout, beginPayoutJob, withDebt, withLines, withSale, type Turn } from './turn.ts';

export function answerRequest(turn: Turn, request: TillRequest): Answered {
  const known = answerKnown(request, turn.facts);
  if (known !== undefined) return { turn, answer: known };
  const { turn: guarded, refusal } = guardedTurn(turn, request);
  return refusal === undefined ? answerAllowed(guarded, request) : refuse(guarded, refusal);
}

function answerAllowed(turn: Turn, request: TillRequest): Answered {
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
    case 'deposit-change-requested':
      return depositChangeRequested(turn, request);
    case 'deposit-end-requested':
      return depositEndRequested(turn, request);
    case 'operation-requested':
      return operationRequested(turn, request);
    case 'operation-acknowledge-requested':
      return operationAcknowledged(turn, request);
    case 'operation-end-requested':
      return operationEnded(turn, request);
    case 'cassette-removed':
      return cassetteRemoved(turn, request);
    case 'cassette-replaced':
      return cassetteReplaced(turn, request);
    case 'debt-payment-requested':
      return debtPaymentRequested(turn, request);
    case 'shift-open-requested':
      return shiftOpenRequested(turn, request);
    case 'shift-close-requested':
      return shiftCloseRequested(turn, request);
    case 'cash-escrowed':
      return cashEscrowed(turn, request);
    case 'drawer-open-requested':
    case 'drawer-noted':
      return drawerRequested(turn, request);
    case 'entitlement-offered':
    case 'entitlement-rejected':
    case 'plan-offered':
    case 'plan-rejected':
    case 'lease-offered':
    case 'lease-close-asked':
    case 'promise-asked':
    case 'ticket-settled':
    case 'ticket-released':
    case 'time-signed':
    case 'chain-forked':
    case 'lines-lost':
      return vendorAnswered(turn, request);
    case 'update-requested':
      return answerUpdate(turn, request);
    case 'support-requested':
      return answerSupport(turn, request);
    case 'pin-proved':
      return pinProved(turn, request);
    case 'sign-in-attempted':
    case 'pin-failed':
    case 'operator-unlock-requested':
    case 'claim-break-requested':
    case 'operator-change-noted':
      return answerOperator(turn, request);
  }
}

/** A session hears of it too: what moves cash out during it wants a PIN that is new. */
function pinProved(turn: Turn, request: RequestOf<'pin-proved'>): Answered {
  const { turn: proved, answer } = answerOperator(turn, request);
  const { operatorId: operator } = request.operator;
  return { turn: supportMoved(proved, { kind: 'pin-proved', operator }).turn, answer };
}

/** Another licence may open other releases. */
function vendorAnswered(turn: Turn, request: VendorRequest): Answered {
  const answered = answerVendor(turn, request);
  return request.kind === 'entitlement-offered'
    ? { ...answered, turn: updateWatched(answered.turn) }
    : answered;
}

type ShiftRequest = Pick<RequestOf<'take-entered'>, 'client'> &
  Pick<RequestOf<'fill-entered'>, 'operator' | 'operation'>;

function drawerRequested(
  turn: Turn,
  request: RequestOf<'drawer-open-requested' | 'drawer-noted'>,
): Answered {
  const order = drawerOrder(request, (saleId) => knownSale(turn, saleId));
  if ('code' in order) return refuse(turn, order);
  const { line, sale } = order;
  const opened = sale === undefined ? withLines(turn, [line]) : withSale(turn, sale);
  return { turn: opened, answer: { kind: 'done' } };
}

/** Taken only for a sale that still collects, and only where its change could be paid. */
function cashEscrowed(
  turn: Turn,
  { device, valueMinor, currency }: RequestOf<'cash-escrowed'>,
): Answered {
  const decision = isAcceptable(turn, device, valueMinor) ? 'stack' : 'return';
  const saleId = activeSale(turn.till)?.saleId;
  const what = { device, valueMinor, currency };
  const line = { kind: 'cash-escrowed', body: { ...what, decision, saleId } } as const;
  return { turn: withLines(turn, [line]), answer: { kind: 'escrow', decision } };
}

function isAcceptable({ till, facts }: Turn, device: string, valueMinor: number): boolean {
  const acceptor = facts.acceptors.find((candidate) => candidate.device === device);
  return acceptor !== undefined && acceptedNow(till, facts, acceptor).includes(valueMinor);
}

function shiftOpenRequested(turn: Turn, request: ShiftRequest): Answered {
  const { till } = turn;
  const { open } = till.shifts;
  const refusal = refusalOfOperator(turn, request.operator, 'shift');
  if (refusal !== undefined) return refuse(turn, refusal);
  if (open !== undefined) return refuse(turn, { code: 'shift-open-already', number: open.number });
  const shift = openShift(till.shifts, shiftMoment(turn, request));
  const written = withLines(turn, [{ kind: 'shift-opened', body: shift }]);
  return { turn: written, answer: { kind: 'shift-opened', shift } };
}

/** What a device has not told yet stays on its way: a shift can end with a machine that is down. */
function shiftCloseRequested(turn: Turn, request: ShiftRequest): Answered {
  const { till } = turn;
  const { open } = till.shifts;
  const refusal = refusalOfOperator(turn, request.operator, 'shift');
  if (refusal !== undefined) return refuse(turn, refusal);
  if (open === undefined) return refuse(turn, { code: 'no-shift-open' });
  if (isSelling(till) || isPaying(till)) return refuse(turn, { code: 'machine-busy' });
  const report = closeShift(open, shiftMoment(turn, request));
  const written = withLines(turn, [{ kind: 'shift-closed', body: report }]);
  return { turn: written, answer: { kind: 'shift-closed', report } };
}

function shiftMoment(
  { till, facts }: Turn,
  { client, operator, operation }: ShiftRequest,
): ShiftMoment {
  const { holdings, placeCurrencies } = till;
  return {
    atMs: facts.nowMs,
    by: client,
    operator: operator?.operatorId,
    idempotencyKey: operation?.idempotencyKey,
    holdings,
    placeCurrencies,
  };
}

function debtPaymentRequested(
  turn: Turn,
  { debtId, by, client, operator }: RequestOf<'debt-payment-requested'>,
): Answered {
  const refusal = refusalOfOperator(turn, operator, 'pay-debt');
  if (refusal !== undefined) return refuse(turn, refusal);
  const who = { client, operator: operator.operatorId };
  const debt = ownOf(turn.till.debts, debtId);
  if (debt === undefined) return refuse(turn, { code: 'debt-not-found', debtId });
  if (debt.payoutId !== undefined) return refuse(turn, { code: 'debt-being-paid', debtId });
  if (by === 'hand') {
    const step = stepDebt(debt, { kind: 'paid-by-hand', ...who });
    return { turn: withDebt(turn, debtId, step), answer: { kind: 'done' } };
  }
  if (isSelling(turn.till) || isPaying(turn.till) || runningPayout(turn.till) !== undefined) {
    return refuse(turn, { code: 'machine-busy' });
  }
  const [changer] = turn.facts.changers;
  const busy = changer === undefined ? undefined : reasonAgainstJob(turn.till, changer);
  if (busy !== undefined) return refuse(turn, busy);
  return { turn: payByMachine(turn, debt, who), answer: { kind: 'done' } };
}

function payByMachine(
  turn: Turn,
  debt: Debt,
  who: { readonly client: string; readonly operator: string },
): Turn {
  const step = stepDebt(debt, { kind: 'machine-payment-started', ...who });
  const paying = withDebt(turn, debt.debtId, step);
  const order: PayoutOrder = {
    payoutId: step.payoutId ?? '',
    purpose: 'debt',
    ownerId: debt.debtId,
    amountMinor: debt.amountMinor - debt.paidMinor,
    currency: debt.currency,
  };
  // A whole machine works in the till's own currency.
  const [changer] = debt.currency === undefined ? turn.facts.changers : [];
  return changer === undefined
    ? beginPayout(paying, order)
    : beginPayoutJob(paying, changer.device, order);
}
