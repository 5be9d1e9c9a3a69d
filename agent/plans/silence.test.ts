import { describe, expect, it } from 'vitest';
import { omnPlan } from './omn.ts';
import { decide } from '../core/contract/decide.ts';
import type { PlanParameters } from '../core/contract/parameters.ts';

const TRAINING = { kind: 'training', atMs: 0 } as const;

describe('a request no row speaks of', () => {
  it.each([
    [{}, 'MANUAL'],
    [{ silence: 'manual' }, 'MANUAL'],
    [{ silence: 'quote' }, 'QUOTE'],
  ] as const)(
    'with %j is %s, and never a guess',
    (parameters: Partial<PlanParameters>, outcome) => {
      const contract = { start: '2026-01-01', stations: [], parameters };
      const decision = decide(TRAINING, { contract }, omnPlan);
      expect(decision).toMatchObject({ outcome, row: 'none', reasons: ['NO_RULE'], clauses: [] });
      expect(decision.costLines).toEqual([]);
    },
  );
});
