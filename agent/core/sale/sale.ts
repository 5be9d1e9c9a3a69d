/**
 * One sale, from its start to the POS program's acknowledgement.
 *
 *     collecting ─► settling ──────────► settled ─┐
 *         │            ├─► unresolved ─► owed ────┼─► acknowledged
 *         └► cancelled ─► returning ───► returned ┘
 *
 * Cash is collected until the amount is there; from then on the sale stays paid, whatever happens.
 * Before money goes out, the acceptors are closed and coins already on their way are waited for, so
 * that change or return is worked out over all that came in.
 */
import { isUnattended } from '../cash/attendance.ts';
import { addCounts, cashCounts, totalMinor, type CashCounts } from '../cash/counts.ts';
import { invariant } from '../invariant.ts';
import type { CancelReason, LineDraft } from '../journal-line.ts';

/** What the payout of a sale is for. */
export type SalePayoutPurpose = 'change' | 'return';

export type SalePhase =
  | { readonly kind: 'collecting' }
  /** Paid. Without `payoutId` the acceptors are still being closed. */
  | { readonly kind: 'settling'; readonly payoutId?: string | undefined }
  | { readonly kind: 'settled' }
  /** Given up before it was paid; the acceptors are being closed. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'returning'; readonly payoutId: string }
  | { readonly kind: 'returned' }
  /** It is not known yet how much of its payout came out. */
  | { readonly kind: 'unresolved'; readonly purpose: SalePayoutPurpose; readonly payoutId: string }
  /** Paid short by exactly this; the debt is paid later, by hand or by the machine. */
  | {
      readonly kind: 'owed';
      readonly purpose: SalePayoutPurpose;
      readonly debtId: string;
      readonly owedMinor: number;
    };

/** What a POS program asks for. */
export interface SaleTerms {
  readonly saleId: string;
  /** The API client that started it, and the key that makes its request idempotent. */
  readonly client: string;
  readonly idempotencyKey: string;
  /** To be paid in cash. */
  readonly amountDueMinor: number;
  /** How much more (positive) or less that is than was asked for; absent where nothing was rounded. */
  readonly roundingMinor?: number | undefined;
  readonly currency: string;
  readonly reference?: string | undefined;
}

export interface Sale extends SaleTerms {
  readonly startedAtMs: number;
  /** When the last coin came in, or the sale began. */
  readonly touchedAtMs: number;
  /** When it was paid or given up; from then on somebody waits for money. */
  readonly closedAtMs?: number | undefined;
  readonly inserted: CashCounts;
  /** Paid out by the machine as change or return, in minor units. */
  readonly paidOutMinor: number;
  readonly phase: SalePhase;
  readonly isAcknowledged: boolean;
}

export type SaleEvent =
  | {
      readonly kind: 'cash-inserted';
      readonly device: string;
      readonly place: string;
      readonly valueMinor: number;
    }
  /** `sinceMs`: when there was reason to give it up; later than now is not possible. */
  | { readonly kind: 'cancelled'; readonly reason: CancelReason; readonly sinceMs: number }
  | { readonly kind: 'deposit-fixed' }
  /** Its payout goes on; `isUnresolved`: nobody can say yet what came out. */
  | { readonly kind: 'payout-moved'; readonly isUnresolved: boolean }
  | {
      readonly kind: 'payout-finished';
      readonly paidMinor: number;
      readonly shortMinor: number;
    }
  | { readonly kind: 'debt-cleared' }
  | { readonly kind: 'acknowledged'; readonly client: string }
  | { readonly kind: 'agent-started' };

export interface FixDeposit {
  readonly kind: 'fix-deposit';
  readonly saleId: string;
}

/** What the sale wants of its neighbours; carried out in the same turn. */
export type SaleWish =
  | {
      readonly kind: 'payout';
      readonly payoutId: string;
      readonly purpose: SalePayoutPurpose;
      readonly amountMinor: number;
    }
  | { readonly kind: 'debt'; readonly debtId: string; readonly amountMinor: number };

export interface SaleStep {
  readonly sale: Sale;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly FixDeposit[];
  readonly wishes: readonly SaleWish[];
}

