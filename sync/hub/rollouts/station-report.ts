/** What one station runs, what it may run, what it was told, and why not the newest there is. */
import {
  judgeRelease,
  latestEntitled,
  type ReleaseFacts,
} from '../../../agent/core/update/release-choice.ts';
import { compareVersions } from '../../../agent/core/update/version.ts';
import { plainStation, type FleetFacts } from './fleet-facts.ts';
import { releaseFacts, type BarReason, type RolloutStation } from './outlook.ts';
import type { UpdateSaid, UpdateStanding } from './update-standing.ts';

export interface StationReport {
  readonly station: string;
  readonly name: string;
  readonly site: string;
  readonly tags: readonly string[];
  readonly platform: string | undefined;
  readonly running: string;
  readonly isOnTrial: boolean;
  /** The newest that its entitlement covers. */
  readonly mayRun: string | undefined;
  /** The newest there is for it; undefined where its platform is not known. */
  readonly newest: string | undefined;
  /** Why it may not have the newest, where it may not. */
  readonly bar: Bar | undefined;
  readonly told: Told | undefined;
  /** A program at the till holds updates up. */
  readonly lock: UpdateStanding['lock'];
  /** The last it said of any update. */
  readonly said: UpdateSaid | undefined;
}

export interface Bar {
  readonly reason: BarReason;
  /** What would come first on the way there. */
  readonly step: string | undefined;
}

interface Told {
  readonly rollout: string;
  readonly version: string;
  readonly atMs: number;
  readonly isWithdrawn: boolean;
  readonly isStranded: boolean;
}

export function stationReports(facts: FleetFacts, channel: string): readonly StationReport[] {
  return facts.stations.map((row): StationReport => {
    const station = plainStation(facts, row);
    const order = facts.orders.get(row.station)?.[0];
    return {
      station: row.station,
      name: row.name,
      site: row.site,
      tags: row.tags,
      platform: row.platform,
      running: station.running,
      isOnTrial: station.standing.trial !== undefined,
      ...choiceOf(station, facts, channel),
      told: order && {
        rollout: order.rollout,
        version: order.version,
        atMs: order.toldAtMs,
        isWithdrawn: order.isWithdrawn,
        isStranded: order.isStranded,
      },
      lock: lockAt(station.standing, facts.nowMs),
      said: station.standing.said,
    };
  });
}

/** It ends by itself, whatever became of who took it. */
function lockAt({ lock }: UpdateStanding, nowMs: number): UpdateStanding['lock'] {
  return lock !== undefined && nowMs < lock.untilMs ? lock : undefined;
}

function choiceOf(
  station: RolloutStation,
  { releases }: FleetFacts,
  channel: string,
): Pick<StationReport, 'mayRun' | 'newest' | 'bar'> {
  const { platform } = station;
  if (platform === undefined) return { mayRun: undefined, newest: undefined, bar: undefined };
  const facts = releaseFacts(station, { platform, channel, releases });
  const newest = facts.releases.reduce<ReleaseFacts['releases'][number] | undefined>(
    (best, one) => (best && compareVersions(best.version, one.version) >= 0 ? best : one),
    undefined,
  );
  const mayRun = latestEntitled(facts)?.version;
  return { mayRun, newest: newest?.version, bar: barOf(station, newest, facts) };
}

function barOf(
  station: RolloutStation,
  newest: ReleaseFacts['releases'][number] | undefined,
  facts: ReleaseFacts,
): Bar | undefined {
  if (newest === undefined || compareVersions(station.running, newest.version) >= 0)
    return undefined;
  if (station.isRevoked) return { reason: 'revoked', step: undefined };
  const verdict = judgeRelease(newest, facts);
  if (verdict.kind !== 'may') return { reason: verdict.code, step: verdict.step };
  return station.isSpent ? { reason: 'cannot-be-ordered', step: undefined } : undefined;
}
