/** Plans that come to a till: what it writes down of them, and what counts after a restart. */
import { describe, expect, it } from 'vitest';
import { PureTill } from '../../../test/support/pure-till.ts';
import { testPlan } from '../../../test/support/test-plan.ts';
import { keptPlans, plansInForce } from '../contract/held-plans.ts';
import type { Plan } from '../contract/plan.ts';

const { id } = testPlan;

function offer(till: PureTill, plan: Plan, builtIn: readonly Plan[] = []) {
  const document = `of ${plan.version}`;
  return till.send({ kind: 'plan-offered', plan, document, source: 'hub', builtIn });
}

function linesOf(till: PureTill): readonly unknown[] {
  return till.lines.filter(({ kind }) => kind.startsWith('plan-'));
}

function versions(till: PureTill): readonly number[] {
  return plansInForce([], till.till.plans).map(({ version }) => version);
}

describe('a plan', () => {
  it('that is not believed leaves a line and nothing else', () => {
    const till = new PureTill(0);
    const code = 'tampered' as const;
    expect(till.send({ kind: 'plan-rejected', code, source: 'file' })).toEqual({
      kind: 'plan-refused',
      reason: code,
    });
    expect(linesOf(till)).toEqual([{ kind: 'plan-refused', body: { code, source: 'file' } }]);
    expect(versions(till)).toEqual([]);
  });

  it('of a known version with another content is refused by name', () => {
    const till = new PureTill(0);
    const other = { ...testPlan, zone: 'Europe/Rome' };
    expect(offer(till, other, [testPlan])).toEqual({
      kind: 'plan-refused',
      reason: 'version-reused',
    });
    const body = { code: 'version-reused', source: 'hub', plan: id, version: testPlan.version };
    expect(linesOf(till)).toEqual([{ kind: 'plan-refused', body }]);
  });

  it('is taken once, and a newer one instead of it', () => {
    const till = new PureTill(0);
    for (const version of [4, 4, 3, 5]) {
      expect(offer(till, { ...testPlan, version }).kind).toBe('done');
    }
    expect(linesOf(till)).toEqual(
      [4, 5].map((version) => ({
        kind: 'plan-accepted',
        body: { plan: id, version, source: 'hub' },
      })),
    );
    expect(versions(till)).toEqual([5]);
  });
});

function restarted(): PureTill {
  const till = new PureTill(0);
  offer(till, { ...testPlan, version: 4 });
  till.till = { ...till.till, plans: keptPlans(till.till.plans) };
  till.lines.length = 0;
  return till;
}

describe('at the start', () => {
  it('a plan whose signature holds counts again', () => {
    const till = restarted();
    const plan = { ...testPlan, version: 4 };
    till.send({ kind: 'agent-started', plans: [{ id, version: 4, kind: 'verified', plan }] });
    expect(versions(till)).toEqual([4]);
    expect(linesOf(till)).toEqual([]);
  });

  it('one whose signature does not is kept, counts no longer, and is named', () => {
    const till = restarted();
    const code = 'uncertified-key' as const;
    till.send({ kind: 'agent-started', plans: [{ id, version: 4, kind: 'refused', code }] });
    expect(versions(till)).toEqual([]);
    expect(till.till.plans).toMatchObject([{ id, version: 4, document: 'of 4' }]);
    const body = { code, source: 'store', plan: id, version: 4 };
    expect(linesOf(till)).toEqual([{ kind: 'plan-refused', body }]);
  });
});