/** Opens a sale. Whether the till can take one now is the caller's question. */
export function startSale(terms: SaleTerms, nowMs: number): SaleStep {
  invariant(terms.amountDueMinor > 0, 'a sale has an amount');
  const { saleId, client, amountDueMinor, roundingMinor, currency, reference } = terms;
  const sale: Sale = {
    ...terms,
    startedAtMs: nowMs,
    touchedAtMs: nowMs,
    inserted: [],
    paidOutMinor: 0,
    phase: { kind: 'collecting' },
    isAcknowledged: false,
  };
  const body = { saleId, client, amountDueMinor, roundingMinor, currency, reference };
  return only(sale, [{ kind: 'sale-started', body }]);
}

/** Moves a sale on. An event its phase has no use for changes nothing. */
export function stepSale(sale: Sale, event: SaleEvent, nowMs: number): SaleStep {
  switch (event.kind) {
    case 'cash-inserted':
      return inserted(sale, event, nowMs);
    case 'cancelled':
      return cancelled(sale, event);
    case 'deposit-fixed':
      return isDepositOpen(sale) ? depositFixed(sale, nowMs) : only(sale);
    case 'payout-moved':
      return payoutMoved(sale, event.isUnresolved);
    case 'payout-finished':
      return payoutFinished(sale, event);
    case 'debt-cleared':
      return debtCleared(sale);
    case 'acknowledged':
      return acknowledged(sale, event.client);
    case 'agent-started':
      return isFixing(sale) ? fixing(sale) : only(sale);
  }
}

/** What its POS program asked for, before rounding to coins there are. */
export function askedMinor({ amountDueMinor, roundingMinor = 0 }: SaleTerms): number {
  return amountDueMinor - roundingMinor;
}

export function insertedMinor(sale: Sale): number {
  return totalMinor(sale.inserted);
}

/** True while a coin still belongs to this sale: its change or return is not worked out yet. */
export function isDepositOpen(sale: Sale): boolean {
  return sale.phase.kind === 'collecting' || isFixing(sale);
}

/** True once nothing more will happen to it by itself, so that a POS program may acknowledge it. */
export function isFinished({ phase }: Sale): boolean {
  return phase.kind === 'settled' || phase.kind === 'returned' || phase.kind === 'owed';
}

function isFixing({ phase }: Sale): boolean {
  return phase.kind === 'cancelled' || (phase.kind === 'settling' && phase.payoutId === undefined);
}

function inserted(
  sale: Sale,
  event: Extract<SaleEvent, { kind: 'cash-inserted' }>,
  nowMs: number,
): SaleStep {
  invariant(isDepositOpen(sale), 'only an open deposit takes cash');
  const { saleId } = sale;
  const { device, place, valueMinor } = event;
  const piece = cashCounts([{ valueMinor, count: 1 }]);
  const richer = { ...sale, touchedAtMs: nowMs, inserted: addCounts(sale.inserted, piece) };
  const line: LineDraft = { kind: 'cash-inserted', body: { device, place, valueMinor, saleId } };
  const isPaid = sale.phase.kind === 'collecting' && insertedMinor(richer) >= sale.amountDueMinor;
  if (!isPaid) return only(richer, [line]);
  const paid: LineDraft = {
    kind: 'sale-paid',
    body: { saleId, insertedMinor: insertedMinor(richer) },
  };
  return fixing({ ...richer, closedAtMs: nowMs, phase: { kind: 'settling' } }, [line, paid]);
}

function cancelled(
  sale: Sale,
  { reason, sinceMs }: Extract<SaleEvent, { kind: 'cancelled' }>,
): SaleStep {
  if (sale.phase.kind !== 'collecting') return only(sale);
  const body = { saleId: sale.saleId, insertedMinor: insertedMinor(sale), reason };
  const closed: Sale = { ...sale, closedAtMs: sinceMs, phase: { kind: 'cancelled' } };
  return fixing(closed, [{ kind: 'sale-cancelled', body }]);
}

