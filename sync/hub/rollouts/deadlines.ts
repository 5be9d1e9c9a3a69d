/** What the law asks for from a day on, and every station that has it not: with the reason. */
import { startOfDayMs } from '../../../agent/core/calendar.ts';
import { nextOpening } from '../../../agent/core/contract/hours.ts';
import type { Release } from '../../../agent/core/update/release.ts';
import { compareVersions } from '../../../agent/core/update/version.ts';
import {
  releaseFacts,
  runsIt,
  wayTo,
  type BarReason,
  type Outlook,
  type RolloutStation,
} from './outlook.ts';
import type { Rollout } from './rollout.ts';
import { isSameRelease, type ReleaseName } from './shelf.ts';

export type LackReason =
  | BarReason
  /** No till of this station has said yet what it runs on. */
  | 'unheard'
  /** No rollout that runs brings it there. */
  | 'no-rollout'
  | 'group-closed'
  | 'failed'
  /** Its window opens only after the day has come. */
  | 'window-too-late'
  /** Told, and nothing is in the way. */
  | 'on-the-way';

export interface Lacking {
  readonly station: string;
  readonly site: string;
  readonly running: string;
  readonly reason: LackReason;
  readonly latest?: string | undefined;
  readonly step?: string | undefined;
}

export interface Deadline extends ReleaseName {
  readonly inForceOn: string;
  readonly have: number;
  readonly lacking: readonly Lacking[];
}

/** A rollout with what it means for each station. */
export interface RolloutOutlooks {
  readonly rollout: Rollout;
  readonly outlooks: ReadonlyMap<string, Outlook>;
}

export interface DeadlineFacts {
  readonly releases: readonly Release[];
  readonly stations: readonly RolloutStation[];
  readonly rollouts: readonly RolloutOutlooks[];
  readonly nowMs: number;
}

/** The soonest first. */
export function fiscalDeadlines(facts: DeadlineFacts): readonly Deadline[] {
  return fiscalReleases(facts.releases)
    .map(({ channel, version, inForceOn }): Deadline => {
      const name = { channel, version };
      const without = facts.stations.filter((station) => !runsIt(station, version));
      return {
        ...name,
        inForceOn,
        have: facts.stations.length - without.length,
        lacking: without.map((station) => lackOf(station, { ...name, inForceOn }, facts)),
      };
    })
    .toSorted((a, b) => (a.inForceOn < b.inForceOn ? -1 : Number(a.inForceOn > b.inForceOn)));
}

interface Due extends ReleaseName {
  readonly inForceOn: string;
}

/** Each once, whatever its platforms. */
function fiscalReleases(releases: readonly Release[]): readonly Due[] {
  const found: Due[] = [];
  for (const { channel, version, inForceOn } of releases) {
    if (inForceOn === undefined) continue;
    if (!found.some((one) => isSameRelease(one, { channel, version }))) {
      found.push({ channel, version, inForceOn });
    }
  }
  return found;
}

function lackOf(station: RolloutStation, due: Due, facts: DeadlineFacts): Lacking {
  const { station: id, site, running } = station;
  return { station: id, site, running, ...reasonOf(station, due, facts) };
}

type Reason = Pick<Lacking, 'reason' | 'latest' | 'step'>;

function reasonOf(station: RolloutStation, due: Due, facts: DeadlineFacts): Reason {
  if (station.isRevoked) return { reason: 'revoked' };
  const { platform } = station;
  if (platform === undefined) return { reason: 'unheard' };
  const { channel } = due;
  const choice = releaseFacts(station, { platform, channel, releases: facts.releases });
  const goal = choice.releases.find(({ version }) => version === due.version);
  if (goal === undefined) return { reason: 'not-published' };
  const way = wayTo(goal, choice);
  if (way.kind === 'barred') return barReason(way);
  const brought = facts.rollouts.flatMap(({ rollout, outlooks }) => {
    const outlook = outlooks.get(station.station);
    return isBringing(rollout, due) && outlook !== undefined ? [{ rollout, outlook }] : [];
  });
  return brought.map((one) => reasonUnder(one, { station, due, facts }))[0] ?? NO_ROLLOUT;
}

function barReason({ reason, latest, step }: Extract<Outlook, { kind: 'barred' }>): Reason {
  return { reason, latest, step };
}

const NO_ROLLOUT: Reason = { reason: 'no-rollout' };

function isBringing({ plan, state }: Rollout, { channel, version }: Due): boolean {
  const isRunning = state === 'running' || state === 'done';
  return isRunning && plan.channel === channel && compareVersions(plan.version, version) >= 0;
}

interface Under {
  readonly station: RolloutStation;
  readonly due: Due;
  readonly facts: DeadlineFacts;
}

function reasonUnder(
  { rollout, outlook }: { readonly rollout: Rollout; readonly outlook: Outlook },
  { station, due, facts }: Under,
): Reason {
  switch (outlook.kind) {
    case 'barred':
      return barReason(outlook);
    case 'unheard':
      return { reason: 'unheard' };
    case 'failed':
      return { reason: 'failed' };
    case 'due':
    case 'elsewhere':
      return { reason: 'group-closed' };
    case 'has':
    case 'told':
    case 'taken':
    case 'trying':
    case 'ready':
    case 'installing':
      return {
        reason: isTooLate(rollout, { station, due, facts }) ? 'window-too-late' : 'on-the-way',
      };
  }
}

/** In the zone of the licence the day begins; a window is reckoned in its own. */
function isTooLate({ plan: { window } }: Rollout, { station, due, facts }: Under): boolean {
  const zone = station.entitlement?.zone ?? 'UTC';
  const dayMs = startOfDayMs(due.inForceOn, zone);
  const opensMs = window === undefined ? facts.nowMs : nextOpening(window, facts.nowMs);
  return opensMs === undefined || opensMs >= dayMs;
}
