/**
 * A sale that a whole machine carries out: it collects, pays the change and gives money back by
 * itself. What is booked is what it says went in and out, and what the sale came to is read from
 * that alone: with money going out by the machine's own will, its end decides and not our wish.
 */
import { addCounts, totalMinor, type CashCounts } from '../cash/counts.ts';
import type { CancelReason, LineDraft } from '../journal-line.ts';
import {
  endedSale,
  insertedMinor,
  owedSale,
  onlySale,
  type Sale,
  type SalePayoutPurpose,
  type SalePhase,
  type SaleStep,
} from './sale.ts';

export type MachineSaleEvent =
  | { readonly kind: 'machine-moved'; readonly cashIn: CashCounts; readonly outMinor: number }
  | { readonly kind: 'machine-answered'; readonly isUnresolved: boolean }
  | {
      readonly kind: 'machine-ended';
      readonly notPaidMinor: number;
      readonly roundingMaxMinor: number;
      /** The machine would not begin it at all. */
      readonly isRefused: boolean;
    };

/** Moves a sale of a whole machine on. */
export function stepMachineSale(sale: Sale, event: MachineSaleEvent, nowMs: number): SaleStep {
  switch (event.kind) {
    case 'machine-moved':
      return moved(sale, event, nowMs);
    case 'machine-answered':
      return answered(sale, event.isUnresolved);
    case 'machine-ended':
      return ended(sale, event, nowMs);
  }
}

function moved(
  sale: Sale,
  { cashIn, outMinor }: Extract<MachineSaleEvent, { kind: 'machine-moved' }>,
  nowMs: number,
): SaleStep {
  const richer: Sale = {
    ...sale,
    touchedAtMs: nowMs,
    inserted: addCounts(sale.inserted, cashIn),
    paidOutMinor: sale.paidOutMinor + outMinor,
  };
  const payoutId = sale.job ?? '';
  if (sale.phase.kind === 'collecting' && insertedMinor(richer) >= sale.amountDueMinor) {
    const paid: Sale = { ...richer, closedAtMs: nowMs, phase: { kind: 'settling', payoutId } };
    return onlySale(paid, [paidLine(paid)]);
  }
  const isGoingBack = sale.phase.kind === 'cancelled' && richer.paidOutMinor > 0;
  return onlySale(isGoingBack ? { ...richer, phase: { kind: 'returning', payoutId } } : richer);
}

/** While it only collects, a machine that does not answer changes nothing: it is asked until it does. */
function answered(sale: Sale, isUnresolved: boolean): SaleStep {
  const { phase } = sale;
  const payoutId = sale.job ?? '';
  if (!isUnresolved) {
    return phase.kind === 'unresolved'
      ? onlySale({ ...sale, phase: workingPhase(phase.purpose, payoutId) })
      : onlySale(sale);
  }
  const purpose = purposeOf(phase);
  if (purpose === undefined || phase.kind === 'unresolved') return onlySale(sale);
  return onlySale({ ...sale, phase: { kind: 'unresolved', purpose, payoutId } });
}

function ended(
  sale: Sale,
  event: Extract<MachineSaleEvent, { kind: 'machine-ended' }>,
  nowMs: number,
): SaleStep {
  const closed: Sale = { ...sale, closedAtMs: sale.closedAtMs ?? nowMs };
  const netMinor = insertedMinor(sale) - sale.paidOutMinor;
  const result = settlementOf(sale, netMinor, event);
  if (result === undefined) return returned(closed, event.isRefused, netMinor);
  const { saleId } = sale;
  const { differenceMinor, cause, owedMinor } = result;
  const lines: LineDraft[] = isPaidAlready(sale) ? [] : [paidLine(sale)];
  const body = { saleId, amountMinor: differenceMinor, cause };
  if (differenceMinor !== 0) lines.push({ kind: 'sale-difference', body });
  const settled: Sale = { ...closed, differenceMinor };
  return finish(settled, { purpose: 'change', owedMinor, lines });
}

interface Settlement {
  /** What the customer paid more (positive) or less than was due. */
  readonly differenceMinor: number;
  readonly cause: 'rounding' | 'overpaid';
  readonly owedMinor: number;
}

/** What a paid sale came to; undefined for one that was not paid, whose money is the customer's. */
function settlementOf(
  { amountDueMinor, paidOutMinor, inserted, phase }: Sale,
  netMinor: number,
  { notPaidMinor, roundingMaxMinor }: Extract<MachineSaleEvent, { kind: 'machine-ended' }>,
): Settlement | undefined {
  const owedMinor = Math.min(notPaidMinor, Math.max(netMinor, 0));
  const keptMinor = netMinor - owedMinor;
  const differenceMinor = keptMinor - amountDueMinor;
  if (keptMinor > 0 && Math.abs(differenceMinor) <= roundingMaxMinor) {
    return { differenceMinor, cause: 'rounding', owedMinor };
  }
  if (purposeOf(phase) === 'return') return undefined;
  // It kept more than it should, and does not say so: that is the customer's all the same.
  if (differenceMinor > 0) {
    return { differenceMinor: 0, cause: 'rounding', owedMinor: netMinor - amountDueMinor };
  }
  const wasPaid = totalMinor(inserted) >= amountDueMinor && keptMinor > 0 && notPaidMinor === 0;
  const isChange = paidOutMinor > totalMinor(inserted) - amountDueMinor;
  return wasPaid && isChange ? { differenceMinor, cause: 'overpaid', owedMinor: 0 } : undefined;
}

function returned(sale: Sale, isRefused: boolean, netMinor: number): SaleStep {
  const reason: CancelReason = isRefused ? 'refused' : 'at-machine';
  const body = { saleId: sale.saleId, insertedMinor: insertedMinor(sale), reason };
  const isOurs = sale.phase.kind !== 'collecting';
  const lines: LineDraft[] = isOurs ? [] : [{ kind: 'sale-cancelled', body }];
  return finish(sale, { purpose: 'return', owedMinor: Math.max(netMinor, 0), lines });
}

interface Finish {
  readonly purpose: SalePayoutPurpose;
  readonly owedMinor: number;
  readonly lines: readonly LineDraft[];
}

function finish(sale: Sale, { purpose, owedMinor, lines }: Finish): SaleStep {
  const step = owedMinor > 0 ? owedSale(sale, purpose, owedMinor) : endedSale(sale, purpose);
  return { ...step, lines: [...lines, ...step.lines] };
}

function paidLine(sale: Sale): LineDraft {
  return {
    kind: 'sale-paid',
    body: { saleId: sale.saleId, insertedMinor: insertedMinor(sale) },
  };
}

function isPaidAlready({ phase }: Sale): boolean {
  return phase.kind === 'settling' || (phase.kind === 'unresolved' && phase.purpose === 'change');
}

function purposeOf(phase: SalePhase): SalePayoutPurpose | undefined {
  switch (phase.kind) {
    case 'settling':
      return 'change';
    case 'cancelled':
    case 'returning':
      return 'return';
    case 'unresolved':
      return phase.purpose;
    case 'collecting':
    case 'paused':
    case 'fixing':
    case 'fixed':
    case 'settled':
    case 'returned':
    case 'owed':
      return undefined;
  }
}

function workingPhase(purpose: SalePayoutPurpose, payoutId: string): SalePhase {
  return purpose === 'change' ? { kind: 'settling', payoutId } : { kind: 'returning', payoutId };
}
