/**
 * The decision table of the service through certified companies: every row is reached by a case that
 * names it, and beside it stand the cases that miss it by one fact.
 */
import type { Decision, Route } from '../core/contract/decision.ts';
import { edge, party, revoked, townAndRegion } from '../../test/support/party-graph.ts';
import { madrid, refused, testPlanTable, type TableCase } from '../../test/support/plan-table.ts';
import { imtPlan } from './imt.ts';

const NOON = madrid('2026-11-23T12:00');
const SERVED = edge('centre served-by far');
const CHOSEN = edge('centre chose near');
const ANA = edge('ana part-of far');
const BY_ANA = edge('centre served-by ana', { sinceMs: NOON - 1_000 });

/** The preferred of the narrowest territory, of the wider one, then the nearest. */
const IN_ORDER = ['town-firm', 'near', 'far'];

testPlanTable({
  plan: imtPlan,
  atMs: NOON,
  facts: { site: 'centre', graph: townAndRegion() },
  covers: () => true,
  cases: [...casesOfContact(), ...casesOfAssignment(), ...casesOfChange()],
});

function casesOfContact(): readonly TableCase[] {
  const request = { kind: 'contact', caller: 'cashier' } as const;
  return [
    {
      row: 'contact 1',
      of: 'a collaborator of a certified company has the site',
      request,
      facts: { graph: townAndRegion(ANA, BY_ANA) },
      expected: {
        ...routed({ to: 'implementer', party: 'far', copyTo: 'ana' }),
        reasons: ['RESPONSIBLE_COMPANY'],
        clauses: ['IMT-06', 'IMT-07'],
      },
    },
    {
      row: 'contact 1',
      of: 'the customer chose the company the collaborator works under',
      request,
      facts: { graph: townAndRegion(edge('centre chose far'), ANA, BY_ANA) },
      expected: routed({ to: 'implementer', party: 'far', copyTo: 'ana' }),
    },
    {
      row: 'contact 2',
      of: 'the collaborator has left: the company stays responsible',
      request,
      facts: { graph: townAndRegion({ ...ANA, untilMs: NOON }, BY_ANA) },
      expected: routed({ to: 'implementer', party: 'far' }),
    },
    {
      row: 'contact 2',
      of: 'the collaborator works for another company now: the first one stays responsible',
      request,
      facts: {
        graph: townAndRegion(
          { ...ANA, untilMs: NOON },
          edge('ana part-of near', { sinceMs: NOON }),
          BY_ANA,
        ),
      },
      expected: routed({ to: 'implementer', party: 'far' }),
    },
    {
      row: 'contact 4',
      of: 'the collaborator has never had a company',
      request,
      facts: { graph: townAndRegion(BY_ANA) },
      expected: proposed(IN_ORDER),
    },
    {
      row: 'contact 2',
      of: 'a certified company has the site, preferred or not',
      request,
      facts: { graph: townAndRegion(SERVED) },
      expected: { ...routed({ to: 'implementer', party: 'far' }), clauses: ['IMT-01', 'IMT-07'] },
    },
    {
      row: 'contact 2',
      of: 'the choice goes before the assignment',
      request,
      facts: { graph: townAndRegion(SERVED, CHOSEN) },
      expected: routed({ to: 'implementer', party: 'near' }),
    },
    {
      row: 'contact 2',
      of: 'the chosen one was revoked, the assigned one is certified',
      request,
      facts: { graph: townAndRegion(SERVED, CHOSEN, revoked('near', NOON)) },
      expected: routed({ to: 'implementer', party: 'far' }),
    },
    {
      row: 'contact 2',
      of: 'an instant before the revocation',
      request: { ...request, atMs: NOON - 1 },
      facts: { graph: townAndRegion(SERVED, revoked('far', NOON)) },
      expected: routed({ to: 'implementer', party: 'far' }),
    },
    {
      row: 'contact 2',
      of: 'revoked once, and certified again',
      request,
      facts: {
        graph: townAndRegion(
          SERVED,
          revoked('far', 5),
          edge('far certified-by vendor', { sinceMs: 6 }),
        ),
      },
      expected: routed({ to: 'implementer', party: 'far' }),
    },
    {
      row: 'contact 3',
      of: 'from the instant of the revocation on: the preferred one',
      request,
      facts: { graph: townAndRegion(SERVED, revoked('far', NOON)) },
      expected: {
        ...routed({ to: 'replacement', party: 'town-firm', proposals: ['near'] }),
        reasons: ['IMPLEMENTER_REVOKED'],
      },
    },
    {
      row: 'contact 3',
      of: 'no preferred one left: the nearest certified',
      request,
      facts: { graph: townAndRegion(CHOSEN, ...revokedAll('town-firm', 'near')) },
      expected: routed({ to: 'replacement', party: 'far' }),
    },
    {
      row: 'contact 3',
      of: 'nobody certified is left: the desk of the vendor',
      request,
      facts: { graph: townAndRegion(SERVED, ...revokedAll('town-firm', 'near', 'far')) },
      expected: routed({ to: 'vendor' }),
    },
    {
      row: 'contact 4',
      of: 'nobody has the site: the preferred one is proposed and binds nobody',
      request,
      expected: proposed(IN_ORDER),
    },
    {
      row: 'contact 4',
      of: 'the assigned company was never certified',
      request,
      facts: { graph: townAndRegion(edge('centre served-by uncertified')) },
      expected: proposed(IN_ORDER),
    },
    {
      row: 'contact 4',
      of: 'nothing is known of the parties',
      request,
      facts: { graph: undefined },
      expected: { outcome: 'ROUTE', routeTo: { to: 'vendor', proposals: [], isBinding: false } },
    },
  ];
}

