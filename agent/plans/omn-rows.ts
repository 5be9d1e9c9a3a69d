/** The decision table of assistance by pool or wallet. */
import type { PlanRow } from '../core/contract/plan.ts';

export const OMN_ROWS: readonly PlanRow[] = [
  {
    id: 'update',
    kinds: ['update'],
    when: [{ is: 'release-in-maintenance' }],
    then: { outcome: 'COVERED' },
    clauses: ['OMN-01', 'OMN-02'],
  },
  {
    id: 'contact 1',
    kinds: ['contact'],
    when: [{ is: 'not', that: { is: 'contract-in-force' } }],
    then: {
      outcome: 'REFUSE',
      reason: 'NO_PLAN',
      offers: ['presidio-year', 'plafond-year'],
    },
    clauses: ['OMN-03'],
  },
  {
    id: 'contact 2',
    kinds: ['contact'],
    when: [
      { is: 'variant', in: ['presidio'] },
      { is: 'not', that: { is: 'account-empty', account: 'pool' } },
    ],
    then: { outcome: 'COVERED', hold: 'pool-then-wallet' },
    clauses: ['OMN-04', 'OMN-05'],
  },
  // Beyond the pool everything is measured by the rate: without one there is no gate to pass.
  {
    id: 'contact no rate',
    kinds: ['contact'],
    when: [{ is: 'not', that: { is: 'rate-set' } }],
    then: {
      outcome: 'QUOTE',
      options: [{ code: 'hour-remote' }, { code: 'hour-on-site' }],
      reason: 'PRICE_NOT_SET',
    },
    clauses: ['OMN-05', 'OMN-08'],
  },
  {
    id: 'contact 3',
    kinds: ['contact'],
    when: [
      { is: 'variant', in: ['presidio'] },
      { is: 'not', that: { is: 'wallet-below-gate' } },
    ],
    then: { outcome: 'CHARGEABLE', lines: [], payer: 'customer', hold: 'wallet-gate' },
    clauses: ['OMN-05', 'OMN-08'],
  },
  {
    id: 'contact 4',
    kinds: ['contact'],
    when: [{ is: 'variant', in: ['presidio'] }],
    then: { outcome: 'NEEDS', what: 'recharge', reason: 'BALANCE_SHORT' },
    clauses: ['OMN-05', 'OMN-08'],
  },
  {
    id: 'contact 5',
    kinds: ['contact'],
    when: [{ is: 'variant', in: ['plafond'] }, { is: 'wallet-below-gate' }],
    then: { outcome: 'REFUSE', reason: 'WALLET_BELOW_TWO_HOURS' },
    clauses: ['OMN-08'],
  },
  {
    id: 'contact 6',
    kinds: ['contact'],
    when: [{ is: 'variant', in: ['plafond'] }, { is: 'lead-time-short' }],
    then: { outcome: 'SCHEDULE', at: 'after-lead-time', reason: 'LEAD_TIME_48H' },
    clauses: ['OMN-09'],
  },
  {
    id: 'contact 7',
    kinds: ['contact'],
    when: [{ is: 'variant', in: ['plafond'] }],
    then: { outcome: 'SCHEDULE', at: 'asked-slot', hold: 'wallet-gate' },
    clauses: ['OMN-07', 'OMN-08', 'OMN-09'],
  },
  {
    id: 'settle',
    kinds: ['settle'],
    when: [],
    then: { outcome: 'SETTLE', by: 'minutes' },
    clauses: ['OMN-04', 'OMN-05', 'OMN-07'],
  },
  {
    id: 'timer',
    kinds: ['timer'],
    when: [{ is: 'timer', of: 'pool-term-ended' }],
    then: { outcome: 'EXPIRE', account: 'pool' },
    clauses: ['OMN-04'],
  },
];
