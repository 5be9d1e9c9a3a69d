/** Under each plan: what a till said that had not heard of something, beside what the hub says. */
import { describe, expect, it } from 'vitest';
import { decide } from '../../../agent/core/contract/decide.ts';
import type { Decision } from '../../../agent/core/contract/decision.ts';
import type {
  ContractFacts,
  DecisionFacts,
  DecisionRequest,
} from '../../../agent/core/contract/request.ts';
import { imaPlan } from '../../../agent/plans/ima.ts';
import { imtPlan } from '../../../agent/plans/imt.ts';
import { innPlan } from '../../../agent/plans/inn.ts';
import { omnPlan } from '../../../agent/plans/omn.ts';
import { sdsPlan } from '../../../agent/plans/sds.ts';
import { edge, revoked, townAndRegion } from '../../../test/support/party-graph.ts';
import {
  toldDifference,
  type Comparison,
  type Knowledge,
  type ToldDifference,
} from './told-difference.ts';

const NOON = Date.parse('2026-11-23T11:00:00Z');
const ASKED: DecisionRequest = { kind: 'contact', atMs: NOON, caller: 'cashier' };
const CONTRACT: ContractFacts = { start: '2026-01-01', stations: ['till-1'] };
const CREDITS = { credits: { available: 600 } };
const SERVED = edge('centre served-by far');
const OLDER = { id: 'd1', payment: 'mandate', firstOrderLicences: 5 } as const;

function covered(from: string, to: string) {
  return { installedOn: from, maintenance: [{ from, to }] };
}

interface Case {
  readonly name: string;
  readonly asks?: Partial<DecisionRequest>;
  readonly till: Knowledge;
  readonly hub: Knowledge;
  readonly expected: Pick<ToldDifference, 'parts' | 'causes'>;
  /** Both outcomes, the till's first. */
  readonly outcomes: readonly [string, string];
}

const inn: DecisionFacts = { contract: CONTRACT, accounts: CREDITS };
const dearer = { ...innPlan.parameters, interventionMinimum: 90 };
const presidio: DecisionFacts = {
  contract: { ...CONTRACT, variant: 'presidio' },
  prices: { 'hour-remote': 6_000, 'hour-on-site': 9_000 },
  accounts: { wallet: { available: 15_000 } },
};
const flat: DecisionFacts = { contract: { ...CONTRACT, variant: 'flat' } };
const served: DecisionFacts = { site: 'centre', graph: townAndRegion(SERVED) };
const sold: DecisionFacts = {
  contract: CONTRACT,
  distributor: OLDER,
  licence: covered('2026-03-01', '2027-03-01'),
};

const CASES: readonly Case[] = [
  {
    name: 'INN: an older version of the plan sets less aside',
    asks: { serviceClass: 'intervention' },
    till: { plan: innPlan, facts: inn },
    hub: { plan: { ...innPlan, version: 2, parameters: dearer }, facts: inn },
    expected: { parts: ['cost'], causes: ['plan'] },
    outcomes: ['COVERED', 'COVERED'],
  },
  {
    name: 'INN: a promise beyond what was lent, and nothing left',
    asks: { serviceClass: 'intervention' },
    till: { plan: innPlan, facts: inn },
    hub: { plan: innPlan, facts: { ...inn, accounts: { credits: { available: 10 } } } },
    expected: { parts: ['outcome', 'cost', 'needs'], causes: ['balance'] },
    outcomes: ['COVERED', 'NEEDS'],
  },
  {
    name: 'OMN: older prices, by which the wallet reached',
    till: { plan: omnPlan, facts: presidio },
    hub: {
      plan: omnPlan,
      facts: { ...presidio, prices: { 'hour-remote': 9_000, 'hour-on-site': 9_000 } },
    },
    expected: { parts: ['outcome', 'cost', 'needs'], causes: ['prices'] },
    outcomes: ['CHARGEABLE', 'NEEDS'],
  },
  {
    name: 'SDS: a contract that was ended meanwhile',
    asks: { station: 'till-1', channel: 'phone', topic: 'technical' },
    till: { plan: sdsPlan, facts: flat },
    hub: {
      plan: sdsPlan,
      facts: { contract: { ...CONTRACT, variant: 'flat', endsOn: '2026-10-31' } },
    },
    expected: { parts: ['outcome'], causes: ['contract'] },
    outcomes: ['COVERED', 'REFUSE'],
  },
  {
    name: 'SDS: a closed day that was published meanwhile',
    asks: { station: 'till-1', channel: 'phone', topic: 'technical' },
    till: { plan: sdsPlan, facts: flat },
    hub: { plan: sdsPlan, facts: { ...flat, closures: ['2026-11-23'] } },
    expected: { parts: ['outcome', 'time'], causes: ['hours'] },
    outcomes: ['COVERED', 'SCHEDULE'],
  },
  {
    name: 'IMT: a certification that was taken away meanwhile',
    till: { plan: imtPlan, facts: served },
    hub: {
      plan: imtPlan,
      facts: { ...served, graph: townAndRegion(SERVED, revoked('far', NOON - 1_000)) },
    },
    expected: { parts: ['route'], causes: ['relations'] },
    outcomes: ['ROUTE', 'ROUTE'],
  },
  {
    name: 'IMA: another distributor sells to the place',
    till: { plan: imaPlan, facts: sold },
    hub: { plan: imaPlan, facts: { ...sold, distributor: { ...OLDER, id: 'd2' } } },
    expected: { parts: ['route'], causes: ['relations'] },
    outcomes: ['ROUTE', 'ROUTE'],
  },
  {
    name: 'IMA: maintenance that was renewed meanwhile',
    asks: { caller: 'distributor', topic: 'technical', firstLineNote: 'Restarted it.' },
    till: { plan: imaPlan, facts: { ...sold, licence: covered('2024-05-10', '2025-05-10') } },
    hub: { plan: imaPlan, facts: sold },
    expected: { parts: ['outcome'], causes: ['licence'] },
    outcomes: ['QUOTE', 'COVERED'],
  },
];

