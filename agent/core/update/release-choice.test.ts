/** Which release a till may run: each refusal by name, and the way of a till that comes back late. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testRelease } from '../../../test/support/test-release.ts';
import { testEntitlement } from '../../../test/support/test-vendor.ts';
import { CLOCK_TOLERANCE_MS, NO_EVIDENCE } from '../entitlement/clock-evidence.ts';
import type { Entitlement } from '../entitlement/entitlement.ts';
import { licenceStatus, type LicenceFacts } from '../entitlement/licence-status.ts';
import type { Release } from './release.ts';
import { judgeRelease, latestEntitled, nextStep, type ReleaseFacts } from './release-choice.ts';
import { compareVersions } from './version.ts';

const NOW = '2026-06-01T12:00:00Z';

function covered(from: string, to: string): Entitlement {
  return testEntitlement({ installedOn: from, maintenance: [{ from, to }] });
}

const COVERED = covered('2026-01-01', '2027-01-01');

function facts(
  differs: Partial<ReleaseFacts> = {},
  licence: Partial<LicenceFacts> = {},
): ReleaseFacts {
  const { entitlement = COVERED } = differs;
  return {
    installed: '1.0.0',
    platform: 'linux-x64',
    entitlement,
    status: licenceStatus({
      entitlement,
      clockMs: Date.parse(NOW),
      evidence: NO_EVIDENCE,
      clockToleranceMs: CLOCK_TOLERANCE_MS,
      unlicensedMs: 0,
      activationGraceDays: 30,
      ...licence,
    }),
    securityFloor: undefined,
    releases: [],
    ...differs,
  };
}

function codeOf(release: Release, given: ReleaseFacts): string {
  const verdict = judgeRelease(release, given);
  return verdict.kind === 'may' ? 'may' : verdict.code;
}

describe('a release is refused', () => {
  it.each([
    ['other-platform', testRelease('1.1.0', { platform: 'win32-x64' }), facts()],
    ['same-version', testRelease('1.0.0'), facts()],
    [
      'older',
      testRelease('1.1.0'),
      facts({ installed: '1.2.0', releases: releases('1.1.0', '1.2.0') }),
    ],
    ['below-floor', testRelease('3.0.0', { floor: '2.0.0' }), facts()],
    ['below-security-floor', testRelease('1.1.0'), facts({ securityFloor: '1.2.0' })],
    [
      'below-security-floor',
      testRelease('1.1.0'),
      facts({ releases: [testRelease('1.3.0', { securityFloor: '1.2.0' })] }),
    ],
    [
      'not-entitled',
      testRelease('1.1.0', { releasedAt: '2026-05-01T00:00:00.000Z' }),
      facts({ entitlement: covered('2025-01-01', '2026-04-01') }),
    ],
    ['licence-state', testRelease('1.1.0'), facts({ status: unlicensed() })],
  ] as const)('as %s', (code, release, given) => {
    expect(codeOf(release, given)).toBe(code);
  });

  it('with a clock nobody can believe, until a signed time has come', () => {
    const evidence = { atMs: Date.parse('2026-09-01T00:00:00Z'), said: {} };
    const given = facts({}, { evidence });
    expect(given.status.flags).toContain('clock-suspect');
    expect(codeOf(testRelease('1.1.0'), given)).toBe('licence-state');
  });
});

describe('a release is taken', () => {
  it('over what is installed', () => {
    expect(codeOf(testRelease('1.1.0'), facts())).toBe('may');
  });

  it('by a lapsed till, where it was released before maintenance ended', () => {
    const entitlement = covered('2024-01-01', '2026-04-01');
    expect(codeOf(testRelease('1.1.0'), facts({ entitlement }))).toBe('may');
  });

  it('below what is installed, where it is the latest the till is entitled to', () => {
    const late = { releasedAt: '2026-05-01T00:00:00.000Z' };
    const all = [testRelease('1.1.0'), testRelease('1.2.0'), testRelease('1.3.0', late)];
    const given = facts({
      entitlement: covered('2025-01-01', '2026-04-01'),
      installed: '1.3.0',
      releases: all,
    });
    expect(latestEntitled(given)?.version).toBe('1.2.0');
    expect(codeOf(testRelease('1.2.0'), given)).toBe('may');
    expect(codeOf(testRelease('1.1.0'), given)).toBe('older');
    expect(judgeRelease(testRelease('1.3.0', late), given)).toMatchObject({ latest: '1.2.0' });
  });

  it('that repairs what was released while maintenance ran', () => {
    const entitlement = covered('2025-01-01', '2026-04-01');
    const repair = testRelease('1.2.1', {
      releasedAt: '2026-05-01T00:00:00.000Z',
      securityBackdatedTo: '2026-03-01T00:00:00.000Z',
      class: 'security',
    });
    expect(codeOf(repair, facts({ entitlement }))).toBe('may');
  });
});

describe('a till that was reinstated after 2.9 years', () => {
  const all = [
    testRelease('1.5.0', { floor: '1.0.0' }),
    testRelease('2.0.0', { floor: '1.5.0' }),
    testRelease('2.4.0', { floor: '2.0.0' }),
    testRelease('3.0.0', { floor: '2.0.0' }),
  ];
  const goal = all.at(-1) ?? testRelease('3.0.0');

  it('walks the floors, one release after the other', () => {
    const way: string[] = [];
    let installed = '1.0.0';
    for (;;) {
      const step = nextStep(goal, facts({ installed, releases: all }));
      if (step === undefined) break;
      way.push(step.version);
      installed = step.version;
    }
    expect(way).toEqual(['1.5.0', '2.0.0', '3.0.0']);
  });

  it('is told by name what comes first', () => {
    expect(judgeRelease(goal, facts({ releases: all }))).toMatchObject({
      code: 'below-floor',
      step: '1.5.0',
    });
  });
});

describe('whatever was released', () => {
  const version = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 0, max: 3 }))
    .map(([major, minor]) => `${major}.${minor}.0`);
  const day = fc
    .integer({ min: 1, max: 28 })
    .map((at) => `2026-0${(at % 9) + 1}-${String(at).padStart(2, '0')}T00:00:00.000Z`);
  const release = fc
    .tuple(version, version, day)
    .map(([one, floor, releasedAt]) => testRelease(one, { floor, releasedAt }));

  it('longer maintenance never takes a release away', () => {
    fc.assert(
      fc.property(release, fc.array(release, { maxLength: 6 }), version, (one, all, installed) => {
        const shorter = facts({
          entitlement: covered('2025-01-01', '2026-04-01'),
          installed,
          releases: all,
        });
        const longer = facts({
          entitlement: covered('2025-01-01', '2026-08-01'),
          installed,
          releases: all,
        });
        fc.pre(compareVersions(one.version, installed) > 0 && codeOf(one, shorter) === 'may');
        expect(codeOf(one, longer)).toBe('may');
      }),
    );
  });

  it('no step goes down, over a floor, or past what is entitled', () => {
    fc.assert(
      fc.property(release, fc.array(release, { maxLength: 6 }), version, (goal, all, installed) => {
        const given = facts({ installed, releases: all });
        const step = nextStep(goal, given);
        fc.pre(step !== undefined);
        expect(compareVersions(step.version, installed)).toBeGreaterThan(0);
        expect(compareVersions(installed, step.floor)).toBeGreaterThanOrEqual(0);
        expect(codeOf(step, given)).toBe('may');
      }),
    );
  });
});

function releases(...versions: readonly string[]): readonly Release[] {
  return versions.map((version) => testRelease(version));
}

function unlicensed(): ReleaseFacts['status'] {
  return facts({}, { entitlement: undefined }).status;
}
