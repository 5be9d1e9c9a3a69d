/**
 * Offline never grants more than was signed, and maintenance that has lapsed never stops a sale:
 * the states at their boundaries, then the same for any clock and any intervals.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { allowances, RELEASE_ALLOWANCES, SUPPORT_ALLOWANCES } from './allowances.ts';
import {
  CLOCK_TOLERANCE_MS,
  NO_EVIDENCE,
  withEvidence,
  withSignedTime,
  type ClockEvidence,
} from './clock-evidence.ts';
import type { Entitlement } from './entitlement.ts';
import { licenceStatus, type LicenceFacts, type LicenceStatus } from './licence-status.ts';
import { maintenanceYear } from './maintenance-year.ts';
import { isReleaseEligible, mayInstall } from './release-eligibility.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

function statusOf(differs: Partial<LicenceFacts> = {}): LicenceStatus {
  return licenceStatus({
    entitlement: testEntitlement(),
    clockMs: Date.parse('2026-12-01T12:00:00Z'),
    evidence: NO_EVIDENCE,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays: 30,
    ...differs,
  });
}

/** The status at noon of a day, in the zone of the shop. */
function statusOn(day: string, entitlement: Entitlement): LicenceStatus {
  return statusOf({ entitlement, clockMs: Date.parse(`${day}T11:00:00Z`) });
}

function covered(from: string, to: string): Entitlement {
  return testEntitlement({ installedOn: from, maintenance: [{ from, to }] });
}

describe('maintenance', () => {
  it.each([
    ['2024-02-29', '2025-02-28'],
    ['2025-01-31', '2026-01-30'],
    ['2026-06-01', '2027-05-31'],
  ])('of a till installed on %s covers its first year to %s', (installedOn, lastCoveredDay) => {
    const maintenance = [maintenanceYear(installedOn)];
    const entitlement = testEntitlement({ installedOn, maintenance });
    expect(statusOn(lastCoveredDay, entitlement)).toMatchObject({
      state: 'active',
      lastCoveredDay,
    });
    const after = Date.parse(`${lastCoveredDay}T11:00:00Z`) + DAY_MS;
    expect(statusOf({ entitlement, clockMs: after }).state).toBe('lapsed-reinstatable');
  });

  it.each([
    ['2022-05-10', '2023-05-10', '2026-05-09', 'lapsed-reinstatable'],
    ['2022-05-10', '2023-05-10', '2026-05-10', 'lapsed-new-licence'],
    ['2023-03-01', '2024-02-29', '2027-02-27', 'lapsed-reinstatable'],
    ['2023-03-01', '2024-02-29', '2027-02-28', 'lapsed-new-licence'],
  ])('from %s, first day not covered %s, is on %s %s', (...[from, to, today, state]) => {
    expect(statusOn(today, covered(from, to)).state).toBe(state);
  });

  it('begins and ends at midnight of its zone', () => {
    const entitlement = testEntitlement();
    const before = statusOf({ entitlement, clockMs: Date.parse('2027-11-21T22:59:59.999Z') });
    expect(before.state).toBe('active');
    const after = statusOf({ entitlement, clockMs: Date.parse('2027-11-21T23:00:00Z') });
    expect(after.state).toBe('lapsed-reinstatable');
  });

  it('counts a gap from the first day that was not covered, and ends it', () => {
    const maintenance = [
      { from: '2022-01-01', to: '2023-01-01' },
      { from: '2025-06-01', to: '2026-06-01' },
      { from: '2026-06-01', to: '2027-06-01' },
    ];
    const entitlement = testEntitlement({ maintenance });
    expect(statusOn('2024-01-01', entitlement).newLicenceFrom).toBe('2026-01-01');
    expect(statusOn('2026-01-01', entitlement)).toMatchObject({
      state: 'active',
      lastCoveredDay: '2027-05-31',
    });
  });

  it('that has not begun has not lapsed', () => {
    expect(statusOn('2026-11-01', testEntitlement()).state).toBe('active');
  });

  it('can be taken up again for as long as the contract says', () => {
    const plan = { id: 'plan', version: 1 };
    const parameters = { reinstatementYears: 1 };
    const contract = { plan, parameters, stations: [], callerRoles: [], contacts: [] };
    const entitlement = testEntitlement({ contract });
    expect(statusOn('2028-11-21', entitlement).state).toBe('lapsed-reinstatable');
    expect(statusOn('2028-11-22', entitlement).state).toBe('lapsed-new-licence');
  });
});

describe('without a licence', () => {
  it.each([
    [0, true],
    [30 * DAY_MS - 1, true],
    [30 * DAY_MS, false],
  ])('after %i ms of running time, a new sale may begin: %s', (unlicensedMs, isAllowed) => {
    const status = statusOf({ entitlement: undefined, unlicensedMs });
    expect(status.state).toBe('unlicensed');
    expect(allowances(status)).toEqual({
      newSales: isAllowed,
      moneyInHand: true,
      newReleases: 'none',
      support: 'call-vendor',
    });
  });
});