function depositFixed(sale: Sale, nowMs: number): SaleStep {
  if (sale.phase.kind === 'collecting') return only(sale);
  const purpose: SalePayoutPurpose = sale.phase.kind === 'settling' ? 'change' : 'return';
  const amountMinor = insertedMinor(sale) - (purpose === 'change' ? sale.amountDueMinor : 0);
  invariant(amountMinor >= 0, 'only a sale that is paid is settled');
  if (amountMinor === 0) return ended(sale, purpose);
  if (isUnattended(sale.closedAtMs ?? nowMs, nowMs)) return owed(sale, purpose, amountMinor);
  const payoutId = `${sale.saleId}/payout`;
  return {
    ...only({ ...sale, phase: payingPhase(purpose, payoutId) }),
    wishes: [{ kind: 'payout', payoutId, purpose, amountMinor }],
  };
}

function payoutMoved(sale: Sale, isUnresolved: boolean): SaleStep {
  const paying = payoutOf(sale);
  if (paying === undefined) return only(sale);
  const { purpose, payoutId } = paying;
  const phase: SalePhase = isUnresolved
    ? { kind: 'unresolved', purpose, payoutId }
    : payingPhase(purpose, payoutId);
  return only({ ...sale, phase });
}

function payoutFinished(
  sale: Sale,
  { paidMinor, shortMinor }: Extract<SaleEvent, { kind: 'payout-finished' }>,
): SaleStep {
  const paying = payoutOf(sale);
  invariant(paying !== undefined, 'a payout that finishes belongs to a sale that pays');
  const paid = { ...sale, paidOutMinor: paidMinor };
  if (shortMinor === 0) return ended(paid, paying.purpose);
  return owed(paid, paying.purpose, shortMinor);
}

function owed(sale: Sale, purpose: SalePayoutPurpose, owedMinor: number): SaleStep {
  const debtId = `${sale.saleId}/owed`;
  const owing: Sale = { ...sale, phase: { kind: 'owed', purpose, debtId, owedMinor } };
  return {
    ...only(owing, [endLine(owing, purpose, owedMinor)]),
    wishes: [{ kind: 'debt', debtId, amountMinor: owedMinor }],
  };
}

function debtCleared(sale: Sale): SaleStep {
  invariant(sale.phase.kind === 'owed', 'only a sale that owes can be cleared');
  return only({ ...sale, phase: endPhase(sale.phase.purpose) });
}

function acknowledged(sale: Sale, client: string): SaleStep {
  invariant(isFinished(sale), 'only a finished sale is acknowledged');
  if (sale.isAcknowledged) return only(sale);
  const line: LineDraft = { kind: 'sale-acknowledged', body: { saleId: sale.saleId, client } };
  return only({ ...sale, isAcknowledged: true }, [line]);
}

function ended(sale: Sale, purpose: SalePayoutPurpose): SaleStep {
  return only({ ...sale, phase: endPhase(purpose) }, [endLine(sale, purpose, 0)]);
}

function endPhase(purpose: SalePayoutPurpose): SalePhase {
  return purpose === 'change' ? { kind: 'settled' } : { kind: 'returned' };
}

function endLine(sale: Sale, purpose: SalePayoutPurpose, owedMinor: number): LineDraft {
  const { saleId, paidOutMinor, roundingMinor } = sale;
  const common = { saleId, insertedMinor: insertedMinor(sale), owedMinor };
  return purpose === 'change'
    ? { kind: 'sale-settled', body: { ...common, changeMinor: paidOutMinor, roundingMinor } }
    : { kind: 'sale-returned', body: { ...common, returnedMinor: paidOutMinor } };
}

function payoutOf({
  phase,
}: Sale): { readonly purpose: SalePayoutPurpose; readonly payoutId: string } | undefined {
  if (phase.kind === 'unresolved') return phase;
  if (phase.kind === 'returning') return { purpose: 'return', payoutId: phase.payoutId };
  if (phase.kind !== 'settling' || phase.payoutId === undefined) return undefined;
  return { purpose: 'change', payoutId: phase.payoutId };
}

function payingPhase(purpose: SalePayoutPurpose, payoutId: string): SalePhase {
  return purpose === 'change' ? { kind: 'settling', payoutId } : { kind: 'returning', payoutId };
}

function fixing(sale: Sale, lines: readonly LineDraft[] = []): SaleStep {
  return { ...only(sale, lines), effects: [{ kind: 'fix-deposit', saleId: sale.saleId }] };
}

function only(sale: Sale, lines: readonly LineDraft[] = []): SaleStep {
  return { sale, lines, effects: [], wishes: [] };
}
