/** Every station that will not have in time what the law asks for is shown, with the reason. */
import { expect, it } from 'vitest';
import type { CoverageCalendar } from '../../../agent/core/contract/hours.ts';
import { shelvedRelease } from '../../../test/support/shelved-release.ts';
import { testStation } from '../../../test/support/test-rollout.ts';
import { fiscalDeadlines, type DeadlineFacts } from './deadlines.ts';
import type { Outlook, RolloutStation } from './outlook.ts';
import type { Rollout, RolloutPlan } from './rollout.ts';

const NOW_MS = Date.parse('2026-12-30T12:00:00Z');
const FISCAL = { class: 'fiscal', inForceOn: '2027-01-01' } as const;
const RELEASES = [shelvedRelease('1.2.0', FISCAL), shelvedRelease('1.1.0')];
const TOLD: Outlook = { kind: 'told', version: '1.2.0' };
/** Mondays at noon: the next is the fourth of January. */
const MONDAYS: CoverageCalendar = {
  zone: 'Europe/Madrid',
  weekly: [{ days: [1], fromMinute: 720, toMinute: 780 }],
  closures: [],
};

function station(differs: Partial<RolloutStation> = {}): RolloutStation {
  return testStation(NOW_MS, differs);
}

function rollout(
  outlook: Outlook,
  plan: Partial<RolloutPlan> = {},
  state: Rollout['state'] = 'running',
) {
  const common = { channel: 'stable', version: '1.2.0', mode: 'forced' } as const;
  const whole = { ...common, silenceTimeoutMs: 1, groups: [], ...plan };
  const by = { madeBy: 'Ana', madeByUser: 'u1' };
  const made: Rollout = { rollout: 'r1', plan: whole, state, openGroups: 1, ...by };
  return { rollout: made, outlooks: new Map([['till-1', outlook]]) };
}

function facts(differs: Partial<DeadlineFacts> = {}): DeadlineFacts {
  const rollouts = [rollout(TOLD)];
  return { releases: RELEASES, stations: [station()], rollouts, nowMs: NOW_MS, ...differs };
}

it.each<[string, Partial<DeadlineFacts>]>([
  ['on-the-way', {}],
  ['no-rollout', { rollouts: [] }],
  ['no-rollout', { rollouts: [rollout(TOLD, {}, 'paused')] }],
  ['no-rollout', { rollouts: [rollout(TOLD, { version: '1.1.0' })] }],
  ['group-closed', { rollouts: [rollout({ kind: 'due', version: '1.2.0' })] }],
  ['window-too-late', { rollouts: [rollout(TOLD, { window: MONDAYS })] }],
  ['window-too-late', { nowMs: Date.parse('2027-01-02T00:00:00Z') }],
  ['revoked', { stations: [station({ isRevoked: true })] }],
  ['unheard', { stations: [station({ platform: undefined })] }],
  ['not-published', { stations: [station({ platform: 'linux-arm64' })] }],
  ['licence-state', { stations: [station({ entitlement: undefined })] }],
  [
    'not-entitled',
    { releases: [shelvedRelease('1.2.0', { ...FISCAL, releasedAt: '2029-01-01T00:00:00.000Z' })] },
  ],
  ['below-floor', { releases: [shelvedRelease('1.2.0', { ...FISCAL, floor: '1.1.9' })] }],
])('says %s', (reason, differs) => {
  expect(fiscalDeadlines(facts(differs))).toMatchObject([
    {
      version: '1.2.0',
      inForceOn: '2027-01-01',
      have: 0,
      lacking: [{ station: 'till-1', reason }],
    },
  ]);
});

it('says what failed', () => {
  const failed = { version: '1.2.0', reason: 'silent', isCounted: true } as const;
  const [deadline] = fiscalDeadlines(facts({ rollouts: [rollout({ kind: 'failed', ...failed })] }));
  expect(deadline?.lacking[0]?.reason).toBe('failed');
});

it('counts who has it, be it with a later release, and not who has it on trial', () => {
  const trial = { trial: { version: '1.2.0', from: '1.1.0' } };
  const stations = [
    station({ running: '1.3.0' }),
    station({ station: 'till-2', running: '1.2.0', standing: trial }),
  ];
  const [deadline] = fiscalDeadlines(facts({ stations }));
  expect(deadline).toMatchObject({ have: 1, lacking: [{ station: 'till-2' }] });
});

it('shows the soonest first, and each once whatever its platforms', () => {
  const later = shelvedRelease('1.3.0', { ...FISCAL, inForceOn: '2027-06-01' });
  const arm = shelvedRelease('1.2.0', { ...FISCAL, platform: 'linux-arm64' });
  const deadlines = fiscalDeadlines(facts({ releases: [later, arm, ...RELEASES] }));
  expect(deadlines.map(({ version }) => version)).toEqual(['1.2.0', '1.3.0']);
});
