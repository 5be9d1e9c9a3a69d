/**
 * One decision over any plan: of the rows for the kind of request, the first whose conditions all
 * hold. It asks no clock and no chance, so that hub and till, given the same facts, decide the same,
 * and a decision of last year comes out the same today.
 */
import { caseOf, isOpenNow, type Case } from './case.ts';
import { holds } from './conditions.ts';
import type { Decision } from './decision.ts';
import { maintenanceStanding } from './maintenance.ts';
import type { Condition, Plan, PlanRow } from './plan.ts';
import type { DecisionFacts, DecisionRequest } from './request.ts';
import { answerOf } from './verdict.ts';

/** Decides a request by a plan. Where no row speaks of it, a person must: it is never guessed. */
export function decide(request: DecisionRequest, facts: DecisionFacts, plan: Plan): Decision {
  const of = caseOf(request, facts, plan);
  const row = plan.rows.find((each) => decides(of, each)) ?? silentRow(of);
  const { id: planId, version: planVersion } = plan;
  return {
    ...NOTHING,
    ...answerOf(of, row.then),
    row: row.id,
    clauses: row.clauses,
    plan: planId,
    planVersion,
    because: because(of, row),
  };
}

const NOTHING = { costLines: [], holds: [], options: [], checklist: [], reasons: [] } as const;

function decides(of: Case, { kinds, when }: PlanRow): boolean {
  return kinds.includes(of.request.kind) && when.every((condition) => holds(of, condition));
}

/** A rule that is silent gives a person or a quote, never a guess. */
function silentRow({ parameters }: Case): PlanRow {
  return {
    id: 'none',
    kinds: [],
    when: [],
    clauses: [],
    then:
      parameters.silence === 'manual'
        ? { outcome: 'MANUAL', reason: 'NO_RULE' }
        : { outcome: 'QUOTE', options: [], reason: 'NO_RULE' },
  };
}

/** The plan in force at an instant; a decision keeps to the one its request was made under. */
export function planAt(
  history: readonly { readonly sinceMs: number; readonly plan: Plan }[],
  atMs: number,
): Plan | undefined {
  return history
    .filter(({ sinceMs }) => sinceMs <= atMs)
    .toSorted((a, b) => a.sinceMs - b.sinceMs || a.plan.version - b.plan.version)
    .at(-1)?.plan;
}

function because(of: Case, { when }: PlanRow): Decision['because'] {
  return Object.fromEntries(when.flatMap((condition) => used(of, condition)));
}

function used(of: Case, condition: Condition): readonly [string, string | number | boolean][] {
  const { request, facts } = of;
  switch (condition.is) {
    case 'not':
      return used(of, condition.that);
    case 'caller':
      return [['caller', request.caller ?? 'unknown']];
    case 'topic':
      return [['topic', request.topic ?? 'unknown']];
    case 'channel':
      return [['channel', request.channel ?? 'unknown']];
    case 'service-class':
      return [['service-class', request.serviceClass ?? 'unknown']];
    case 'variant':
      return [['variant', facts.contract?.variant ?? 'none']];
    case 'maintenance':
      return [['maintenance', maintenanceStanding(of)]];
    case 'open-now':
      return [['open-now', isOpenNow(of)]];
    case 'account-empty':
      return [[`${condition.account}-empty`, holds(of, condition)]];
    case 'accepted':
      return [[`accepted-${condition.what}`, holds(of, condition)]];
    case 'timer':
      return [['timer', condition.of]];
    case 'notice-by':
      return [['notice-by', condition.who]];
    default:
      return [[condition.is, holds(of, condition)]];
  }
}
