/**
 * The one door to the till's decisions: an event goes to the aggregate it is about, and what that
 * asks of its neighbours is settled in the same turn, so that one transaction holds all of it.
 */
import type { InCurrency } from '../cash/currency.ts';
import { stepPayout, type PayoutEvent } from '../cash/payout.ts';
import {
  foreignCurrency,
  insertedMinor,
  isDepositOpen,
  isUnfixed,
  isWaiting,
  stepSale,
  type DepositEnd,
  type Sale,
  type SaleEvent,
} from '../sale/sale.ts';
import type {
  CashItem,
  HeldDocuments,
  TillEffect,
  TillEvent,
  TillFacts,
  TillReport,
  TillRequest,
  TillStep,
} from './events.ts';
import { isWaitingJob, jobMoved, jobsMoved, levelsRead } from './changer-turn.ts';
import { licenceStarted, licenceWatched } from './licence-turn.ts';
import { plansStarted } from './plan-turn.ts';
import { operationsOf } from './operations.ts';
import { lockTimeKept, lockWatched } from './operator-turn.ts';
import { answerRequest } from './requests.ts';
import { acceptedNow } from './accepted-now.ts';
import { activeSale, ownOf, type Till } from './till.ts';
import { supportMoved } from './support-turn.ts';
import {
  updateLooked,
  updateStarted,
  updateTold,
  updateWatched,
  type UpdateStart,
} from './update-turn.ts';
import {
  beginTurn,
  payoutFacts,
  withCursor,
  withLines,
  withNewDebt,
  withPayout,
  withSale,
  type Turn,
} from './turn.ts';

/** Decides what an event comes to. Same state, event and facts: same step. */
export function stepTill(till: Till, event: TillEvent, facts: TillFacts): TillStep {
  const begun = beginTurn(till, facts);
  if (isRequest(event)) {
    const { turn, answer } = answerRequest(begun, event);
    return { ...close(turn), operations: operationsOf(event, answer), answer };
  }
  return { ...close(report(begun, event)), operations: [], answer: { kind: 'done' } };
}

function isRequest(event: TillEvent): event is TillRequest {
  return (
    event.kind === 'sale-requested' ||
    event.kind === 'cancel-requested' ||
    event.kind === 'acknowledge-requested' ||
    event.kind === 'deposit-change-requested' ||
    event.kind === 'deposit-end-requested' ||
    event.kind === 'operation-requested' ||
    event.kind === 'operation-acknowledge-requested' ||
    event.kind === 'operation-end-requested' ||
    event.kind === 'cassette-removed' ||
    event.kind === 'cassette-replaced' ||
    event.kind === 'fill-entered' ||
    event.kind === 'take-entered' ||
    event.kind === 'count-entered' ||
    event.kind === 'debt-payment-requested' ||
    event.kind === 'shift-open-requested' ||
    event.kind === 'shift-close-requested' ||
    event.kind === 'cash-escrowed' ||
    event.kind === 'sign-in-attempted' ||
    event.kind === 'pin-proved' ||
    event.kind === 'pin-failed' ||
    event.kind === 'operator-unlock-requested' ||
    event.kind === 'claim-break-requested' ||
    event.kind === 'operator-change-noted' ||
    event.kind === 'drawer-open-requested' ||
    event.kind === 'drawer-noted' ||
    event.kind === 'entitlement-offered' ||
    event.kind === 'entitlement-rejected' ||
    event.kind === 'plan-offered' ||
    event.kind === 'plan-rejected' ||
    event.kind === 'lease-offered' ||
    event.kind === 'lease-close-asked' ||
    event.kind === 'promise-asked' ||
    event.kind === 'ticket-settled' ||
    event.kind === 'ticket-released' ||
    event.kind === 'update-requested' ||
    event.kind === 'support-requested' ||
    event.kind === 'time-signed' ||
    event.kind === 'chain-forked' ||
    event.kind === 'lines-lost'
  );
}