function casesOfAssignment(): readonly TableCase[] {
  const request = { kind: 'assign', caller: 'customer' } as const;
  const group = { customer: { isGroup: true } };
  const orders = [
    { implementer: 'near', licences: 30 },
    { implementer: 'far', licences: 70 },
  ];
  const volumePrices = {
    licence: [
      { from: 50, priceMinor: 900 },
      { from: 100, priceMinor: 800 },
    ],
  };
  return [
    {
      row: 'assign 1',
      of: 'a new customer chose one that is not the preferred one: advice is noted',
      request: { ...request, chosen: 'far' },
      expected: {
        ...routed({ to: 'chosen', party: 'far', proposals: ['town-firm'] }),
        reasons: ['CUSTOMERS_CHOICE'],
      },
    },
    {
      row: 'assign 1',
      of: 'a new customer chose the preferred one: there is nothing to advise',
      request: { ...request, chosen: 'town-firm' },
      expected: routed({ to: 'chosen', party: 'town-firm' }),
    },
    {
      row: 'assign 1',
      of: 'whoever brought the customer has no say',
      request: { ...request, chosen: 'far', leadSource: 'near' },
      expected: routed({ to: 'chosen', party: 'far', proposals: ['town-firm'] }),
    },
    {
      row: 'none',
      of: 'a customer that is served already chooses another: that is a change',
      request: { ...request, chosen: 'near' },
      facts: { graph: townAndRegion(SERVED) },
      expected: { outcome: 'MANUAL', reasons: ['NO_RULE'] },
    },
    {
      row: 'assign 2',
      of: 'a new customer without a choice: proposed, never bound',
      request,
      expected: { ...proposed(IN_ORDER), clauses: ['IMT-08'] },
    },
    {
      row: 'assign 2',
      of: 'who brought the customer is not proposed for that',
      request: { ...request, leadSource: 'far' },
      expected: proposed(IN_ORDER),
    },
    {
      row: 'assign 3',
      of: 'a company that was never certified',
      request: { ...request, chosen: 'uncertified' },
      expected: {
        ...refused('NOT_CERTIFIED'),
        routeTo: { to: 'preferred', party: 'town-firm', proposals: IN_ORDER, isBinding: false },
      },
    },
    {
      row: 'assign 3',
      of: 'a company whose certification was taken away this instant',
      request: { ...request, chosen: 'far' },
      facts: { graph: townAndRegion(revoked('far', NOON)) },
      expected: refused('NOT_CERTIFIED'),
    },
    {
      row: 'assign 1',
      of: 'and an instant before',
      request: { ...request, chosen: 'far', atMs: NOON - 1 },
      facts: { graph: townAndRegion(revoked('far', NOON)) },
      expected: { outcome: 'ROUTE' },
    },
    {
      row: 'assign 4',
      of: 'a group goes before any choice',
      request: { ...request, chosen: 'far' },
      facts: group,
      expected: {
        outcome: 'MANUAL',
        reasons: ['GROUP_BY_CASE'],
        routeTo: { to: 'vendor', proposals: IN_ORDER, isBinding: false },
        options: [],
      },
    },
    {
      row: 'assign 4',
      of: 'the graph knows that the customer belongs to a group',
      request,
      facts: { graph: ofGroup() },
      expected: { outcome: 'MANUAL', reasons: ['GROUP_BY_CASE'] },
    },
    {
      row: 'assign 4',
      of: 'bought globally: all have the tier of the whole',
      request,
      facts: { ...group, groupPurchase: { isGlobal: true, orders }, volumePrices },
      expected: {
        options: [
          { code: 'licence', licences: 30, party: 'near', priceMinor: 24_000 },
          { code: 'licence', licences: 70, party: 'far', priceMinor: 56_000 },
        ],
      },
    },
    {
      row: 'assign 4',
      of: 'bought one by one: each its own tier, and no price where none reaches so low',
      request,
      facts: { ...group, groupPurchase: { isGlobal: false, orders }, volumePrices },
      expected: {
        options: [
          { code: 'licence', licences: 30, party: 'near' },
          { code: 'licence', licences: 70, party: 'far', priceMinor: 63_000 },
        ],
      },
    },
    {
      row: 'assign 5',
      of: 'another brought the customer: who serves it owns the proposal',
      request: { ...request, leadSource: 'near' },
      facts: { graph: townAndRegion(SERVED) },
      expected: {
        ...routed({ to: 'managing-implementer', party: 'far' }),
        reasons: ['MANAGING_IMPLEMENTER_OWNS'],
      },
    },
    {
      row: 'none',
      of: 'whoever brought the customer serves it',
      request: { ...request, leadSource: 'far' },
      facts: { graph: townAndRegion(SERVED) },
      expected: { outcome: 'MANUAL', reasons: ['NO_RULE'] },
    },
  ];
}

