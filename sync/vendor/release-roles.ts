/**
 * Which role signs which target. A client builds the map of a role's targets in quadratic time, so
 * a role stays small: releases of a channel and platform lie in one role until they are too many,
 * then in one a major version, then a minor one, then a hundred patches. What was split stays so.
 */
import type { ReleaseEntry, RuntimeEntry } from '../trust/tuf/read-repository.ts';

export const ROLE_TARGETS_MAX = 300;

const HUNDRED = 100;

export type TargetEntry = ReleaseEntry | RuntimeEntry;

export interface PlannedRole {
  readonly name: string;
  readonly paths: readonly string[];
  readonly targets: readonly TargetEntry[];
}

/** The role of a level, and what it holds of the versions. */
interface Bin {
  readonly name: string;
  readonly paths: readonly string[];
}

/**
 * Roles in the order in which a client asks them: the narrow ones first. Those that are there
 * already stay, be it empty: a snapshot may never leave one out.
 */
export function planRoles(
  targets: readonly TargetEntry[],
  existing: readonly Omit<PlannedRole, 'targets'>[],
): readonly PlannedRole[] {
  const names = existing.map(({ name }) => name);
  const groups = Object.values(Object.groupBy(targets, (target) => binOf(target, 0).name));
  const planned = groups.flatMap((group = []) => spread(group, 0, names));
  const found = new Set(planned.map(({ name }) => name));
  const emptied = existing
    .filter(({ name }) => !found.has(name))
    .map(({ name, paths }) => ({ name, paths, targets: [] }));
  return [...planned, ...emptied].toSorted(
    (a, b) => b.name.length - a.name.length || (a.name < b.name ? -1 : 1),
  );
}

function spread(
  targets: readonly TargetEntry[],
  level: number,
  existing: readonly string[],
): readonly PlannedRole[] {
  const [first] = targets;
  if (first === undefined) return [];
  const bin = binOf(first, level);
  const isSplit = existing.some((name) => isNarrower(name, bin.name));
  const isLast = level === LAST_LEVEL || 'runtime' in first;
  if (isLast || (!isSplit && targets.length <= ROLE_TARGETS_MAX)) return [{ ...bin, targets }];
  const groups = Object.values(Object.groupBy(targets, (target) => binOf(target, level + 1).name));
  return groups.flatMap((group = []) => spread(group, level + 1, existing));
}

/** Names are made of parts that have no point and, but for `app-CHANNEL-OS-CPU`, no hyphen. */
function isNarrower(name: string, than: string): boolean {
  return name.startsWith(`${than}-`) || name.startsWith(`${than}.`);
}

const LAST_LEVEL = 3;

function binOf(target: TargetEntry, level: number): Bin {
  if ('runtime' in target) {
    const { platform } = target.runtime;
    return { name: `runtime-${platform}`, paths: [`runtime/${platform}/runtime-*.tar.gz`] };
  }
  const { channel, platform, version } = target.release;
  const { suffix, versions } = versionBin(version, level);
  return {
    name: `app-${channel}-${platform}${suffix}`,
    paths: versions.map((pattern) => `app/${channel}/${platform}/tillwarden-${pattern}.tar.gz`),
  };
}

function versionBin(
  version: string,
  level: number,
): { readonly suffix: string; readonly versions: readonly string[] } {
  const [major = '', minor = '', patch = ''] = version.split('.');
  if (level === 0) return { suffix: '', versions: ['*'] };
  if (level === 1) return { suffix: `-${major}`, versions: [`${major}.*`] };
  const line = `${major}.${minor}`;
  if (level === 2) return { suffix: `-${line}`, versions: [`${line}.*`] };
  const hundreds = Math.floor(Number(patch) / HUNDRED);
  const versions = hundreds === 0 ? [`${line}.?`, `${line}.??`] : [`${line}.${hundreds}??`];
  return { suffix: `-${line}.${hundreds}xx`, versions };
}