function report(turn: Turn, event: TillReport): Turn {
  switch (event.kind) {
    case 'agent-started':
      return started(turn, event);
    case 'time-passed':
      return supportMoved(updateLooked(timePassed(lockWatched(turn))), { kind: 'looked' }).turn;
    case 'update-told':
      return updateTold(turn, event);
    case 'support-told':
      return supportMoved(turn, event.said).turn;
    case 'running-noted':
      return updateWatched(licenceWatched(lockTimeKept(turn)));
    case 'cash-reported':
      return cashReported(turn, event);
    case 'device-changed':
      return deviceChanged(turn, event);
    case 'deposit-fixed':
      return saleMoved(turn, event.saleId, {
        kind: 'deposit-fixed',
        unanswered: event.unanswered,
      });
    case 'job-told':
      return jobMoved(turn, event.jobId, event.said);
    case 'levels-told':
      return levelsRead(turn, event);
    case 'dispense-prepared':
    case 'dispense-refused':
    case 'dispense-settled':
    case 'dispense-unknown':
      return payoutMoved(turn, event.payoutId, event);
  }
}

type Starting = HeldDocuments & { readonly update?: UpdateStart | undefined };

/** After a restart nothing is assumed: every open part looks again and decides again. */
function started(turn: Turn, { held, plans = [], update }: Starting): Turn {
  const line = { kind: 'agent-started', body: { version: turn.facts.version } } as const;
  const begun = plansStarted(licenceStarted(withLines(turn, [line]), held), plans);
  const sales = Object.keys(begun.till.sales).reduce(
    (current, saleId) => saleMoved(current, saleId, { kind: 'agent-started' }),
    begun,
  );
  const payouts = Object.keys(sales.till.payouts).reduce(
    (current, payoutId) => payoutMoved(current, payoutId, { kind: 'agent-started' }),
    sales,
  );
  const jobs = jobsMoved(payouts, () => true, { kind: 'agent-started' });
  return supportMoved(updateStarted(jobs, update), { kind: 'started' }).turn;
}

function timePassed(turn: Turn): Turn {
  const asked = Object.keys(turn.till.payouts).reduce(
    (current, payoutId) => payoutMoved(current, payoutId, { kind: 'time-passed' }),
    jobsMoved(turn, isWaitingJob, { kind: 'looked-again' }),
  );
  const sale = activeSale(asked.till);
  const { idleMs, idleExpiryMs } = asked.facts;
  if (sale === undefined || !isWaiting(sale)) return asked;
  return idleMs < idleExpiryMs ? fixedIfBack(asked, sale) : expired(asked, sale);
}

/** A device may have come back while it was still being said that it is gone. */
function fixedIfBack(turn: Turn, sale: Sale): Turn {
  const { unanswered = [] } = sale.deposit ?? {};
  const isBack = turn.facts.acceptors.some(({ device }) => unanswered.includes(device));
  return isBack && isUnfixed(sale) ? saleMoved(turn, sale.saleId, { kind: 'fix-requested' }) : turn;
}

function expired(turn: Turn, sale: Sale): Turn {
  const keptMinor = insertedMinor(sale);
  if (sale.deposit?.purpose === 'fill' && keptMinor > 0) {
    // The shop's own cash: paid back, it would lie in front of whoever comes by.
    const isFixed = sale.phase.kind === 'fixed' || isUnfixed(sale);
    const end = { kind: 'deposit-ended', end: KEPT, keptMinor } as const;
    return saleMoved(turn, sale.saleId, isFixed ? end : { kind: 'fix-requested' });
  }
  // Over a night, say, it was due to be given up long before anybody could.
  const sinceMs = Math.min(sale.touchedAtMs + turn.facts.idleExpiryMs, turn.facts.nowMs);
  return saleMoved(turn, sale.saleId, { kind: 'cancelled', reason: 'expired', sinceMs });
}

/** Asked for by nobody, under no key. */
const KEPT: DepositEnd = { kind: 'no-change', idempotencyKey: '', terms: '' };

function cashReported(
  turn: Turn,
  { device, cursor, items, currency }: Extract<TillReport, { kind: 'cash-reported' }>,
): Turn {
  const read = withCursor(turn, device, cursor);
  const debtId = `${turn.facts.newId}/unassigned`;
  const { turn: credited, unassignedMinor } = items.reduce(takeItem, {
    turn: read,
    unassignedMinor: 0,
    device,
    currency,
    debtId,
  });
  if (unassignedMinor === 0) return credited;
  return withNewDebt(credited, {
    debtId,
    cause: 'unassigned',
    saleId: undefined,
    amountMinor: unassignedMinor,
    currency,
  });
}

