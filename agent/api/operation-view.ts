import { isUnresolved as isUnresolvedJob } from '../core/cash/changer-job.ts';
import { placedMinor } from '../core/cash/placed-counts.ts';
import type { CashOperation } from '../core/cash/cash-operation.ts';
import { isUnresolved } from '../core/cash/payout.ts';
import type { TillView } from '../shell/till-view.ts';
import type { OperationView } from './operation-schema.ts';
import { payoutFor, payoutJobFor } from './payout-view.ts';

/** An operation with what has moved so far, which only the till knows. */
export function operationView(
  operation: CashOperation,
  { till, settings }: TillView,
  canSee: boolean,
): OperationView {
  const { outcome, startedAtMs, idempotencyKey: _, terms: __, ...told } = operation;
  const payout = payoutFor(till, operation.operationId);
  const job = payoutJobFor(till, operation.operationId);
  const isUnknown =
    (payout !== undefined && isUnresolved(payout)) || (job !== undefined && isUnresolvedJob(job));
  const sums = {
    amountMinor: told.amountMinor,
    paidMinor: outcome?.paidMinor ?? payout?.paidMinor ?? placedMinor(job?.out ?? []),
    shortMinor: outcome?.shortMinor ?? 0,
    short: outcome?.short ?? [],
  };
  return {
    ...told,
    state: outcome === undefined ? (isUnknown ? 'unresolved' : 'moving') : 'finished',
    currency: operation.currency ?? settings.currency,
    ...(canSee || !tellsCounts(operation) ? sums : HIDDEN),
    startedAt: new Date(startedAtMs).toISOString(),
  };
}

const HIDDEN = { amountMinor: null, paidMinor: null, shortMinor: null, short: null };

/** Whoever empties a place or collects from it moves what the journal says lies there. */
export function tellsCounts(operation: Pick<CashOperation, 'purpose'> | undefined): boolean {
  switch (operation?.purpose) {
    case 'empty':
    case 'collect':
      return true;
    case 'dispense':
    case 'refund':
    case 'float':
    case undefined:
      return false;
  }
}