function casesOfChange(): readonly TableCase[] {
  const request = { kind: 'change-implementer', caller: 'customer' } as const;
  const facts = { graph: townAndRegion(edge('centre chose town-firm')) };
  return [
    {
      row: 'change 1',
      of: 'with reasons: the vendor decides, and may propose others',
      request: { ...request, justification: 'nobody came for a week' },
      facts,
      expected: {
        outcome: 'MANUAL',
        routeTo: { to: 'vendor', proposals: ['near', 'far'], isBinding: false },
        clauses: ['IMT-14'],
      },
    },
    ...([undefined, '', ' '] as const).map((justification): TableCase => ({
      row: 'change 2',
      of: `the reasons are ${JSON.stringify(justification)}`,
      request: { ...request, justification },
      facts,
      expected: { outcome: 'NEEDS', needs: { what: 'justification' } },
    })),
    ...([undefined, false] as const).map((isApproved): TableCase => ({
      row: 'deal',
      of: `approved: ${String(isApproved)}`,
      request: { kind: 'deal', isApproved },
      expected: refused('NOT_APPROVED_BY_VENDOR'),
    })),
    {
      row: 'deal approved',
      of: 'the vendor has approved it',
      request: { kind: 'deal', isApproved: true },
      expected: { outcome: 'COVERED', costLines: [] },
    },
  ];
}

function revokedAll(...companies: readonly string[]) {
  return companies.map((company) => revoked(company, NOON));
}

function ofGroup() {
  const { parties, edges } = townAndRegion(edge('school part-of order'));
  return { parties: [...parties, party('group', 'order')], edges };
}

function routed(route: Partial<Route> & Pick<Route, 'to'>): Partial<Decision> {
  return { outcome: 'ROUTE', routeTo: { proposals: [], isBinding: true, ...route } };
}

function proposed(proposals: readonly string[]): Partial<Decision> {
  const [first] = proposals;
  return {
    outcome: 'ROUTE',
    routeTo: { to: 'preferred', party: first, proposals, isBinding: false },
    reasons: ['PREFERRED_PROPOSED'],
  };
}