interface Taking extends InCurrency {
  readonly turn: Turn;
  readonly unassignedMinor: number;
  readonly device: string;
  readonly debtId: string;
}

function takeItem(taking: Taking, item: CashItem): Taking {
  const { turn, device, currency, debtId } = taking;
  const sale = activeSale(turn.till);
  switch (item.kind) {
    case 'inserted': {
      const { valueMinor, place } = item;
      const cash = { device, place, valueMinor };
      if (sale !== undefined && isDepositOpen(sale) && foreignCurrency(sale) === currency) {
        const step = stepSale(sale, { kind: 'cash-inserted', ...cash }, turn.facts.nowMs);
        return { ...taking, turn: withSale(turn, step) };
      }
      return {
        ...taking,
        turn: withLines(turn, [{ kind: 'cash-inserted', body: { ...cash, debtId, currency } }]),
        unassignedMinor: taking.unassignedMinor + valueMinor,
      };
    }
    case 'lost': {
      const { countMax, cause } = item;
      const body = { device, countMax, cause, saleId: sale?.saleId, currency };
      return { ...taking, turn: withLines(turn, [{ kind: 'credits-lost', body }]) };
    }
    case 'incident': {
      const { code, isFraud } = item;
      const body = { device, code, isFraud };
      return { ...taking, turn: withLines(turn, [{ kind: 'incident-reported', body }]) };
    }
  }
}

function deviceChanged(
  turn: Turn,
  { device, state, detail }: Extract<TillReport, { kind: 'device-changed' }>,
): Turn {
  const written = withLines(turn, [{ kind: 'device-changed', body: { device, state, detail } }]);
  const isItsJob = (job: { readonly device: string }): boolean => job.device === device;
  if (state === 'down') {
    return jobsMoved(written, isItsJob, { kind: 'device-lost', reason: state });
  }
  // One with a fault answers too, and may never come up before somebody has counted.
  const asked = Object.keys(written.till.payouts).reduce(
    (current, payoutId) => payoutMoved(current, payoutId, { kind: 'device-appeared', device }),
    written,
  );
  if (state === 'fault') return asked;
  return jobsMoved(fixedAgain(asked, device), isItsJob, { kind: 'looked-again' });
}

/** A device that is back can say whether it is closed. */
function fixedAgain(turn: Turn, device: string): Turn {
  const sale = activeSale(turn.till);
  const isAwaited = sale !== undefined && isUnfixed(sale);
  return isAwaited && sale.deposit?.unanswered?.includes(device) === true
    ? saleMoved(turn, sale.saleId, { kind: 'fix-requested' })
    : turn;
}

function saleMoved(turn: Turn, saleId: string, event: SaleEvent): Turn {
  const sale = ownOf(turn.till.sales, saleId);
  return sale === undefined ? turn : withSale(turn, stepSale(sale, event, turn.facts.nowMs));
}

function payoutMoved(turn: Turn, payoutId: string, event: PayoutEvent): Turn {
  const payout = ownOf(turn.till.payouts, payoutId);
  if (payout === undefined) return turn;
  return withPayout(turn, payout, stepPayout(payout, event, payoutFacts(turn, payoutId)));
}

function close(turn: Turn): Omit<TillStep, 'answer' | 'operations'> {
  const { till, lines, effects, sales, cashOperations } = turn;
  return {
    till,
    lines,
    effects: [...effects, ...acceptance(turn)],
    sales: Object.values(sales),
    cashOperations: Object.values(cashOperations),
  };
}

/** What each acceptor is to take from now on: told every time, so that no edge can be missed. */
function acceptance({ till, facts }: Pick<Turn, 'till' | 'facts'>): TillEffect[] {
  return facts.acceptors.map((acceptor) => ({
    kind: 'set-acceptance',
    device: acceptor.device,
    valuesMinor: acceptedNow(till, facts, acceptor),
  }));
}
