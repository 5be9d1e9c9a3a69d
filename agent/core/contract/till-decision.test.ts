/** What a till decides alone: never more than it was leased, and never by a clock that was set back. */
import { describe, expect, it } from 'vitest';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { imaPlan } from '../../plans/ima.ts';
import { innPlan } from '../../plans/inn.ts';
import { omnPlan } from '../../plans/omn.ts';
import { PLANS } from '../../plans/plans.ts';
import { instantMs } from '../calendar.ts';
import { NO_EVIDENCE, withEvidence } from '../entitlement/clock-evidence.ts';
import type { Contract } from '../entitlement/entitlement.ts';
import { NO_LEASES, stepLeasing, type Leasing } from './lease.ts';
import type { Plan } from './plan.ts';
import { decideAtTill } from './till-decision.ts';
import { tillFacts, type TillHolding } from './till-facts.ts';

/** Monday, in everybody's hours. */
const NOW_MS = instantMs('2026-11-23T10:00:00.000Z');
const CONTACTS = [
  { name: 'Eva', role: 'admin', isAbsent: true },
  { name: 'Desk', role: 'vendor', phone: '+34 900 000 000' },
] as const;

function contract({ id, version }: Plan, more: Partial<Contract> = {}): Contract {
  const plan = { id, version };
  return { plan, parameters: {}, stations: [], callerRoles: [], contacts: CONTACTS, ...more };
}

function holding(agreed: Contract | undefined, more: Partial<TillHolding> = {}): TillHolding {
  const entitlement = testEntitlement({ contract: agreed });
  return { entitlement, leasing: NO_LEASES, evidence: NO_EVIDENCE, clockMs: NOW_MS, ...more };
}

function leased(account: string, amount: number): Leasing {
  return stepLeasing(NO_LEASES, { kind: 'lease-arrived', lease: { id: 'l1', account, amount } })
    .state;
}

const ASK = { kind: 'contact', caller: 'cashier' } as const;

describe('a till that cannot decide', () => {
  it('without an entitlement has no plan, and nobody to call', () => {
    const none = { ...holding(undefined), entitlement: undefined };
    expect(decideAtTill(ASK, none, PLANS)).toEqual({
      kind: 'no-plan',
      plan: undefined,
      contacts: [],
    });
  });

  it('of a plan of a later version says which, and whom to call', () => {
    const newer = contract({ ...imaPlan, version: 9 });
    expect(decideAtTill(ASK, holding(newer), PLANS)).toMatchObject({
      kind: 'no-plan',
      plan: { id: 'ima', version: 9 },
      contacts: [{ name: 'Desk' }],
    });
  });

  it.each([
    ['without a lease', NO_LEASES, 15],
    ['with a lease that is too small', leased('credits', 10), 5],
    ['with a lease of another balance', leased('wallet', 90_000), 15],
  ])('%s needs the line, and says what is missing', (_what, leasing, amount) => {
    const answer = decideAtTill(ASK, holding(contract(innPlan), { leasing }), PLANS);
    expect(answer).toMatchObject({
      kind: 'line-needed',
      missing: [{ account: 'credits', amount }],
      contacts: [{ name: 'Desk' }],
    });
  });

  it('never charges a wallet because its pool is not leased', () => {
    const prices = { 'hour-remote': 6_000, 'hour-on-site': 9_000 };
    const agreed = contract(omnPlan, { variant: 'presidio', start: '2026-01-01', prices });
    const asked = { ...ASK, minutes: 60 };
    const leasing = leased('wallet', 60_000);
    expect(decideAtTill(asked, holding(agreed, { leasing }), PLANS).kind).toBe('line-needed');
  });
});

describe('a till that decides', () => {
  it('holds no more than it was leased', () => {
    const leasing = leased('credits', 15);
    const answer = decideAtTill(ASK, holding(contract(innPlan), { leasing }), PLANS);
    expect(answer).toMatchObject({
      kind: 'decided',
      decision: { holds: [{ account: 'credits', amount: 15 }] },
    });
  });

  it('counts what its own ticket was promised, and nobody else’s', () => {
    const promise = { kind: 'promise-asked', account: 'credits', amount: 15 } as const;
    const leasing = stepLeasing(leased('credits', 15), { ...promise, ticket: 'mine' }).state;
    const kinds = ['mine', 'other'].map((ticket) => {
      return decideAtTill(ASK, holding(contract(innPlan), { leasing, ticket }), PLANS).kind;
    });
    expect(kinds).toEqual(['decided', 'line-needed']);
  });

  it('by the parameters of its contract', () => {
    const agreed = contract(innPlan, { parameters: { consultationMinimum: 5 } });
    const answer = decideAtTill(ASK, holding(agreed, { leasing: leased('credits', 5) }), PLANS);
    expect(answer).toMatchObject({ kind: 'decided', decision: { holds: [{ amount: 5 }] } });
  });

  it('reckons by what proves the time, not by a clock that was set back', () => {
    const evidence = withEvidence(NO_EVIDENCE, 'journal', instantMs('2027-12-24T10:00:00.000Z'));
    const asked = { kind: 'contact', caller: 'distributor', firstLineNote: 'tried' } as const;
    const distributor = { id: 'd1', payment: 'mandate', firstOrderLicences: 5 } as const;
    const held = holding(contract(imaPlan, { distributor }), { evidence });
    expect(decideAtTill(asked, held, PLANS)).toMatchObject({
      decision: { because: { maintenance: 'lapsed-reinstatable' } },
    });
    expect(decideAtTill(asked, { ...held, evidence: NO_EVIDENCE }, PLANS)).toMatchObject({
      decision: { because: { maintenance: 'covered' } },
    });
  });
});

it('a contract that names no start has begun with the licence', () => {
  const { facts } = tillFacts(holding(contract(imaPlan)));
  expect(facts.contract?.start).toBe('2026-11-22');
});
