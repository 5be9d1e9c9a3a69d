import { expect, test } from 'vitest';
import type { SessionView } from '../api/schema.ts';
import { rightsOn } from './ticket-rights.ts';

type Who = Parameters<typeof rightsOn>[0];

const ASKING = ['read-tickets', 'open-ticket'] as const;
const PARTNER: SessionView['actions'] = [...ASKING, 'answer-tickets', 'remote-session'];
const OPEN = { state: 'assigned', station: 'till-1', handler: { company: 'dora' } } as const;

function somebody(user: Partial<Who['user']>, actions: Who['actions']): Who {
  const known = { user: 'us-1', name: 'Ann', role: 'distributor', isDisabled: false } as const;
  return { user: { ...known, sites: [], ...user }, actions };
}

test('a partner works on what is in its hands, and only reads and writes elsewhere', () => {
  const dora = somebody({ party: 'dora' }, PARTNER);
  expect(rightsOn(dora, OPEN)).toMatchObject({ mayWork: true, mayConnect: true });
  const elsewhere = rightsOn(dora, { ...OPEN, handler: { company: 'other' } });
  expect(elsewhere).toMatchObject({ mayWork: false, mayConnect: false, mayWrite: true });
  // Nobody's company is not the company of somebody who has none.
  const loose = somebody({}, PARTNER);
  expect(rightsOn(loose, { ...OPEN, handler: {} }).mayWork).toBe(false);
});

test('a customer agrees to costs, and notes nothing for the first line', () => {
  const customer = somebody({ role: 'customer-admin' }, [...ASKING, 'accept-cost']);
  expect(rightsOn(customer, OPEN)).toEqual({
    mayWrite: true,
    mayNote: false,
    mayAccept: true,
    mayWork: false,
    mayConnect: false,
    mayConfirm: false,
  });
});

test('nothing but writing is left once it is over, and no session without a till', () => {
  const vendor = somebody({ sites: 'all', role: 'vendor-support' }, [
    ...PARTNER,
    'accept-cost',
    'write-books',
  ]);
  for (const state of ['resolved', 'withdrawn'] as const) {
    const { mayWrite, ...others } = rightsOn(vendor, { ...OPEN, state });
    expect(mayWrite).toBe(true);
    expect(Object.values(others)).not.toContain(true);
  }
  const { station: _, ...without } = OPEN;
  expect(rightsOn(vendor, without)).toMatchObject({ mayWork: true, mayConnect: false });
});
