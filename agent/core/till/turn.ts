/** One step of the till in the making: each part adds what it changes, and the next sees it. */
import { applyToDoubts } from '../cash/doubts.ts';
import { recordDebt, stepDebt, type Debt, type DebtStep, type NewDebt } from '../cash/debt.ts';
import { applyLine } from '../cash/holdings.ts';
import { applyToPlaceCurrencies } from '../cash/place-currencies.ts';
import { applyToShifts } from '../cash/shift.ts';
import {
  finishCashOperation,
  type CashOperation,
  type CashOperationStep,
} from '../cash/cash-operation.ts';
import { applyToCassettes } from '../cash/cassettes.ts';
import type { LegFacts } from '../cash/payout-leg.ts';
import {
  isUnresolved,
  startPayout,
  stepPayout,
  type Payout,
  type PayoutEnd,
  type PayoutOrder,
  type PayoutStep,
} from '../cash/payout.ts';
import { startJob, stepJob, type JobEnding, type NewJob } from '../cash/changer-job.ts';
import type { AtMachineTask } from '../changer-line.ts';
import { invariant } from '../invariant.ts';
import type { LineDraft } from '../journal-line.ts';
import {
  foreignCurrency,
  isFinished,
  stepSale,
  type Sale,
  type SaleStep,
  type SaleWish,
} from '../sale/sale.ts';
import type { TillEffect, TillFacts } from './events.ts';
import { freeDispensers, placesOf, runningPayout, type Till } from './till.ts';

export interface Turn {
  readonly till: Till;
  readonly facts: TillFacts;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly TillEffect[];
  readonly sales: Readonly<Record<string, Sale>>;
  readonly cashOperations: Readonly<Record<string, CashOperation>>;
}

export function beginTurn(till: Till, facts: TillFacts): Turn {
  return { till, facts, lines: [], effects: [], sales: {}, cashOperations: {} };
}

/** Writes lines down; what the places hold follows from them. */
export function withLines(turn: Turn, lines: readonly LineDraft[]): Turn {
  if (lines.length === 0) return turn;
  const holdings = lines.reduce(applyLine, turn.till.holdings);
  const shifts = lines.reduce(applyToShifts, turn.till.shifts);
  const cassettes = lines.reduce(applyToCassettes, turn.till.cassettes);
  const placeCurrencies = lines.reduce(applyToPlaceCurrencies, turn.till.placeCurrencies);
  const places = () => placesOf(turn.till, turn.facts.places);
  const doubts = lines.reduce((some, line) => applyToDoubts(some, line, places), turn.till.doubts);
  return {
    ...turn,
    till: { ...turn.till, holdings, placeCurrencies, doubts, shifts, cassettes },
    lines: [...turn.lines, ...lines],
  };
}

export function withCursor(turn: Turn, device: string, cursor: string): Turn {
  const cursors = { ...turn.till.cursors, [device]: cursor };
  return { ...turn, till: { ...turn.till, cursors } };
}

/** Takes in what a sale's step came to, and grants its wishes. */
export function withSale(turn: Turn, step: SaleStep): Turn {
  const { sale, lines, effects, wishes } = step;
  const written = withEffects(withLines(turn, lines), effects);
  const kept = keepSale(written.till, sale);
  const next = { ...written, till: kept, sales: { ...written.sales, [sale.saleId]: sale } };
  return wishes.reduce((current, wish) => grant(current, sale, wish), next);
}

/** Takes in what a payout's step came to; its owner hears of it in the same turn. */
export function withPayout(turn: Turn, order: PayoutOrder, step: PayoutStep): Turn {
  const before = turn.till.payouts[order.payoutId];
  if (step.kind === 'open' && step.payout === before) return withEffects(turn, step.effects);
  const written = withLines(turn, step.lines);
  const { [order.payoutId]: _, ...others } = written.till.payouts;
  if (step.kind === 'finished') {
    const without = { ...written, till: { ...written.till, payouts: others } };
    return endPayout(without, order, step);
  }
  const payouts = { ...others, [order.payoutId]: step.payout };
  const kept = withEffects({ ...written, till: { ...written.till, payouts } }, step.effects);
  return payoutMoved(kept, { before, after: step.payout });
}

