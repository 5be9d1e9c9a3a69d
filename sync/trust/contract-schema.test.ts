import { describe, expect, it } from 'vitest';
import { contractSchema } from './contract-schema.ts';

const OLD = {
  plan: { id: 'ima', version: 1 },
  parameters: { reinstatementYears: 5, updates: 'always' },
  stations: ['till-1'],
  callerRoles: ['admin'],
  contacts: [{ name: 'Desk', phone: '1' }],
};

describe('the contract of an entitlement', () => {
  it('of an older document stays valid', () => {
    expect(contractSchema.parse(OLD)).toEqual(OLD);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a parameter that there is not', { parameters: { generosity: 1 } }],
    ['a parameter out of its range', { parameters: { reinstatementYears: 101 } }],
    ['a choice that there is not', { parameters: { updates: 'sometimes' } }],
    ['parameters that are none', { parameters: [] }],
    ['a closure that is no day', { closures: ['2026-02-30'] }],
    ['a price below nothing', { prices: { visit: -1 } }],
    ['a price in parts of a cent', { prices: { visit: 0.5 } }],
    ['hours that end before they begin', { hours: [{ days: [1], fromMinute: 9, toMinute: 9 }] }],
    ['a contact of a role that there is not', { contacts: [{ name: 'Desk', role: 'king' }] }],
    ['a field that it does not know', { isFree: true }],
    [
      'a place that is not whole',
      { graph: { parties: [{ id: 'a', kind: 'site', name: 'A', areaM2: 0.1 }], edges: [] } },
    ],
  ])('with %s is refused', (_what, differs) => {
    expect(contractSchema.safeParse({ ...OLD, ...differs }).success).toBe(false);
  });
});
