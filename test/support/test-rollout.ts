/** A rollout to everybody, and a station it may go to. */
import { NO_EVIDENCE } from '../../agent/core/entitlement/clock-evidence.ts';
import { licenceStatus } from '../../agent/core/entitlement/licence-status.ts';
import type { RolloutStation } from '../../sync/hub/rollouts/outlook.ts';
import type { RolloutPlan } from '../../sync/hub/rollouts/rollout.ts';
import { testEntitlement } from './test-vendor.ts';

export const TEST_PLAN: RolloutPlan = {
  channel: 'stable',
  version: '1.2.0',
  mode: 'forced',
  silenceTimeoutMs: 60_000,
  groups: [
    {
      name: 'all',
      picks: [{ kind: 'percent', percent: 100 }],
      successes: { kind: 'percent', percent: 100 },
      errors: { kind: 'count', count: 1 },
    },
  ],
};

const ENTITLEMENT = testEntitlement();

/** Runs 1.1.0, in its free year. */
export function testStation(
  clockMs: number,
  differs: Partial<RolloutStation> = {},
): RolloutStation {
  const entitlement = 'entitlement' in differs ? differs.entitlement : ENTITLEMENT;
  return {
    station: 'till-1',
    site: 'Centro',
    tags: [],
    partners: [],
    platform: 'linux-x64',
    isRevoked: false,
    running: '1.1.0',
    standing: {},
    entitlement,
    status: licenceStatus({
      entitlement,
      clockMs,
      evidence: NO_EVIDENCE,
      clockToleranceMs: 0,
      unlicensedMs: 0,
      activationGraceDays: 0,
    }),
    isElsewhere: false,
    isSpent: false,
    ...differs,
  };
}
