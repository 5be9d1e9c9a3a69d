import { describe, expect, it } from 'vitest';
import { packGrant, poolGrants } from './grants.ts';
import { parametersOf } from './parameters.ts';
import { termOf } from './term.ts';

const ROME = { zone: 'Europe/Rome' };
const BOUGHT = { id: 'pack', atMs: Date.parse('2024-02-29T22:30:00Z'), credits: 60 };
const TERM = termOf({ start: '2026-01-01', months: 12, noticeDays: 0 }, 1);

describe('a pack of credits', () => {
  it('that one registers with runs out at midnight in the zone, a year after the day of purchase', () => {
    const entry = packGrant(ROME, parametersOf(), { ...BOUGHT, isRegistration: true });
    expect(entry).toMatchObject({ amount: 60, source: 'registration' });
    expect(entry.expiresMs).toBe(Date.parse('2025-02-27T23:00:00Z'));
  });

  it('runs for as many months as the parameter says', () => {
    const parameters = parametersOf({ registrationMonths: 1 });
    const { expiresMs } = packGrant(ROME, parameters, { ...BOUGHT, isRegistration: true });
    expect(expiresMs).toBe(Date.parse('2024-03-28T23:00:00Z'));
  });

  it('bought later does not run out', () => {
    const entry = packGrant(ROME, parametersOf(), { ...BOUGHT, isRegistration: false });
    expect(entry.source).toBe('top-up');
    expect(entry).not.toHaveProperty('expiresMs');
  });
});

describe('the pools of a term', () => {
  it('are one for each mode, and run out with the first instant after the term', () => {
    const parameters = parametersOf({ poolRemoteMinutes: 900, poolOnSiteMinutes: 600 });
    const pools = poolGrants(ROME, parameters, { id: 'term-1', term: TERM });
    const expiresMs = Date.parse('2026-12-31T23:00:00Z');
    expect(pools).toMatchObject([
      { account: 'pool-remote', entry: { id: 'term-1-remote', amount: 900, expiresMs } },
      { account: 'pool-on-site', entry: { id: 'term-1-on-site', amount: 600, expiresMs } },
    ]);
  });

  it('are none where there are no minutes, and stay where they do not expire', () => {
    const parameters = parametersOf({ poolOnSiteMinutes: 600, poolExpires: false });
    const pools = poolGrants(ROME, parameters, { id: 'term-1', term: TERM });
    expect(pools.map(({ account }) => account)).toEqual(['pool-on-site']);
    expect(pools[0]?.entry).not.toHaveProperty('expiresMs');
  });
});
