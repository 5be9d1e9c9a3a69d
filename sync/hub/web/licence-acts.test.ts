import { expect, it } from 'vitest';
import type { Answer } from './hub-calls.ts';
import { actsFor, withReason, type LicenceRow } from './licence-acts.ts';

const ROW: LicenceRow = {
  licence: 'lic-1',
  customer: 'pepe',
  site: 'Centro',
  station: 'till-1',
  distributor: '',
  state: 'active',
  purchasedOn: '',
  installedOn: '2026-01-01',
  expiry: '2026-12-31',
  newLicenceFrom: '2030-01-01',
  isDeclined: false,
};

it.each([
  ['active', ['renew', 'decline', 'revoke']],
  ['lapsed-reinstatable', ['reinstate', 'revoke']],
  ['lapsed-new-licence', ['new-licence', 'revoke']],
  ['revoked', ['take-back']],
  ['not-installed', ['install']],
  ['unlicensed', []],
] as const)('a licence that is %s may be treated with %o', (state, acts) => {
  expect(actsFor({ ...ROW, state }, false)).toEqual(acts);
});

it('what was declined is not declined again, and may still be renewed', () => {
  expect(actsFor({ ...ROW, isDeclined: true }, false)).toEqual(['renew', 'revoke']);
});

it('a licence of a revoked till can only move', () => {
  expect(actsFor(ROW, true)).toEqual(['move']);
});

function refused(code: string, details: Record<string, unknown>): Answer<object> {
  const general = { message: 'General.', safe: 'Safe.', action: 'Act.' };
  return { kind: 'refused', error: { code, ...general, details } };
}

it.each([
  ['its own reason', { reason: 'not-lapsed' }, 'Maintenance has not ended: renew it.'],
  [
    'the reasons of the plan',
    { reason: 'plan-refuses', reasons: ['PRICE_NOT_SET'] },
    'Nobody has set a price for this.',
  ],
  ['a reason it does not know', { reason: 'from-the-future' }, 'General.'],
  ['no reason', {}, 'General.'],
])('a refusal with %s says it', (_, details, message) => {
  expect(withReason(refused('plan-refuses', details), 'en')).toMatchObject({ error: { message } });
});

it('another refusal stays as it is', () => {
  const answer = refused('forbidden', { reason: 'not-lapsed' });
  expect(withReason(answer, 'en')).toBe(answer);
});