describe('a withdrawn licence', () => {
  it('stops new sales and nothing else of the money', () => {
    const revocation = { on: '2026-12-01', reason: 'stolen machine' };
    const status = statusOf({ entitlement: testEntitlement({ revocation }) });
    expect(status.state).toBe('revoked');
    expect(allowances(status)).toMatchObject({ newSales: false, moneyInHand: true });
  });
});

describe('another machine', () => {
  const fingerprint = { k: 2, salt: 'salt', hashes: ['a', 'b', 'c'] };
  const entitlement = testEntitlement({ fingerprint });

  it.each([
    [['a', 'c'], []],
    [['a', 'a'], ['rebind-needed']],
    [[], ['rebind-needed']],
    [undefined, ['rebind-needed']],
  ])('with components %j has the flags %j', (components, flags) => {
    expect(statusOf({ entitlement, components }).flags).toEqual(flags);
  });

  it('sells, and gets no release', () => {
    expect(allowances(statusOf({ entitlement }))).toEqual({
      newSales: true,
      moneyInHand: true,
      newReleases: 'none',
      support: 'rebind',
    });
  });
});

describe('a release', () => {
  const entitlement = testEntitlement();

  it.each([
    ['2027-11-21T22:59:00.000Z', undefined, true],
    ['2027-11-21T23:00:00.000Z', undefined, false],
    ['2029-01-01T00:00:00.000Z', '2027-11-21T12:00:00.000Z', true],
    ['2029-01-01T00:00:00.000Z', '2028-01-01T00:00:00.000Z', false],
  ])('of %s, backdated to %s, is reached: %s', (releasedAt, securityBackdatedTo, isReached) => {
    expect(isReleaseEligible(entitlement, { releasedAt, securityBackdatedTo })).toBe(isReached);
  });

  it('of the covered time stays to be had after it, and the till sells on', () => {
    const status = statusOn('2028-06-01', entitlement);
    expect(mayInstall(status, entitlement, { releasedAt: '2027-06-01T00:00:00.000Z' })).toBe(true);
    expect(allowances(status)).toMatchObject({ newSales: true, support: 'chargeable' });
  });

  it('of the gap is opened by taking maintenance up again', () => {
    const released = { releasedAt: '2028-02-01T00:00:00.000Z' };
    expect(isReleaseEligible(entitlement, released)).toBe(false);
    const maintenance = [...entitlement.maintenance, { from: '2028-06-01', to: '2029-06-01' }];
    expect(isReleaseEligible(testEntitlement({ maintenance }), released)).toBe(true);
  });
});

describe('the clock', () => {
  const knownMs = Date.parse('2027-03-01T12:00:00Z');
  const evidence = withEvidence(NO_EVIDENCE, 'journal', knownMs);

  it.each(['1970-01-01T00:03:00Z', '2000-01-01T00:00:10Z', '2010-01-01T08:00:00Z'])(
    'of a dead CMOS battery shows %s, is named, and the till sells on',
    (woken) => {
      const status = statusOf({ clockMs: Date.parse(woken), evidence });
      expect(status).toMatchObject({
        state: 'active',
        today: '2027-03-01',
        clock: 'battery-dead',
        flags: ['clock-suspect'],
      });
      expect(allowances(status)).toMatchObject({
        newSales: true,
        newReleases: 'after-signed-time',
        support: 'per-contract',
      });
    },
  );

  it.each([
    [knownMs - CLOCK_TOLERANCE_MS, 'trusted'],
    [knownMs - CLOCK_TOLERANCE_MS - 1, 'behind'],
  ])('at %i against the evidence is %s', (clockMs, clock) => {
    expect(statusOf({ clockMs, evidence })).toMatchObject({ clock, today: '2027-03-01' });
  });

  it('that once ran far ahead poisons the till only until a signed time comes', () => {
    const aheadMs = Date.parse('2035-01-01T12:00:00Z');
    const poisoned = withEvidence(evidence, 'journal', aheadMs);
    const back = { clockMs: knownMs, evidence: poisoned };
    expect(statusOf(back)).toMatchObject({ state: 'lapsed-new-licence', clock: 'behind' });
    const cured = withSignedTime(poisoned, { timeMs: knownMs, clockMs: knownMs });
    expect(statusOf({ clockMs: knownMs, evidence: cured })).toMatchObject({
      state: 'active',
      flags: [],
    });
  });

  it('that a signed time proves to be ahead is suspect while it stays so', () => {
    const clockMs = Date.parse('2035-01-01T12:00:00Z');
    const signed = withSignedTime(evidence, { timeMs: knownMs, clockMs });
    expect(statusOf({ clockMs: clockMs + 1_000, evidence: signed }).clock).toBe('ahead');
    expect(statusOf({ clockMs: knownMs + 1_000, evidence: signed }).clock).toBe('trusted');
  });

  it('lets releases come once the time is signed, though the battery stays dead', () => {
    const clockMs = Date.parse('1970-01-01T00:05:00Z');
    const signed = withSignedTime(evidence, { timeMs: knownMs, clockMs });
    const status = statusOf({ clockMs: clockMs + 1_000, evidence: signed });
    expect(status.flags).toEqual(['clock-suspect']);
    expect(allowances(status).newReleases).toBe('by-date');
  });

  it('is not contradicted again by what was known before the signed time', () => {
    const builtMs = Date.parse('2035-01-01T12:00:00Z');
    const misbuilt = withEvidence(evidence, 'build', builtMs);
    const cured = withSignedTime(misbuilt, { timeMs: knownMs, clockMs: knownMs });
    expect(withEvidence(cured, 'build', builtMs)).toBe(cured);
    expect(withEvidence(cured, 'build', builtMs + 1).atMs).toBe(builtMs + 1);
  });
});

