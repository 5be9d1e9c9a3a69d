/** A role never reaches beyond its row, and nobody beyond their sites. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIONS, isRole, may, ROLES, scopeFits, type Action, type Role } from './roles.ts';

const FIELD: readonly Action[] = [
  'read-fleet',
  'make-code',
  'send-entitlement',
  'read-books',
  'write-cases',
  'decide',
  'read-licences',
  'read-updates',
  'take-orders',
  'read-tickets',
  'open-ticket',
  'answer-tickets',
  'remote-session',
  'order-work',
];

const TABLE: Readonly<Record<Role, readonly Action[]>> = {
  'vendor-admin': [...ACTIONS],
  'vendor-support': [
    ...FIELD,
    'explain-fork',
    'read-balance',
    'manage-balance',
    'manage-leases',
    'read-costs',
    'read-prices',
    'decide-cases',
    'read-rollouts',
    'accept-cost',
    'read-vault',
    'write-vault',
    'plan-work',
  ],
  distributor: [...FIELD, 'accept-cost'],
  implementer: FIELD,
  'customer-admin': [
    'read-fleet',
    'read-balance',
    'read-books',
    'write-cases',
    'decide',
    'read-licences',
    'read-updates',
    'read-tickets',
    'open-ticket',
    'accept-cost',
  ],
};

describe.each(ROLES)('a %s', (role) => {
  it('may do what the table says, and nothing else', () => {
    const allowed = ACTIONS.filter((action) => may({ role, sites: 'all' }, action, 'shop'));
    expect(allowed.toSorted()).toEqual([...TABLE[role]].toSorted());
  });

  it('may do nothing at a site of somebody else', () => {
    const allowed = ACTIONS.filter((action) => may({ role, sites: ['other'] }, action, 'shop'));
    expect(allowed).toEqual([]);
  });
});

it('what is about no site takes all sites', () => {
  expect(may({ role: 'vendor-admin', sites: ['shop'] }, 'manage-users')).toBe(false);
  expect(may({ role: 'vendor-admin', sites: 'all' }, 'manage-users')).toBe(true);
});

it('a site is one whole name', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (own, asked) => {
      const allowed = may({ role: 'implementer', sites: [own] }, 'read-fleet', asked);
      expect(allowed).toBe(own === asked);
    }),
  );
});

it.each<[Role, 'all' | readonly string[], boolean]>([
  ['vendor-admin', 'all', true],
  ['vendor-admin', ['shop'], false],
  ['vendor-support', 'all', true],
  ['vendor-support', ['shop'], true],
  ['distributor', 'all', false],
  ['distributor', ['a', 'b'], true],
  ['implementer', [], false],
  ['customer-admin', 'all', false],
  ['customer-admin', ['shop'], true],
])('a %s with the sites %j: %s', (role, sites, fits) => {
  expect(scopeFits({ role, sites })).toBe(fits);
});

it('a party stands in for sites, and not for all of them', () => {
  expect(scopeFits({ role: 'distributor', sites: [], party: 'north' })).toBe(true);
  expect(scopeFits({ role: 'distributor', sites: 'all', party: 'north' })).toBe(false);
  expect(scopeFits({ role: 'vendor-admin', sites: [], party: 'north' })).toBe(false);
});

it('a role is one of ours', () => {
  expect(isRole('vendor-admin')).toBe(true);
  expect(isRole('root')).toBe(false);
  expect(isRole('toString')).toBe(false);
});
