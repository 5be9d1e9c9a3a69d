/**
 * Whom a rollout tells what, when its next group opens, and when it stops by itself. Never more
 * stations are told than the open groups have, no group that is open closes again, nothing opens
 * behind a group in which nobody could show anything, and once the errors of a group reach their
 * threshold nobody is told anything any more until somebody has looked.
 */
import { groupOf } from './group-of.ts';
import {
  isRecallable,
  outlookOf,
  type Outlook,
  type OutlookFacts,
  type RolloutStation,
} from './outlook.ts';
import type { Halt, Rollout, RolloutGroup, Threshold } from './rollout.ts';

/** A station of the rollout, the place of its group, and what becomes of it. */
export interface RolloutRow {
  readonly station: string;
  readonly group: number;
  readonly outlook: Outlook;
}

export interface RolloutOrder {
  readonly station: string;
  readonly group: number;
  /** The release itself, or one on the way to it. */
  readonly version: string;
}

export type RolloutChange =
  | { readonly kind: 'group-opened'; readonly group: number }
  | { readonly kind: 'stopped'; readonly halt: Halt }
  | { readonly kind: 'done' };

export interface Decision {
  readonly orders: readonly RolloutOrder[];
  /** Stations that have an order which must not be carried out, and have not begun. */
  readonly withdrawals: readonly string[];
  /** In the order in which they happen. */
  readonly changes: readonly RolloutChange[];
  /** Every station that is in a group, and why it has it or has it not. */
  readonly rows: readonly RolloutRow[];
}

export interface Fleet extends Pick<OutlookFacts, 'releases'> {
  readonly stations: readonly RolloutStation[];
  /** The release of this rollout was withdrawn. */
  readonly isYanked: boolean;
}

export function decide(rollout: Rollout, fleet: Fleet, nowMs: number): Decision {
  const { releases, isYanked } = fleet;
  const rows = fleet.stations.flatMap((station): readonly RolloutRow[] => {
    const group = station.told?.group ?? groupOf(rollout, station);
    if (group === undefined) return [];
    const outlook = outlookOf(rollout, station, { releases, nowMs });
    return [{ station: station.station, group, outlook }];
  });
  const quiet: Decision = { orders: [], withdrawals: [], changes: [], rows };
  if (rollout.state === 'stopped' || rollout.state === 'aborted') {
    return { ...quiet, withdrawals: withdrawalsOf(rows) };
  }
  if (rollout.state !== 'running' && rollout.state !== 'paused') return quiet;
  const halt = isYanked ? YANKED : haltOf(rollout, rows);
  if (halt !== undefined) {
    const changes = [{ kind: 'stopped', halt }] as const;
    return { ...quiet, changes, withdrawals: withdrawalsOf(rows) };
  }
  return rollout.state === 'paused' ? quiet : goOn(rollout, rows);
}

const YANKED: Halt = { kind: 'yanked' };

/** What a group has come to. */
export interface GroupTally {
  /** Those the release can reach. */
  readonly size: number;
  readonly successes: number;
  readonly errors: number;
}

export function tallyOf(rows: readonly RolloutRow[], group: number): GroupTally {
  const own = rows.filter((row) => row.group === group).map(({ outlook }) => outlook);
  return {
    size: own.filter(({ kind }) => kind !== 'barred' && kind !== 'unheard').length,
    successes: own.filter(({ kind }) => kind === 'has').length,
    errors: own.filter((outlook) => outlook.kind === 'failed' && outlook.isCounted).length,
  };
}

/** A group that nobody is in, or nobody the release can reach, shows nothing: what is behind it waits. */
export interface Waiting {
  readonly group: number;
  readonly reason: 'nobody-picked' | 'nobody-reachable';
}

export function waitingOf(
  { state, plan, openGroups }: Rollout,
  rows: readonly RolloutRow[],
): Waiting | undefined {
  const isMoving = state === 'running' || state === 'paused';
  const group = Math.max(1, openGroups) - 1;
  const isNeeded = group + 1 < plan.groups.length || rows.length === 0;
  if (!isMoving || !isNeeded || tallyOf(rows, group).size > 0) return undefined;
  const isPicked = rows.some((row) => row.group === group);
  return { group, reason: isPicked ? 'nobody-reachable' : 'nobody-picked' };
}

/** Whether a group picks nobody though somebody comes after it, or all of them pick nobody. */
export function hasHole({ plan }: Rollout, rows: readonly RolloutRow[]): boolean {
  const picked = plan.groups.map((_, group) => rows.some((row) => row.group === group));
  return picked.slice(0, picked.lastIndexOf(true) + 1).includes(false) || rows.length === 0;
}

function haltOf({ plan }: Rollout, rows: readonly RolloutRow[]): Halt | undefined {
  for (const [group, { errors: limit }] of plan.groups.entries()) {
    const { errors, size } = tallyOf(rows, group);
    if (errors > 0 && isReached(limit, errors, size))
      return { kind: 'errors', group, errors, size };
  }
  return undefined;
}

function goOn(rollout: Rollout, rows: readonly RolloutRow[]): Decision {
  const { groups } = rollout.plan;
  let open = Math.max(1, rollout.openGroups);
  while (open < groups.length && isPassed(groups[open - 1], tallyOf(rows, open - 1))) open += 1;
  const changes: RolloutChange[] = [];
  for (let group = rollout.openGroups; group < open; group += 1) {
    changes.push({ kind: 'group-opened', group });
  }
  const orders = rows.flatMap(({ station, group, outlook }) =>
    outlook.kind === 'due' && group < open ? [{ station, group, version: outlook.version }] : [],
  );
  // Also where groups are left: nobody is left in them.
  if (rows.length > 0 && rows.every(isSettled)) changes.push({ kind: 'done' });
  return { orders, withdrawals: [], changes, rows };
}

/** A group smaller than what is asked of it is passed once all of it has the release. */
function isPassed(group: RolloutGroup | undefined, { successes, size }: GroupTally): boolean {
  if (group === undefined || size === 0) return false;
  return successes >= size || isReached(group.successes, successes, size);
}

function isReached(threshold: Threshold, count: number, size: number): boolean {
  switch (threshold.kind) {
    case 'count':
      return count >= threshold.count;
    case 'percent':
      return count * 100 >= threshold.percent * size;
  }
}

function isSettled({ outlook: { kind } }: RolloutRow): boolean {
  return kind === 'has' || kind === 'barred' || kind === 'failed';
}

function withdrawalsOf(rows: readonly RolloutRow[]): readonly string[] {
  return rows
    .filter(({ outlook }) => isRecallable(outlook) && outlook.isStranded !== true)
    .map(({ station }) => station);
}
