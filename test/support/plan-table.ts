/** Runs a plan's decision table case by case, and turns red where a row of it has no case. */
import { describe, expect, it } from 'vitest';
import { instantIn } from '../../agent/core/calendar.ts';
import { decide } from '../../agent/core/contract/decide.ts';
import type { Decision } from '../../agent/core/contract/decision.ts';
import type { Plan, PlanRow, Reason } from '../../agent/core/contract/plan.ts';
import type { DecisionFacts, DecisionRequest } from '../../agent/core/contract/request.ts';

export interface TableCase {
  /** The row that must decide; `none` where the plan is silent. */
  readonly row: string;
  readonly of: string;
  readonly request: Omit<DecisionRequest, 'atMs'> & { readonly atMs?: number };
  readonly facts?: DecisionFacts;
  readonly expected: Partial<Decision>;
}

export interface PlanTable {
  readonly plan: Plan;
  readonly cases: readonly TableCase[];
  /** What holds where a case says nothing. */
  readonly atMs: number;
  readonly facts: DecisionFacts;
  /** The rows that this table is about. */
  readonly covers: (row: PlanRow) => boolean;
}

export function testPlanTable({ plan, cases, atMs, facts, covers }: PlanTable): void {
  describe(`the decision table of ${plan.id}`, () => {
    it.each(cases)('row $row: $of', ({ row, request, facts: more, expected }) => {
      const decision = decide({ atMs, ...request }, { ...facts, ...more }, plan);
      const known = { plan: plan.id, planVersion: plan.version };
      expect({ ...UNSAID, ...decision }).toMatchObject({ row, ...expected, ...known });
    });

    it('leaves no row of the plan without a case', () => {
      const reached = new Set(cases.map(({ row }) => row));
      const without = plan.rows.filter((row) => covers(row) && !reached.has(row.id));
      expect(without.map(({ id }) => id)).toEqual([]);
    });

    it('names each row once, and has a sentence for each clause cited and for no other', () => {
      const ids = plan.rows.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const cited = new Set(plan.rows.flatMap(({ clauses }) => clauses));
      expect(Object.keys(plan.clauses).toSorted()).toEqual([...cited].toSorted());
    });
  });
}

/** A decision leaves out what does not apply; a case may say that it must. */
const UNSAID = {
  needs: undefined,
  mode: undefined,
  scheduledAtMs: undefined,
  routeTo: undefined,
  cover: undefined,
} as const;

/** The instant of a local time in Madrid. */
export function madrid(local: string): number {
  const atMs = instantIn(local, 'Europe/Madrid');
  if (atMs === undefined) throw new Error(`no such time: ${local}`);
  return atMs;
}

export function refused(reason: Reason): Partial<Decision> {
  return { outcome: 'REFUSE', reasons: [reason] };
}
