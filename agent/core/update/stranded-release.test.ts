/**
 * A security floor leaves nobody with nothing: what is found to be stranded is a till for which
 * `judgeRelease` refuses all there is, and where none is found, there is no such till.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRelease } from '../../../test/support/test-release.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../entitlement/clock-evidence.ts';
import { licenceStatus } from '../entitlement/licence-status.ts';
import { isReleaseEligible } from '../entitlement/release-eligibility.ts';
import { judgeRelease } from './release-choice.ts';
import type { Release } from './release.ts';
import { strandedRelease } from './stranded-release.ts';

const at = (day: string) => `${day}T00:00:00.000Z`;

const OLD = testRelease('1.0.0', { releasedAt: at('2025-01-10'), floor: '0.0.0' });
const MIDDLE = testRelease('1.1.0', { releasedAt: at('2025-03-10'), floor: '0.0.0' });

function fix(differs: Partial<Release> = {}): Release {
  const dates = { releasedAt: at('2025-06-10'), securityBackdatedTo: at('2025-01-10') };
  return testRelease('1.2.0', { ...dates, floor: '0.0.0', securityFloor: '1.2.0', ...differs });
}

function stranded(...offered: readonly Release[]) {
  return strandedRelease({ offered, withdrawn: [] });
}

describe('a security floor', () => {
  it('strands tills when nothing above it is backdated', () => {
    const { securityBackdatedTo: _, ...notBackdated } = fix();
    expect(stranded(OLD, MIDDLE, notBackdated)).toEqual({
      release: OLD,
      securityFloor: '1.2.0',
      backdatedTo: at('2025-01-10'),
    });
  });

  it('strands the older ones when what is above it is not backdated far enough', () => {
    expect(stranded(OLD, MIDDLE, fix({ securityBackdatedTo: at('2025-01-11') }))?.release).toBe(
      OLD,
    );
    expect(stranded(MIDDLE, fix({ securityBackdatedTo: at('2025-01-11') }))).toBeUndefined();
  });

  it('strands nobody when a release is backdated to the first that it bars', () => {
    expect(stranded(OLD, MIDDLE, fix())).toBeUndefined();
  });

  it('strands tills that are too old for what is backdated', () => {
    expect(stranded(OLD, MIDDLE, fix({ floor: '1.1.0' }))?.release).toBe(OLD);
  });

  it('counts what a barred release was backdated to itself', () => {
    const earlier = { ...OLD, securityBackdatedTo: at('2024-12-01') };
    expect(stranded(earlier, fix())?.backdatedTo).toBe(at('2024-12-01'));
  });

  it('stands although the release that set it was withdrawn', () => {
    const known = { offered: [OLD], withdrawn: [fix()] };
    expect(strandedRelease(known)).toMatchObject({ release: OLD, securityFloor: '1.2.0' });
  });
});

const day = fc.integer({ min: 10, max: 28 }).map((number) => at(`2025-01-${number}`));
const version = fc.integer({ min: 0, max: 5 }).map((minor) => `1.${minor}.0`);
const release: fc.Arbitrary<Release> = fc
  .record({ name: version, releasedAt: day, backdated: fc.option(day), floor: version })
  .chain(({ name, releasedAt, backdated, floor }) =>
    fc.constantFrom('0.0.0', '1.0.0', name).map((securityFloor) =>
      testRelease(name, {
        releasedAt,
        floor,
        securityFloor,
        ...(backdated === null ? {} : { securityBackdatedTo: backdated }),
      }),
    ),
  );

/** A till in Madrid runs a release that its maintenance, which ended on a day, covers. */
function hasNothing(installed: Release, lastDay: number, releases: readonly Release[]): boolean {
  const to = `2025-01-${lastDay}`;
  const entitlement = testEntitlement({ maintenance: [{ from: '2024-01-01', to }], zone: 'UTC' });
  if (!isReleaseEligible(entitlement, installed)) return false;
  const status = licenceStatus({
    entitlement,
    clockMs: Date.parse('2025-02-01T00:00:00Z'),
    evidence: NO_EVIDENCE,
    clockToleranceMs: CLOCK_TOLERANCE_MS,
    unlicensedMs: 0,
    activationGraceDays: 30,
  });
  const facts = {
    installed: installed.version,
    platform: installed.platform,
    entitlement,
    status,
    securityFloor: undefined,
    releases,
  };
  return releases.every((one) => judgeRelease(one, facts).kind === 'refused');
}

describe('what is stranded', () => {
  it('is exactly what a till may run below the floor with nothing to install', () => {
    fc.assert(
      fc.property(fc.uniqueArray(release, { selector: (one) => one.version }), (releases) => {
        const found = strandedRelease({ offered: releases, withdrawn: [] });
        const floor =
          releases
            .map((one) => one.securityFloor)
            .toSorted()
            .at(-1) ?? '0.0.0';
        const barred = releases.filter((one) => one.version < floor);
        const without = barred.some((one) =>
          [...Array(20).keys()].some((back) => hasNothing(one, back + 10, releases)),
        );
        expect(found !== undefined).toBe(without);
      }),
    );
  });
});
