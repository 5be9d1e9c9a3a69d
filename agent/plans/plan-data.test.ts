import { describe, expect, it } from 'vitest';
import type { Plan, Verdict } from '../core/contract/plan.ts';
import { examplePlan } from './example.ts';
import { innPlan } from './inn.ts';
import { omnPlan } from './omn.ts';
import { sdsPlan } from './sds.ts';

describe.each([sdsPlan, innPlan, omnPlan, examplePlan])('the data of $id', (plan) => {
  it('explains every clause a row cites, and no other', () => {
    const cited = new Set(plan.rows.flatMap(({ clauses }) => clauses));
    expect([...cited].toSorted()).toEqual(Object.keys(plan.clauses).toSorted());
  });

  it('gives every row its own id', () => {
    expect(new Set(plan.rows.map(({ id }) => id)).size).toBe(plan.rows.length);
  });

  it('states no day on which nobody is there: that is for who uses it to say', () => {
    expect(plan.closures).toEqual([]);
  });

  it('offers nothing under a code that is neither priced nor of a variant', () => {
    const known = new Set([...Object.keys(plan.prices), ...yearPrices(plan)]);
    const offered = plan.rows.flatMap(({ then }) => offersOf(then));
    expect(offered.filter((code) => !known.has(code))).toEqual([]);
  });
});

function offersOf(then: Verdict): readonly string[] {
  return then.outcome === 'REFUSE' ? (then.offers ?? []) : [];
}

function yearPrices({ variants }: Plan): readonly string[] {
  return variants.flatMap(({ yearPrice }) => yearPrice ?? []);
}