function compare({ asks, till, hub }: Pick<Case, 'asks' | 'till' | 'hub'>, more = {}) {
  const request = { ...ASKED, ...asks };
  const told = decide(request, till.facts, till.plan);
  const comparison: Comparison = { request, told, hub, till, ...more };
  return toldDifference(comparison);
}

/** Presidio with so many minutes of help from afar, and no wallet. */
function pool(remote: number): DecisionFacts {
  return { ...presidio, accounts: { 'pool-remote': { available: remote } } };
}

describe.each(CASES)('$name', (each) => {
  it('says what differs, and why', () => {
    const found = compare(each);
    expect(found).toMatchObject(each.expected);
    expect([found?.told.outcome, found?.known?.outcome]).toEqual(each.outcomes);
  });

  it('says nothing where the till knew it too', () => {
    expect(compare({ ...each, till: each.hub })).toBeUndefined();
  });
});

it('names each cause where several make up the difference', () => {
  const revokedToo = { ...served, graph: townAndRegion(SERVED, revoked('far', NOON - 1_000)) };
  const version = { ...imtPlan, version: 2, rows: imtPlan.rows.filter(({ id }) => id === 'none') };
  const till = { plan: imtPlan, facts: served };
  const found = compare({ till, hub: { plan: version, facts: revokedToo } });
  expect(found?.parts).toEqual(['outcome', 'route']);
  expect(found?.causes).toContain('plan');
});

it('knows no reason that it cannot show', () => {
  const [first] = CASES;
  if (first === undefined) throw new TypeError('no case');
  const told: Decision = { ...decide(ASKED, first.till.facts, first.till.plan), outcome: 'MANUAL' };
  const odd = compare({ till: first.hub, hub: first.hub }, { told: { ...told, planVersion: 2 } });
  expect(odd).toMatchObject({ causes: [] });
});

it('names the plan where the till has one that the hub has never seen, and nothing else is known', () => {
  const asks = { serviceClass: 'intervention' } as const;
  const older = { ...innPlan, version: 9, parameters: dearer };
  const told = decide({ ...ASKED, ...asks }, inn, older);
  const till = { plan: undefined, facts: undefined };
  const found = toldDifference({
    request: { ...ASKED, ...asks },
    told,
    hub: { plan: innPlan, facts: inn },
    till,
  });
  expect(found).toMatchObject({ parts: ['cost'], causes: ['plan'] });
});

it('names the contract where the hub has none', () => {
  const till = { plan: sdsPlan, facts: flat };
  const told = decide({ ...ASKED, station: 'till-1' }, flat, sdsPlan);
  const found = toldDifference({ request: ASKED, told, hub: undefined, till });
  expect(found).toMatchObject({ known: undefined, parts: ['outcome'], causes: ['contract'] });
});

it('finds nothing in that the hub could set more aside than the till was lent', () => {
  const till = { plan: omnPlan, facts: pool(30) };
  const hub = { plan: omnPlan, facts: pool(900) };
  const request = { ...ASKED };
  const told = decide(request, till.facts, omnPlan);
  expect(told.holds).not.toEqual(decide(request, hub.facts, omnPlan).holds);
  expect(toldDifference({ request, told, hub, till })).toBeUndefined();
});
