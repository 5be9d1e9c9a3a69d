/** What holds for every plan that comes with the program: one that breaks it would be refused as signed data. */
import { describe, expect, it } from 'vitest';
import {
  PARAMETER_SPECS,
  type ParameterName,
  type ParameterSpec,
} from '../core/contract/parameters.ts';
import { EXAMPLE_PLANS, PLANS } from './plans.ts';

const ALL = [...PLANS, ...EXAMPLE_PLANS];

describe.each(ALL)('$id', (plan) => {
  it('is the only one of that name', () => {
    expect(ALL.filter(({ id }) => id === plan.id)).toHaveLength(1);
  });

  it('states only parameters that may be so', () => {
    const stated = Object.entries(plan.parameters);
    const wrong = stated.filter(
      ([name, value]) => !isAllowed(PARAMETER_SPECS[name as ParameterName], value),
    );
    expect(wrong).toEqual([]);
  });

  it('says every clause and its title in four languages', () => {
    for (const words of [plan.title, ...Object.values(plan.clauses)]) {
      expect(Object.keys(words).toSorted()).toEqual(['de', 'en', 'es', 'it']);
      expect(new Set(Object.values(words)).size).toBe(4);
      expect(Object.values(words).every((text) => text.trim() === text && text !== '')).toBe(true);
    }
  });

  it('cites at least one clause in every row', () => {
    expect(plan.rows.filter(({ clauses }) => clauses.length === 0)).toEqual([]);
  });

  it('has windows within a day', () => {
    for (const { days, fromMinute, toMinute } of plan.hours ?? []) {
      expect(days.every((day) => day >= 1 && day <= 7)).toBe(true);
      expect(0 <= fromMinute && fromMinute < toMinute && toMinute <= 1_440).toBe(true);
    }
  });
});

function isAllowed(spec: ParameterSpec | undefined, value: unknown): boolean {
  switch (spec?.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return spec.choices.includes(String(value));
    case 'count':
      return Number.isInteger(value) && spec.min <= Number(value) && Number(value) <= spec.max;
    case undefined:
      return false;
  }
}
