/**
 * What one decision costs, over every kind of request that a plan's rows speak of, in and outside of
 * its hours, beside the least any answer over the wire costs: its question as JSON and back.
 */
import { instantMs } from '../../agent/core/calendar.ts';
import { decide } from '../../agent/core/contract/decide.ts';
import type { Plan } from '../../agent/core/contract/plan.ts';
import type { DecisionFacts, DecisionRequest } from '../../agent/core/contract/request.ts';
import { EXAMPLE_PLANS, PLANS } from '../../agent/plans/plans.ts';
import { edge, townAndRegion } from '../support/party-graph.ts';
import type { Comparison } from './comparison.ts';
import { median } from './statistics.ts';

const BLOCKS = 30;
const ROUNDS_A_BLOCK = 20;
const GOAL_US = 50;

/** Monday before noon and in the lunch break, Friday night, and the night the clocks are changed. */
const INSTANTS = [
  '2026-11-23T10:30:00Z',
  '2026-11-23T13:30:00Z',
  '2026-11-27T19:00:00Z',
  '2026-10-25T01:30:00Z',
].map(instantMs);

/** The mean of a decision over all questions; the median of such means is what counts. */
export function measureDecide(): readonly Comparison[] {
  return [...PLANS, ...EXAMPLE_PLANS].map(comparisonOf);
}

function comparisonOf(plan: Plan): Comparison {
  const questions = questionsFor(plan);
  const decideAll = (): number =>
    questions.reduce((sum, { request, facts }) => sum + decide(request, facts, plan).row.length, 0);
  const copyAll = (): number =>
    questions.reduce(
      (sum, each) => sum + JSON.stringify(JSON.parse(JSON.stringify(each))).length,
      0,
    );
  decideAll();
  copyAll();
  const oursUs: number[] = [];
  const copyUs: number[] = [];
  for (let block = 0; block < BLOCKS; block += 1) {
    oursUs.push(meanUs(decideAll, questions.length));
    copyUs.push(meanUs(copyAll, questions.length));
  }
  return {
    what: `decide, ${plan.id}`,
    unit: 'µs',
    ours: median(oursUs),
    theirs: median(copyUs),
    against: 'JSON and back',
    goal: { of: 'ours', bound: 'max', value: GOAL_US },
    note: `mean of ${questions.length} questions`,
  };
}

function meanUs(run: () => number, questions: number): number {
  const beganMs = performance.now();
  for (let round = 0; round < ROUNDS_A_BLOCK; round += 1) run();
  return ((performance.now() - beganMs) * 1_000) / (ROUNDS_A_BLOCK * questions);
}

interface Question {
  readonly request: DecisionRequest;
  readonly facts: DecisionFacts;
}

function questionsFor(plan: Plan): readonly Question[] {
  const kinds = new Set(plan.rows.flatMap((row) => row.kinds));
  const variants = plan.variants.length === 0 ? [undefined] : plan.variants.map(({ id }) => id);
  return [...kinds].flatMap((kind) =>
    INSTANTS.flatMap((atMs) =>
      variants.flatMap((variant) =>
        CALLERS.map((caller) => ({
          request: { ...DETAILS, kind, atMs, caller, slotMs: atMs + 3 * DAY_MS },
          facts: { ...FACTS, contract: { ...CONTRACT, variant } },
        })),
      ),
    ),
  );
}

const DAY_MS = 86_400_000;
const CALLERS = ['cashier', 'admin', 'distributor'] as const;

const DETAILS = {
  station: 'till-1',
  firstLineNote: 'restarted',
  hasConsent: true,
  chosen: 'near',
  justification: 'too far away',
  used: 31,
  stations: 3,
  timer: 'term-ended',
} as const;

/** Years after it began, so that terms are counted as they are for an old customer. */
const CONTRACT = { start: '2016-02-29', stations: ['till-1', 'till-2'] };

const FACTS: DecisionFacts = {
  site: 'centre',
  graph: townAndRegion(edge('centre served-by far'), edge('ana part-of far')),
  closures: ['2026-12-24', '2026-12-25', '2027-01-01', '2027-01-06'],
  prices: { 'hour-remote': 6_000, 'hour-on-site': 9_000, 'maintenance-year': 12_000 },
  accounts: {
    credits: { available: 75 },
    wallet: { available: 15_000 },
    'pool-remote': { available: 30 },
  },
  licence: {
    installedOn: '2024-02-29',
    maintenance: [{ from: '2024-02-29', to: '2026-03-01' }],
  },
  distributor: {
    id: 'north',
    payment: 'mandate',
    firstOrderLicences: 5,
    registeredOn: '2020-03-15',
    purchases: [
      { id: 'first', on: '2020-03-15', licences: 5, purpose: 'registration' },
      { id: 'more', on: '2026-05-02', licences: 3, purpose: 'resale' },
    ],
  },
};
