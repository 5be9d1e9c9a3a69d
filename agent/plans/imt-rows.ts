/** The decision table of the service through certified companies. */
import type { PlanRow } from '../core/contract/plan.ts';

export const IMT_ROWS: readonly PlanRow[] = [
  {
    id: 'contact 1',
    kinds: ['contact'],
    when: [{ is: 'collaborator-serves' }],
    then: { outcome: 'ROUTE', to: 'implementer', reason: 'RESPONSIBLE_COMPANY' },
    clauses: ['IMT-06', 'IMT-07'],
  },
  {
    id: 'contact 2',
    kinds: ['contact'],
    when: [{ is: 'serviced' }],
    then: { outcome: 'ROUTE', to: 'implementer' },
    clauses: ['IMT-01', 'IMT-07'],
  },
  {
    id: 'contact 3',
    kinds: ['contact'],
    when: [{ is: 'service-revoked' }],
    then: { outcome: 'ROUTE', to: 'replacement', reason: 'IMPLEMENTER_REVOKED' },
    clauses: ['IMT-09'],
  },
  {
    // Nobody certified has the site: whoever would be proposed is, and binds nobody.
    id: 'contact 4',
    kinds: ['contact'],
    when: [],
    then: { outcome: 'ROUTE', to: 'preferred', reason: 'PREFERRED_PROPOSED', isProposal: true },
    clauses: ['IMT-01', 'IMT-08'],
  },
  {
    id: 'assign 4',
    kinds: ['assign'],
    when: [{ is: 'group' }],
    then: { outcome: 'MANUAL', reason: 'GROUP_BY_CASE', to: 'vendor', groupPrice: 'licence' },
    clauses: ['IMT-03', 'IMT-04', 'IMT-05'],
  },
  {
    id: 'assign 3',
    kinds: ['assign'],
    when: [{ is: 'chosen' }, { is: 'not', that: { is: 'chosen-certified' } }],
    then: { outcome: 'REFUSE', reason: 'NOT_CERTIFIED', to: 'preferred' },
    clauses: ['IMT-01'],
  },
  {
    id: 'assign 1',
    kinds: ['assign'],
    when: [{ is: 'not', that: { is: 'serviced' } }, { is: 'chosen-certified' }],
    then: { outcome: 'ROUTE', to: 'chosen', reason: 'CUSTOMERS_CHOICE' },
    clauses: ['IMT-02', 'IMT-08'],
  },
  {
    id: 'assign 2',
    kinds: ['assign'],
    when: [
      { is: 'not', that: { is: 'serviced' } },
      { is: 'not', that: { is: 'chosen' } },
    ],
    then: { outcome: 'ROUTE', to: 'preferred', reason: 'PREFERRED_PROPOSED', isProposal: true },
    clauses: ['IMT-08'],
  },
  {
    id: 'assign 5',
    kinds: ['assign'],
    when: [{ is: 'lead-is-another' }],
    then: {
      outcome: 'ROUTE',
      to: 'managing-implementer',
      reason: 'MANAGING_IMPLEMENTER_OWNS',
    },
    clauses: ['IMT-11'],
  },
  {
    id: 'change 2',
    kinds: ['change-implementer'],
    when: [{ is: 'not', that: { is: 'justified' } }],
    then: { outcome: 'NEEDS', what: 'justification', reason: 'JUSTIFICATION_NEEDED' },
    clauses: ['IMT-14'],
  },
  {
    id: 'change 1',
    kinds: ['change-implementer'],
    when: [],
    then: { outcome: 'MANUAL', to: 'vendor' },
    clauses: ['IMT-14'],
  },
  {
    id: 'deal',
    kinds: ['deal'],
    when: [{ is: 'not', that: { is: 'approved' } }],
    then: { outcome: 'REFUSE', reason: 'NOT_APPROVED_BY_VENDOR' },
    clauses: ['IMT-10'],
  },
  {
    id: 'deal approved',
    kinds: ['deal'],
    when: [],
    then: { outcome: 'COVERED' },
    clauses: ['IMT-10'],
  },
];
