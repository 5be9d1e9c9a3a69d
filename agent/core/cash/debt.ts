/**
 * What the till owes somebody outside a sale: change or money back it could not pay (`owed`), or
 * cash that belongs to no sale (`unassigned`). Until it is paid it stands; it is paid once.
 */
import { invariant } from '../invariant.ts';
import type { LineDraft } from '../journal-line.ts';
import type { InCurrency } from './currency.ts';

export type DebtCause = 'owed' | 'unassigned';

export interface Debt extends InCurrency {
  readonly debtId: string;
  readonly cause: DebtCause;
  readonly saleId?: string | undefined;
  readonly amountMinor: number;
  readonly paidMinor: number;
  readonly recordedAtMs: number;
  /** Payouts begun for it so far; they number themselves. */
  readonly payouts: number;
  /** The payout by the machine that is under way for it. */
  readonly payoutId?: string | undefined;
  /** Who asked for that payout. */
  readonly payoutClient?: string | undefined;
  readonly payoutOperator?: string | undefined;
}

export type DebtEvent =
  | { readonly kind: 'paid-by-hand'; readonly client: string; readonly operator: string }
  | {
      readonly kind: 'machine-payment-started';
      readonly client: string;
      readonly operator: string;
    }
  | { readonly kind: 'payout-finished'; readonly paidMinor: number };

/** `debt` is undefined once it is paid in full. */
export interface DebtStep {
  readonly debt: Debt | undefined;
  readonly lines: readonly LineDraft[];
  readonly payoutId?: string | undefined;
}

export type NewDebt = Pick<Debt, 'debtId' | 'cause' | 'saleId' | 'amountMinor' | 'currency'>;

export function recordDebt(
  { debtId, cause, saleId, amountMinor, currency }: NewDebt,
  nowMs: number,
): { readonly debt: Debt; readonly line: LineDraft } {
  invariant(amountMinor > 0, 'a debt has an amount');
  const terms = { debtId, cause, saleId, amountMinor, currency };
  return {
    debt: { ...terms, paidMinor: 0, recordedAtMs: nowMs, payouts: 0 },
    line: { kind: 'debt-recorded', body: terms },
  };
}

export function remainingMinor({ amountMinor, paidMinor }: Debt): number {
  return amountMinor - paidMinor;
}

/** Moves a debt on. */
export function stepDebt(debt: Debt, event: DebtEvent): DebtStep {
  switch (event.kind) {
    case 'paid-by-hand': {
      invariant(debt.payoutId === undefined, 'a debt is paid one way at a time');
      const { client, operator } = event;
      return paid(debt, remainingMinor(debt), { by: 'hand', client, operator });
    }
    case 'machine-payment-started': {
      invariant(debt.payoutId === undefined, 'a debt is paid one way at a time');
      const payouts = debt.payouts + 1;
      const payoutId = `${debt.debtId}/payout-${payouts}`;
      const who = { payoutClient: event.client, payoutOperator: event.operator };
      const paying = { ...debt, payouts, payoutId, ...who };
      return { debt: paying, lines: [], payoutId };
    }
    case 'payout-finished': {
      const { payoutId, payoutClient, payoutOperator, ...rest } = debt;
      invariant(
        payoutId !== undefined && payoutClient !== undefined,
        'a payout that finishes was begun',
      );
      if (event.paidMinor === 0) return { debt: rest, lines: [] };
      const who = { client: payoutClient, operator: payoutOperator };
      return paid(rest, event.paidMinor, { by: 'machine', ...who, payoutId });
    }
  }
}

function paid(
  debt: Debt,
  amountMinor: number,
  means: {
    readonly by: 'hand' | 'machine';
    readonly client: string;
    readonly operator: string | undefined;
    readonly payoutId?: string;
  },
): DebtStep {
  const { debtId, currency } = debt;
  const body = { debtId, amountMinor, ...means, currency };
  const line: LineDraft = { kind: 'debt-paid', body };
  const lower = { ...debt, paidMinor: debt.paidMinor + amountMinor };
  return { debt: remainingMinor(lower) > 0 ? lower : undefined, lines: [line] };
}
