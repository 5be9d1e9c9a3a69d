/**
 * One sale or deposit, from its start to the POS program's acknowledgement.
 *
 *     collecting ─► settling ──────────► settled ─┐
 *         │            ├─► unresolved ─► owed ────┼─► acknowledged
 *         └► cancelled ─► returning ───► returned ┘
 *
 * A deposit is a sale whose amount is told at its end, so it is not paid by itself: it may be paused,
 * and is fixed before it is ended, by settling or by returning.
 *
 *     paused ◄─► collecting ─► fixing ─► fixed ─► settling or cancelled
 *
 * Cash is collected until the amount is there; from then on the sale stays paid, whatever happens.
 * Before money goes out, the acceptors are closed and coins already on their way are waited for, so
 * that change or return is worked out over all that came in. A whole machine does all that by itself:
 * a sale with a `job` goes the same way by what the machine says (`machine-sale.ts`).
 */
import { isUnattended } from '../cash/attendance.ts';
import { addCounts, cashCounts, totalMinor, type CashCounts } from '../cash/counts.ts';
import { countsOf, type PieceChoice } from '../cash/piece-choice.ts';
import { invariant } from '../invariant.ts';
import type { CancelReason, DepositEndKind, DepositPurpose, LineDraft } from '../journal-line.ts';

/** The incident of an acceptor that did not say that it is closed. */
const NOT_CLOSED = 'acceptor-not-closed';

/** What the payout of a sale is for. */
export type SalePayoutPurpose = 'change' | 'return';

export type SalePhase =
  | { readonly kind: 'collecting' }
  /** Of a deposit: the acceptors are closed for a while. */
  | { readonly kind: 'paused' }
  /** Of a deposit: the acceptors are being closed for good. */
  | { readonly kind: 'fixing' }
  /** Of a deposit: it is known what came in, and not yet what becomes of it. */
  | { readonly kind: 'fixed' }
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

/** What a sale has that is a deposit. */
export interface Deposit {
  readonly purpose: DepositPurpose;
  /** In the operator's own words. */
  readonly reason?: string | undefined;
  readonly operator?: string | undefined;
  readonly ended?: DepositEnd | undefined;
  /** While it is being fixed: the devices that have not said that they are closed. */
  readonly unanswered?: readonly string[] | undefined;
  /** They are being asked again. */
  readonly isAskedAgain?: true | undefined;
}

export interface DepositEnd {
  readonly kind: DepositEndKind;
  /** The client's key it was ended under, and what was asked for under it, as one text. */
  readonly idempotencyKey: string;
  readonly terms: string;
  /** Of an exchange: the pieces that were wished for. */
  readonly choice?: PieceChoice | undefined;
  readonly roundingMinor?: number | undefined;
}

/** What a POS program asks for. */
export interface SaleTerms {
  readonly saleId: string;
  /** The API client that started it, and the key that makes its request idempotent. */
  readonly client: string;
  readonly idempotencyKey: string;
  /** To be paid in cash. Of a deposit: nothing until it is ended. */
  readonly amountDueMinor: number;
  /** How much more (positive) or less that is than was asked for; absent where nothing was rounded. */
  readonly roundingMinor?: number | undefined;
  readonly currency: string;
  /** It is not the till's own; kept as it was when the sale began. */
  readonly isForeign?: true | undefined;
  readonly reference?: string | undefined;
  /** Absent: a sale. */
  readonly deposit?: Deposit | undefined;
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
  /** How often its POS program has opened a drawer for it; absent: never. */
  readonly drawerOpenings?: number | undefined;
  /** The job of the whole machine that carries it out; absent where the till does so itself. */
  readonly job?: string | undefined;
  /** What a whole machine took more (positive) or less than was due in cash. */
  readonly differenceMinor?: number | undefined;
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
  | { readonly kind: 'pause-changed'; readonly isPaused: boolean }
  | { readonly kind: 'fix-requested' }
  | { readonly kind: 'deposit-ended'; readonly end: DepositEnd; readonly keptMinor: number }
  /** `unanswered`: devices that could not be asked, and may take more. */
  | { readonly kind: 'deposit-fixed'; readonly unanswered?: readonly string[] | undefined }
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
      readonly choice?: PieceChoice | undefined;
    }
  | { readonly kind: 'debt'; readonly debtId: string; readonly amountMinor: number }
  | { readonly kind: 'end-job'; readonly jobId: string; readonly how: 'give-back' | 'keep' };

export interface SaleStep {
  readonly sale: Sale;
  readonly lines: readonly LineDraft[];
  readonly effects: readonly FixDeposit[];
  readonly wishes: readonly SaleWish[];
}