/** Takes in what a debt's step came to, and clears the sale it was for once it is paid. */
export function withDebt(turn: Turn, debtId: string, step: DebtStep): Turn {
  const written = withLines(turn, step.lines);
  const { [debtId]: before, ...others } = written.till.debts;
  if (step.debt !== undefined) {
    return withDebts(written, { ...others, [debtId]: step.debt });
  }
  const sale = saleOf(written.till, before);
  const cleared = withDebts(written, others);
  return sale === undefined
    ? cleared
    : withSale(cleared, stepSale(sale, { kind: 'debt-cleared' }, turn.facts.nowMs));
}

/** Records that the till owes somebody. */
export function withNewDebt(turn: Turn, debt: NewDebt): Turn {
  const recorded = recordDebt(debt, turn.facts.nowMs);
  const debts = { ...turn.till.debts, [debt.debtId]: recorded.debt };
  return withDebts(withLines(turn, [recorded.line]), debts);
}

/** Begins a payout; it may finish at once, short, when no dispenser can pay anything. */
export function beginPayout(turn: Turn, order: PayoutOrder): Turn {
  return withPayout(turn, order, startPayout(order, payoutFacts(turn, order.payoutId)));
}

/**
 * Gives a whole machine a job: written down now, sent once that is durable. Whoever wants the machine
 * to take, pay out or move something calls this, after asking `isChangerFree`.
 */
export function beginJob(turn: Turn, order: NewJob): Turn {
  const { job, lines, effects } = startJob(order, turn.facts.nowMs);
  invariant(job !== undefined, 'a job that begins is there');
  const jobs = { ...turn.till.jobs, [order.jobId]: job };
  return withEffects(withLines({ ...turn, till: { ...turn.till, jobs } }, lines), effects);
}

/**
 * Has a whole machine pay out, for whoever the payout belongs to: the amount, or what an operator
 * chooses at the machine.
 */
export function beginPayoutJob(
  turn: Turn,
  device: string,
  { payoutId, purpose, ownerId, amountMinor, atMachine }: MachinePayout,
): Turn {
  const body = { payoutId, purpose, ownerId, amountMinor };
  const written = withLines(turn, [{ kind: 'payout-started', body }]);
  const job = { jobId: payoutId, device, ownerId };
  return atMachine === undefined
    ? beginJob(written, { ...job, task: 'payout', amountMinor })
    : beginJob(written, { ...job, task: atMachine });
}

interface MachinePayout extends PayoutOrder {
  readonly atMachine?: AtMachineTask | undefined;
}

/** What a payout may plan with: its own dispensers, and those no other payout may be paying from. */
export function payoutFacts({ till, facts }: Turn, payoutId: string): LegFacts {
  const { nowMs, dispensers } = facts;
  const { [payoutId]: _, ...others } = till.payouts;
  return { nowMs, holdings: till.holdings, dispensers: freeDispensers(others, dispensers) };
}

/**
 * An unresolved payout does not hold up the queue: it is set aside, its devices are left alone,
 * and what they did not pay becomes owed as soon as they can say so.
 */
export function setAside(turn: Turn): Turn {
  const running = runningPayout(turn.till);
  if (running === undefined) return turn;
  const facts = payoutFacts(turn, running.payoutId);
  return withPayout(turn, running, stepPayout(running, { kind: 'parked' }, facts));
}

/** Takes in what an operation's step came to; one that has ended is left to the store. */
export function withCashOperation(turn: Turn, { operation, lines }: CashOperationStep): Turn {
  const written = withLines(turn, lines);
  const { [operation.operationId]: _, ...others } = written.till.cashOperations;
  const isOpen = operation.outcome === undefined;
  const open = isOpen ? { ...others, [operation.operationId]: operation } : others;
  return {
    ...written,
    till: { ...written.till, cashOperations: open },
    cashOperations: { ...written.cashOperations, [operation.operationId]: operation },
  };
}

