import { isUnresolved as isJobUnresolved } from '../../core/cash/changer-job.ts';
import { isUnresolved } from '../../core/cash/payout.ts';
import type { ApiShell } from '../api-parts.ts';
import { payoutFor, payoutJobFor } from '../payout-view.ts';
import type { ResultName } from './result-codes.ts';

/**
 * What a dispense has come to: a success is what has all come out, `OPOS_E_TIMEOUT` what still comes;
 * nobody waits for a device that cannot tell.
 */
export function dispenseStanding(
  shell: Pick<ApiShell, 'cashOperation' | 'view'>,
  operationId: string,
): ResultName {
  const outcome = shell.cashOperation(operationId)?.outcome;
  if (outcome !== undefined) return outcome.shortMinor > 0 ? 'OPOS_E_FAILURE' : 'OPOS_SUCCESS';
  const { till } = shell.view();
  const job = payoutJobFor(till, operationId);
  const payout = payoutFor(till, operationId);
  const isLost =
    (payout !== undefined && isUnresolved(payout)) || (job !== undefined && isJobUnresolved(job));
  return isLost ? 'OPOS_E_FAILURE' : 'OPOS_E_TIMEOUT';
}