/** Opens a sale. Whether the till can take one now is the caller's question. */
export function startSale(terms: SaleTerms, nowMs: number, job?: string): SaleStep {
  const { saleId, client, amountDueMinor, roundingMinor, deposit } = terms;
  const { currency, isForeign, reference } = terms;
  invariant(amountDueMinor > 0 === (deposit === undefined), 'a sale has an amount, a deposit none');
  const sale: Sale = {
    ...terms,
    startedAtMs: nowMs,
    touchedAtMs: nowMs,
    inserted: [],
    paidOutMinor: 0,
    phase: { kind: 'collecting' },
    isAcknowledged: false,
    job,
  };
  const common = { saleId, client, currency, isForeign, reference };
  if (deposit === undefined) {
    const body = { ...common, amountDueMinor, roundingMinor };
    return onlySale(sale, [{ kind: 'sale-started', body }]);
  }
  const { purpose, reason, operator } = deposit;
  const body = { ...common, purpose, reason, operator };
  return onlySale(sale, [{ kind: 'deposit-started', body }]);
}

/** Moves a sale on. An event its phase has no use for changes nothing. */
export function stepSale(sale: Sale, event: SaleEvent, nowMs: number): SaleStep {
  switch (event.kind) {
    case 'cash-inserted':
      return inserted(sale, event, nowMs);
    case 'cancelled':
      return cancelled(sale, event, nowMs);
    case 'pause-changed':
      return pauseChanged(sale, event.isPaused, nowMs);
    case 'fix-requested':
      return fixRequested(sale, nowMs);
    case 'deposit-ended':
      return depositEnded(sale, event, nowMs);
    case 'deposit-fixed':
      return isFixing(sale) ? acceptorsAsked(sale, event.unanswered ?? [], nowMs) : onlySale(sale);
    case 'payout-moved':
      return payoutMoved(sale, event.isUnresolved);
    case 'payout-finished':
      return payoutFinished(sale, event);
    case 'debt-cleared':
      return debtCleared(sale);
    case 'acknowledged':
      return acknowledged(sale, event.client);
    case 'agent-started':
      return isFixing(sale) ? fixing(sale) : onlySale(sale);
  }
}

/** Its currency as lines name it: undefined where it is the till's own. */
export function foreignCurrency({ currency, isForeign }: SaleTerms): string | undefined {
  return isForeign === true ? currency : undefined;
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
  return (sale.job === undefined && isWaiting(sale)) || isFixing(sale);
}

/** True while it waits for somebody to put cash in or to say what becomes of it; then it may expire. */
export function isWaiting(sale: Sale): boolean {
  const { kind } = sale.phase;
  return kind === 'collecting' || kind === 'paused' || kind === 'fixed' || isUnfixed(sale);
}

/** It is to be fixed, and a device that may take more has not said that it is closed. */
export function isUnfixed({ phase, deposit }: Sale): boolean {
  const { unanswered = [], isAskedAgain = false } = deposit ?? {};
  return phase.kind === 'fixing' && unanswered.length > 0 && !isAskedAgain;
}

/** True once nothing more will happen to it by itself, so that a POS program may acknowledge it. */
export function isFinished({ phase }: Sale): boolean {
  return phase.kind === 'settled' || phase.kind === 'returned' || phase.kind === 'owed';
}

function isFixing({ phase, job }: Sale): boolean {
  if (job !== undefined) return false;
  return (
    phase.kind === 'fixing' ||
    phase.kind === 'cancelled' ||
    (phase.kind === 'settling' && phase.payoutId === undefined)
  );
}

function inserted(
  sale: Sale,
  event: Extract<SaleEvent, { kind: 'cash-inserted' }>,
  nowMs: number,
): SaleStep {
  invariant(isDepositOpen(sale), 'only an open deposit takes cash');
  const { saleId } = sale;
  const { device, place, valueMinor } = event;
  const currency = foreignCurrency(sale);
  const piece = cashCounts([{ valueMinor, count: 1 }]);
  const richer = { ...sale, touchedAtMs: nowMs, inserted: addCounts(sale.inserted, piece) };
  const body = { device, place, valueMinor, saleId, currency };
  const line: LineDraft = { kind: 'cash-inserted', body };
  const isPaid =
    sale.deposit === undefined &&
    sale.phase.kind === 'collecting' &&
    insertedMinor(richer) >= sale.amountDueMinor;
  if (!isPaid) return onlySale(richer, [line]);
  const paid: LineDraft = {
    kind: 'sale-paid',
    body: { saleId, insertedMinor: insertedMinor(richer) },
  };
  return fixing({ ...richer, closedAtMs: nowMs, phase: { kind: 'settling' } }, [line, paid]);
}

