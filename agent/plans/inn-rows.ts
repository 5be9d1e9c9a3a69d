/** The decision table of support by credits. */
import type { PlanRow } from '../core/contract/plan.ts';

export const INN_ROWS: readonly PlanRow[] = [
  {
    id: 'contact 1',
    kinds: ['contact'],
    when: [{ is: 'service-class', in: ['security-update'] }, { is: 'complicated' }],
    then: { outcome: 'QUOTE', options: [{ code: 'security-update' }], reason: 'NOT_STANDARD' },
    clauses: ['INN-04'],
  },
  {
    id: 'contact 2',
    kinds: ['contact'],
    when: [{ is: 'class-minimum-short' }],
    then: { outcome: 'NEEDS', what: 'top-up', reason: 'BALANCE_SHORT' },
    clauses: ['INN-08', 'INN-17'],
  },
  {
    id: 'contact 3',
    kinds: ['contact'],
    when: [{ is: 'surcharge-open' }],
    then: { outcome: 'NEEDS', what: 'acceptance', reason: 'SURCHARGE' },
    clauses: ['INN-11'],
  },
  {
    id: 'contact 4',
    kinds: ['contact'],
    when: [{ is: 'service-class', in: ['security-update'] }],
    then: {
      outcome: 'COVERED',
      hold: 'class-minimum',
      checklist: ['backup-source', 'backup-database'],
    },
    clauses: ['INN-04', 'INN-05'],
  },
  {
    id: 'contact 5',
    kinds: ['contact'],
    when: [],
    then: { outcome: 'COVERED', hold: 'class-minimum' },
    clauses: ['INN-08'],
  },
  {
    id: 'dearer class',
    kinds: ['work', 'settle'],
    when: [{ is: 'dearer-class-open' }],
    then: { outcome: 'NEEDS', what: 'acceptance' },
    clauses: ['INN-08'],
  },
  {
    id: 'work',
    kinds: ['work'],
    when: [{ is: 'next-block-short' }],
    then: { outcome: 'NEEDS', what: 'top-up', reason: 'BALANCE_SHORT' },
    clauses: ['INN-10', 'INN-17'],
  },
  {
    id: 'work goes on',
    kinds: ['work'],
    when: [],
    then: { outcome: 'COVERED', hold: 'class-minimum' },
    clauses: ['INN-10'],
  },
  // The narrower row first: a settlement that leaves little is one that is also notified.
  {
    id: 'settle 2',
    kinds: ['settle'],
    when: [{ is: 'balance-low' }],
    then: { outcome: 'SETTLE', by: 'credits' },
    clauses: ['INN-10', 'INN-14', 'INN-16'],
  },
  {
    id: 'settle 1',
    kinds: ['settle'],
    when: [],
    then: { outcome: 'SETTLE', by: 'credits' },
    clauses: ['INN-10', 'INN-14'],
  },
  {
    id: 'timer',
    kinds: ['timer'],
    when: [{ is: 'timer', of: 'grant-expired' }],
    then: { outcome: 'EXPIRE', account: 'credits' },
    clauses: ['INN-13'],
  },
];
