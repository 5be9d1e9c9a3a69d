import type { BalanceRefusal } from '../contracts/balance-desk.ts';
import type { LeaseDeskRefusal } from '../contracts/lease-desk.ts';
import type { Problem } from './problem.ts';

/** Why a balance or a lease stays as it was, as one of the catalogue. */
export function balanceProblem(refused: {
  readonly code: BalanceRefusal | LeaseDeskRefusal;
  readonly missing?: number;
}): Problem {
  const { code, missing = 0 } = refused;
  switch (code) {
    case 'balance-short':
      return { code, details: { missing } };
    case 'amount-invalid':
      return { code: 'invalid-request', details: { reason: code } };
    case 'lease-unknown':
      return { code: 'not-found' };
    case 'lease-exists':
      return { code: 'id-taken' };
    case 'id-taken':
    case 'ticket-settled':
    case 'ticket-unknown':
    case 'lease-ended':
    case 'contract-missing':
    case 'contract-ambiguous':
    case 'pack-unknown':
    case 'date-ahead':
    case 'lease-key-missing':
    case 'station-revoked':
      return { code };
  }
}
