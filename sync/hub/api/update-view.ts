/** What is known of updates, as the API tells it. */
import type { Outlook } from '../rollouts/outlook.ts';
import type { RolloutView, ShownRelease } from '../rollouts/rollout-desk.ts';
import type { StationReport } from '../rollouts/station-report.ts';
import { instant } from './instant.ts';
import type {
  ReleasesView,
  RolloutDetailsView,
  RolloutsView,
  StationUpdatesView,
} from './update-schema.ts';

export function releasesView(releases: readonly ShownRelease[]): ReleasesView {
  return {
    releases: releases.map(({ release, yanked }) => {
      const { channel, version, platform, class: kind, releasedAt, inForceOn } = release;
      const { floor, securityFloor, application } = release;
      const { lengthBytes } = application;
      const name = { channel, version, platform, class: kind, releasedAt };
      return { ...name, inForceOn, floor, securityFloor, lengthBytes, yanked };
    }),
  };
}

export function stationUpdatesView(reports: readonly StationReport[]): StationUpdatesView {
  return {
    updates: reports.map(({ platform, mayRun, newest, bar, told, said, lock, ...report }) => ({
      ...report,
      platform: platform ?? null,
      mayRun: mayRun ?? null,
      newest: newest ?? null,
      bar: bar === undefined ? null : { reason: bar.reason, step: bar.step ?? null },
      told:
        told === undefined
          ? null
          : {
              rollout: told.rollout,
              version: told.version,
              at: instant(told.atMs),
              isWithdrawn: told.isWithdrawn,
              isStranded: told.isStranded,
            },
      lock:
        lock === undefined
          ? null
          : { client: lock.client, reason: lock.reason, until: instant(lock.untilMs) },
      said:
        said === undefined
          ? null
          : {
              word: said.word,
              version: said.version,
              code: said.code,
              detail: said.detail,
              at: instant(said.heardAtMs),
            },
    })),
  };
}

export function rolloutsView(views: readonly RolloutView[]): RolloutsView {
  return { rollouts: views.map(summaryOf) };
}

export function rolloutView(view: RolloutView): RolloutDetailsView {
  return {
    ...summaryOf(view),
    plan: view.rollout.plan,
    stations: view.rows.map(({ station, group, outlook }) => {
      return { station, group, standing: outlook.kind, ...detailsOf(outlook) };
    }),
  };
}

function summaryOf({ rollout, tallies, waiting }: RolloutView): RolloutsView['rollouts'][number] {
  const { plan, openGroups, state, madeBy, madeAtMs, approvedBy, halt } = rollout;
  return {
    rollout: rollout.rollout,
    state,
    channel: plan.channel,
    version: plan.version,
    mode: plan.mode,
    madeBy,
    madeAt: instant(madeAtMs),
    approvedBy: approvedBy ?? null,
    halt: halt?.kind ?? null,
    waiting: waiting?.reason ?? null,
    groups: plan.groups.map(({ name }, place) => ({
      name,
      isOpen: place < openGroups,
      ...(tallies[place] ?? { size: 0, successes: 0, errors: 0 }),
    })),
  };
}

interface OutlookDetails {
  readonly version?: string | undefined;
  readonly reason?: string | undefined;
  readonly code?: string | undefined;
  readonly step?: string | undefined;
}

function detailsOf(outlook: Outlook): OutlookDetails {
  switch (outlook.kind) {
    case 'has':
    case 'unheard':
    case 'elsewhere':
      return {};
    case 'barred':
      return { reason: outlook.reason, step: outlook.step };
    case 'due':
      return { version: outlook.version };
    case 'failed':
      return { version: outlook.version, reason: outlook.reason, code: outlook.code };
    case 'told':
    case 'taken':
    case 'trying':
    case 'ready':
    case 'installing':
      return {
        version: outlook.version,
        code: outlook.code,
        reason: outlook.isStranded === true ? 'cannot-be-called-back' : undefined,
      };
  }
}