/** Asks for effects once the turn is durable. */
export function withEffects(turn: Turn, effects: readonly TillEffect[]): Turn {
  return { ...turn, effects: [...turn.effects, ...effects] };
}

function withDebts(turn: Turn, debts: Till['debts']): Turn {
  return { ...turn, till: { ...turn.till, debts } };
}

function keepSale(till: Till, sale: Sale): Till {
  const { [sale.saleId]: _, ...others } = till.sales;
  const isOver = sale.phase.kind === 'settled' || sale.phase.kind === 'returned';
  const isLeaving = isFinished(sale) && till.activeSaleId === sale.saleId;
  return {
    ...till,
    activeSaleId: isLeaving ? undefined : till.activeSaleId,
    sales: isOver ? others : { ...others, [sale.saleId]: sale },
  };
}

function grant(turn: Turn, sale: Sale, wish: SaleWish): Turn {
  const { saleId } = sale;
  const currency = foreignCurrency(sale);
  switch (wish.kind) {
    case 'payout': {
      const { payoutId, purpose, amountMinor, choice } = wish;
      const order = { payoutId, purpose, ownerId: saleId, amountMinor, choice, currency };
      const [changer] = sale.job === undefined ? [] : turn.facts.changers;
      return changer === undefined
        ? beginPayout(turn, order)
        : beginPayoutJob(turn, changer.device, order);
    }
    case 'end-job':
      return withJobEnding(turn, wish.jobId, wish.how);
    case 'debt': {
      const { debtId, amountMinor } = wish;
      return withNewDebt(turn, { debtId, cause: 'owed', saleId, amountMinor, currency });
    }
  }
}

/** Nothing has moved by that: what it comes to, its machine tells. */
export function withJobEnding(turn: Turn, jobId: string, how: JobEnding): Turn {
  const { jobs, holdings } = turn.till;
  const before = jobs[jobId];
  if (before === undefined) return turn;
  const { nowMs } = turn.facts;
  const event = { kind: 'ending', how } as const;
  const { job, effects } = stepJob(before, event, { nowMs, holdings });
  invariant(job !== undefined, 'a job that is to end goes on until its machine ends it');
  return withEffects({ ...turn, till: { ...turn.till, jobs: { ...jobs, [jobId]: job } } }, effects);
}

/** Whoever a payout was for hears what it came to. */
export function endPayout(
  turn: Turn,
  { purpose, ownerId }: Pick<PayoutOrder, 'purpose' | 'ownerId'>,
  end: PayoutEnd,
): Turn {
  const { paidMinor, shortMinor } = end;
  if (purpose === 'operation') {
    const operation = turn.till.cashOperations[ownerId];
    invariant(operation !== undefined, 'an operation stands until its payout has finished');
    return withCashOperation(turn, finishCashOperation(operation, end));
  }
  if (purpose === 'debt') {
    const debt = turn.till.debts[ownerId];
    invariant(debt !== undefined, 'a debt stands until its payout has finished');
    return withDebt(turn, ownerId, stepDebt(debt, { kind: 'payout-finished', paidMinor }));
  }
  const sale = turn.till.sales[ownerId];
  invariant(sale !== undefined, 'a sale stands until its payout has finished');
  const event = { kind: 'payout-finished', paidMinor, shortMinor } as const;
  return withSale(turn, stepSale(sale, event, turn.facts.nowMs));
}

function payoutMoved(
  turn: Turn,
  { before, after }: { readonly before: Payout | undefined; readonly after: Payout },
): Turn {
  const isNow = isUnresolved(after);
  const wasBefore = before !== undefined && isUnresolved(before);
  const sale = turn.till.sales[after.ownerId];
  if (sale === undefined || isNow === wasBefore) return turn;
  const event = { kind: 'payout-moved', isUnresolved: isNow } as const;
  return withSale(turn, stepSale(sale, event, turn.facts.nowMs));
}

function saleOf(till: Till, debt: Debt | undefined): Sale | undefined {
  return debt?.saleId === undefined || debt.cause !== 'owed' ? undefined : till.sales[debt.saleId];
}