const FIRST_MS = Date.parse('2020-01-01T00:00:00Z');
const LAST_MS = Date.parse('2040-01-01T00:00:00Z');
const anyMs = fc.integer({ min: FIRST_MS, max: LAST_MS });
const anyDay = anyMs.map((atMs) => new Date(atMs).toISOString().slice(0, 10));
const anyIntervals = fc
  .uniqueArray(anyDay, { minLength: 2, maxLength: 6 })
  .map((days) => days.toSorted())
  .map((days) =>
    days.flatMap((from, index) => {
      const to = days[index + 1];
      return index % 2 === 0 && to !== undefined ? [{ from, to }] : [];
    }),
  );

function grants(status: LicenceStatus): readonly number[] {
  const { newSales, newReleases, support } = allowances(status);
  return [
    Number(newSales),
    RELEASE_ALLOWANCES.indexOf(newReleases),
    SUPPORT_ALLOWANCES.indexOf(support),
  ];
}

describe('for any intervals and clocks', () => {
  it('a longer last interval takes no right away', () => {
    const released = anyMs.map((atMs) => ({ releasedAt: new Date(atMs).toISOString() }));
    fc.assert(
      fc.property(
        fc.record({ maintenance: anyIntervals, day: anyDay, clockMs: anyMs, release: released }),
        ({ maintenance, day, clockMs, release }) => {
          const last = maintenance.at(-1);
          if (last === undefined || day <= last.to) return;
          const shorter = testEntitlement({ maintenance });
          const longer = testEntitlement({
            maintenance: [...maintenance.slice(0, -1), { ...last, to: day }],
          });
          const before = statusOf({ entitlement: shorter, clockMs });
          const after = statusOf({ entitlement: longer, clockMs });
          grants(after).forEach((cell, index) => {
            expect(cell).toBeGreaterThanOrEqual(grants(before)[index] ?? 0);
          });
          const isLost =
            mayInstall(before, shorter, release) && !mayInstall(after, longer, release);
          expect(isLost).toBe(false);
        },
      ),
    );
  });

  it('turning the clock back grants no state, no sale and no release', () => {
    const grace = fc.integer({ min: 0, max: 40 * DAY_MS });
    const licensed = fc.option(anyIntervals, { nil: undefined });
    fc.assert(
      fc.property(
        fc.record({ maintenance: licensed, nowMs: anyMs, otherMs: anyMs, unlicensedMs: grace }),
        ({ maintenance, nowMs, otherMs, unlicensedMs }) => {
          const evidence: ClockEvidence = withEvidence(NO_EVIDENCE, 'journal', nowMs);
          const entitlement =
            maintenance === undefined ? undefined : testEntitlement({ maintenance });
          const facts = { entitlement, evidence, unlicensedMs };
          const honest = statusOf({ ...facts, clockMs: nowMs });
          const turned = statusOf({ ...facts, clockMs: Math.min(nowMs, otherMs) });
          expect(turned.state).toBe(honest.state);
          expect(turned.graceLeftMs).toBe(honest.graceLeftMs);
          grants(turned).forEach((cell, index) => {
            expect(cell).toBeLessThanOrEqual(grants(honest)[index] ?? 0);
          });
        },
      ),
    );
  });

  it('lapsed maintenance stops no sale, and nothing ever holds money back', () => {
    fc.assert(
      fc.property(anyIntervals, anyMs, anyMs, (maintenance, clockMs, evidenceMs) => {
        const evidence = withEvidence(NO_EVIDENCE, 'document', evidenceMs);
        const entitlement = testEntitlement({ maintenance });
        const allowed = allowances(statusOf({ entitlement, clockMs, evidence }));
        expect(allowed).toMatchObject({ newSales: true, moneyInHand: true });
      }),
    );
  });
});