function cancelled(
  sale: Sale,
  { reason, sinceMs }: Extract<SaleEvent, { kind: 'cancelled' }>,
  nowMs: number,
): SaleStep {
  if (!isWaiting(sale)) return onlySale(sale);
  const body = { saleId: sale.saleId, insertedMinor: insertedMinor(sale), reason };
  const closed: Sale = { ...sale, closedAtMs: sinceMs, phase: { kind: 'cancelled' } };
  const lines: readonly LineDraft[] = [{ kind: 'sale-cancelled', body }];
  if (sale.job === undefined) return fixing(closed, lines);
  // A machine that has ended its job gives nothing back by it.
  if (sale.phase.kind === 'fixed') return afterLines(depositFixed(closed, nowMs), lines);
  const wish = { kind: 'end-job', jobId: sale.job, how: 'give-back' } as const;
  return { ...onlySale(closed, lines), wishes: [wish] };
}

function pauseChanged(sale: Sale, isPaused: boolean, nowMs: number): SaleStep {
  const kind = isPaused ? 'paused' : 'collecting';
  const isChange = sale.phase.kind === (isPaused ? 'collecting' : 'paused');
  return onlySale(isChange ? { ...sale, touchedAtMs: nowMs, phase: { kind } } : sale);
}

function fixRequested(sale: Sale, nowMs: number): SaleStep {
  invariant(sale.deposit !== undefined, 'only a deposit is fixed before its end is known');
  const isOpen = sale.phase.kind === 'collecting' || sale.phase.kind === 'paused';
  // Whoever did not answer is asked again.
  if (isUnfixed(sale)) return fixing({ ...sale, deposit: { ...sale.deposit, isAskedAgain: true } });
  if (!isOpen) return onlySale(sale);
  const closing: Sale = { ...sale, touchedAtMs: nowMs, phase: { kind: 'fixing' } };
  if (sale.job === undefined) return fixing(closing);
  const wish = { kind: 'end-job', jobId: sale.job, how: 'keep' } as const;
  return { ...onlySale(closing), wishes: [wish] };
}

/** What comes in from here on all the same is paid out with the rest. */
function depositEnded(
  sale: Sale,
  { end, keptMinor }: Extract<SaleEvent, { kind: 'deposit-ended' }>,
  nowMs: number,
): SaleStep {
  const { saleId, deposit, phase } = sale;
  const isFixed = phase.kind === 'fixed' || isUnfixed(sale);
  invariant(deposit !== undefined && isFixed, 'a deposit is ended once it is fixed');
  invariant(keptMinor <= insertedMinor(sale), 'no more is kept than came in');
  const { kind } = end;
  const inserted = insertedMinor(sale);
  const body = { saleId, end: kind, insertedMinor: inserted, amountDueMinor: keptMinor };
  const fixed = phase.kind === 'fixed' ? [] : [fixedLine(sale)];
  const closed: Sale = {
    ...sale,
    amountDueMinor: keptMinor,
    roundingMinor: end.roundingMinor,
    closedAtMs: nowMs,
    deposit: { ...deposit, ended: end },
    phase: { kind: kind === 'repay' ? 'cancelled' : 'settling' },
  };
  const lines: readonly LineDraft[] = [...fixed, { kind: 'deposit-ended', body }];
  return sale.job === undefined
    ? fixing(closed, lines)
    : afterLines(depositFixed(closed, nowMs), lines);
}

/**
 * A deposit is not fixed while a device may still take money for it: what comes late is its own. A
 * sale goes on, or a customer would wait for change because of a device that is gone.
 */
function acceptorsAsked(sale: Sale, unanswered: readonly string[], nowMs: number): SaleStep {
  const { deposit } = sale;
  if (sale.phase.kind !== 'fixing' || deposit === undefined) return depositFixed(sale, nowMs);
  const { unanswered: before = [], isAskedAgain: _, ...rest } = deposit;
  if (unanswered.length === 0) return depositFixed({ ...sale, deposit: rest }, nowMs);
  const news = unanswered.filter((device) => !before.includes(device));
  const lines = news.map((device): LineDraft => {
    return { kind: 'incident-reported', body: { device, code: NOT_CLOSED, isFraud: false } };
  });
  return onlySale({ ...sale, deposit: { ...rest, unanswered } }, lines);
}

function depositFixed(sale: Sale, nowMs: number): SaleStep {
  if (sale.phase.kind === 'fixing') return fixedSale(sale, nowMs);
  const purpose: SalePayoutPurpose = sale.phase.kind === 'settling' ? 'change' : 'return';
  const amountMinor = insertedMinor(sale) - (purpose === 'change' ? sale.amountDueMinor : 0);
  invariant(amountMinor >= 0, 'only a sale that is paid is settled');
  if (amountMinor === 0) return endedSale(sale, purpose);
  if (isUnattended(sale.closedAtMs ?? nowMs, nowMs)) return owedSale(sale, purpose, amountMinor);
  const payoutId = `${sale.saleId}/payout`;
  return {
    ...onlySale({ ...sale, phase: payingPhase(purpose, payoutId) }),
    wishes: [{ kind: 'payout', payoutId, purpose, amountMinor, choice: chosen(sale, amountMinor) }],
  };
}

