import { describe, expect, it } from 'vitest';
import type { Operator } from './operator.ts';
import {
  DEFAULT_RULES,
  hasRight,
  OPERATOR_RIGHTS,
  OPERATOR_ROLES,
  refusalOf,
  rightsTable,
} from './rights.ts';

const CASH_OUT = OPERATOR_RIGHTS.filter((right) => !['fill', 'count', 'shift'].includes(right));

describe('rights', () => {
  it('are those of the role, and an installation replaces them role by role', () => {
    const table = rightsTable({ cashier: ['count'] });
    expect(table.cashier).toEqual(['count']);
    expect(table.supervisor).toEqual(DEFAULT_RULES.rights.supervisor);
    expect(hasRight(DEFAULT_RULES.rights, 'cashier', 'take')).toBe(false);
    expect(hasRight(DEFAULT_RULES.rights, 'supervisor', 'take')).toBe(true);
    expect(hasRight(DEFAULT_RULES.rights, 'supervisor', 'manage-operators')).toBe(false);
    expect(hasRight(DEFAULT_RULES.rights, 'technician', 'take')).toBe(false);
  });

  it('never leave an admin without managing operators', () => {
    expect(rightsTable({ admin: [] }).admin).toEqual(['manage-operators']);
    expect(rightsTable({ admin: ['count', 'manage-operators'] }).admin).toHaveLength(2);
    expect(DEFAULT_RULES.rights.admin).toEqual(OPERATOR_RIGHTS);
  });
});

describe('what nobody may do without an operator', () => {
  it.each(CASH_OUT)('%s', (right) => {
    expect(refusalOf(DEFAULT_RULES, undefined, right)).toEqual({ code: 'operator-needed', right });
  });

  it.each(['fill', 'count', 'shift'] as const)('%s, where the installation says so', (right) => {
    expect(refusalOf(DEFAULT_RULES, undefined, right)).toBeUndefined();
    const rules = { ...DEFAULT_RULES, required: 'always' } as const;
    expect(refusalOf(rules, undefined, right)).toEqual({ code: 'operator-needed', right });
  });
});

describe('an operator', () => {
  it.each(OPERATOR_ROLES)('%s may do what the role may, and nothing else', (role) => {
    const operator: Operator = { operatorId: 'anna', role };
    for (const right of OPERATOR_RIGHTS) {
      const may = DEFAULT_RULES.rights[role].includes(right);
      const refusal = refusalOf(DEFAULT_RULES, operator, right);
      expect(refusal?.code).toBe(may ? undefined : 'right-missing');
    }
  });
});
