/** Which plans a till keeps of those it is sent, and which of them count. */
import { describe, expect, it } from 'vitest';
import { testPlan } from '../../../test/support/test-plan.ts';
import {
  HELD_PLANS_MAX,
  keptPlans,
  planOffered,
  plansInForce,
  plansUnsealed,
  type HeldPlan,
  type KnownPlans,
} from './held-plans.ts';
import type { Plan } from './plan.ts';

const NOTHING: KnownPlans = { held: [], builtIn: [], agreed: undefined };

function planOf(version: number, differs: Partial<Plan> = {}): Plan {
  return { ...testPlan, id: 'bar', version, ...differs };
}

function held(plan: Plan): HeldPlan {
  return { id: plan.id, version: plan.version, document: `of ${plan.version}`, plan };
}

function offer(plan: Plan, known: Partial<KnownPlans> = {}) {
  return planOffered({ plan, document: `of ${plan.version}` }, { ...NOTHING, ...known });
}

describe('a plan that is offered', () => {
  it('is refused under a version that is known, with another content', () => {
    const other = planOf(2, { currency: 'USD' });
    const refused = { kind: 'refused', code: 'version-reused' };
    expect(offer(other, { held: [held(planOf(2))] })).toEqual(refused);
    expect(offer(other, { builtIn: [planOf(2)] })).toEqual(refused);
  });

  it('is refused where there are as many as there may be, unless it replaces one', () => {
    const full = Array.from({ length: HELD_PLANS_MAX }, (_, at) =>
      held(planOf(1, { id: `p${at}` })),
    );
    expect(offer(planOf(1), { held: full })).toEqual({ kind: 'refused', code: 'too-many-plans' });
    expect(offer(planOf(2, { id: 'p3' }), { held: full }).kind).toBe('taken');
  });

  it.each([
    ['the same again', planOf(2)],
    ['an older one', planOf(1)],
  ])('is no news: %s', (_what, plan) => {
    expect(offer(plan, { held: [held(planOf(2))] })).toEqual({ kind: 'no-news' });
    expect(offer(plan, { builtIn: [planOf(2)] })).toEqual({ kind: 'no-news' });
  });

  it('replaces an older one, and none of another name', () => {
    const another = held(planOf(7, { id: 'other' }));
    expect(offer(planOf(3), { held: [held(planOf(2)), another] })).toEqual({
      kind: 'taken',
      held: [another, held(planOf(3))],
    });
  });

  it('leaves the older one there that the contract names', () => {
    const before = [held(planOf(1)), held(planOf(2))];
    expect(offer(planOf(3), { held: before, agreed: { id: 'bar', version: 1 } })).toEqual({
      kind: 'taken',
      held: [held(planOf(1)), held(planOf(3))],
    });
  });

  it('replaces one that is not believed any more, whatever its version', () => {
    const { plan: _, ...sealed } = held(planOf(9));
    const known = { held: [sealed], agreed: { id: 'bar', version: 9 } };
    expect(offer(planOf(2), known)).toEqual({ kind: 'taken', held: [held(planOf(2))] });
  });
});

describe('a plan in the store', () => {
  const kept = keptPlans([held(planOf(2))]);

  it('counts for nothing until its signature was looked at', () => {
    expect(kept).toEqual([{ id: 'bar', version: 2, document: 'of 2' }]);
    expect(plansInForce([], kept)).toEqual([]);
  });

  it('counts again when it holds, and only for what it says', () => {
    const look = { id: 'bar', version: 2, kind: 'verified' } as const;
    expect(plansUnsealed(kept, [{ ...look, plan: planOf(2) }])).toEqual([held(planOf(2))]);
    expect(plansUnsealed(kept, [{ ...look, plan: planOf(3) }])).toEqual(kept);
    expect(
      plansUnsealed(kept, [{ id: 'bar', version: 2, kind: 'refused', code: 'tampered' }]),
    ).toEqual(kept);
    expect(plansUnsealed(kept, [])).toEqual(kept);
  });

  it('stands beside those of the program, and changes none of them', () => {
    const builtIn = [planOf(1), planOf(2, { currency: 'USD' })];
    expect(plansInForce(builtIn, [held(planOf(2)), held(planOf(3))])).toEqual([
      ...builtIn,
      planOf(3),
    ]);
  });
});