/** All that it came to is known, and its client says what becomes of it. */
export function fixedSale(sale: Sale, nowMs: number): SaleStep {
  const fixed: Sale = { ...sale, touchedAtMs: nowMs, phase: { kind: 'fixed' } };
  return onlySale(fixed, [fixedLine(sale)]);
}

function fixedLine(sale: Sale): LineDraft {
  const { saleId, deposit } = sale;
  const body = { saleId, insertedMinor: insertedMinor(sale), unanswered: deposit?.unanswered };
  return { kind: 'deposit-fixed', body };
}

/** Pieces that were chosen for another amount, before a last coin came in, are chosen no more. */
function chosen({ deposit }: Sale, amountMinor: number): PieceChoice | undefined {
  const choice = deposit?.ended?.choice;
  const isFor = choice?.kind !== 'these' || totalMinor(countsOf(choice)) === amountMinor;
  return isFor ? choice : undefined;
}

function payoutMoved(sale: Sale, isUnresolved: boolean): SaleStep {
  const paying = payoutOf(sale);
  if (paying === undefined) return onlySale(sale);
  const { purpose, payoutId } = paying;
  const phase: SalePhase = isUnresolved
    ? { kind: 'unresolved', purpose, payoutId }
    : payingPhase(purpose, payoutId);
  return onlySale({ ...sale, phase });
}

function payoutFinished(
  sale: Sale,
  { paidMinor, shortMinor }: Extract<SaleEvent, { kind: 'payout-finished' }>,
): SaleStep {
  const paying = payoutOf(sale);
  invariant(paying !== undefined, 'a payout that finishes belongs to a sale that pays');
  const paid = { ...sale, paidOutMinor: paidMinor };
  if (shortMinor === 0) return endedSale(paid, paying.purpose);
  return owedSale(paid, paying.purpose, shortMinor);
}

/** The end of a sale that could not pay all: the rest is a debt. */
export function owedSale(sale: Sale, purpose: SalePayoutPurpose, owedMinor: number): SaleStep {
  const debtId = `${sale.saleId}/owed`;
  const owing: Sale = { ...sale, phase: { kind: 'owed', purpose, debtId, owedMinor } };
  return {
    ...onlySale(owing, [endLine(owing, purpose, owedMinor)]),
    wishes: [{ kind: 'debt', debtId, amountMinor: owedMinor }],
  };
}

function debtCleared(sale: Sale): SaleStep {
  invariant(sale.phase.kind === 'owed', 'only a sale that owes can be cleared');
  return onlySale({ ...sale, phase: endPhase(sale.phase.purpose) });
}

function acknowledged(sale: Sale, client: string): SaleStep {
  invariant(isFinished(sale), 'only a finished sale is acknowledged');
  if (sale.isAcknowledged) return onlySale(sale);
  const line: LineDraft = { kind: 'sale-acknowledged', body: { saleId: sale.saleId, client } };
  return onlySale({ ...sale, isAcknowledged: true }, [line]);
}

/** The end of a sale that owes nothing. */
export function endedSale(sale: Sale, purpose: SalePayoutPurpose): SaleStep {
  return onlySale({ ...sale, phase: endPhase(purpose) }, [endLine(sale, purpose, 0)]);
}

function endPhase(purpose: SalePayoutPurpose): SalePhase {
  return purpose === 'change' ? { kind: 'settled' } : { kind: 'returned' };
}

function endLine(sale: Sale, purpose: SalePayoutPurpose, owedMinor: number): LineDraft {
  const { saleId, paidOutMinor, roundingMinor } = sale;
  const inserted = insertedMinor(sale);
  const purposeOf = { purpose: sale.deposit?.purpose, currency: foreignCurrency(sale) };
  const common = { saleId, insertedMinor: inserted, owedMinor, ...purposeOf };
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
  return { ...onlySale(sale, lines), effects: [{ kind: 'fix-deposit', saleId: sale.saleId }] };
}

function afterLines(step: SaleStep, lines: readonly LineDraft[]): SaleStep {
  return { ...step, lines: [...lines, ...step.lines] };
}

/** A step that asks nothing of anybody. */
export function onlySale(sale: Sale, lines: readonly LineDraft[] = []): SaleStep {
  return { sale, lines, effects: [], wishes: [] };
}
