/** Where everything lies below the folder that Tillwarden is installed in. */
import { existsSync, mkdirSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isVersion } from '../core/update/version.ts';

/** Written last: the folder it lies in is whole. */
export const COMPLETE_MARK = '.complete';

/** The environment names the tree to the programs that run from it. */
export const PREFIX_VARIABLE = 'TILLWARDEN_PREFIX';

export function releasesFolder(prefix: string): string {
  return join(prefix, 'releases');
}

export function runtimesFolder(prefix: string): string {
  return join(prefix, 'runtimes');
}

export function releaseFolder(prefix: string, version: string): string {
  return join(releasesFolder(prefix), version);
}

export function slotsFile(prefix: string): string {
  return join(prefix, 'slots.json');
}

/** Written once a supervisor has begun its work: its launcher waits for it. */
export function upMark(prefix: string): string {
  return join(prefix, 'supervisor.up');
}

/** What Node compiled of a release, so that its next start is quicker. */
export function compileCache(prefix: string, version: string): string {
  return join(prefix, 'compile-cache', version);
}

/** The main file of a release, as its build lays it down. */
export function mainFile(prefix: string, version: string): string {
  return join(releaseFolder(prefix, version), 'agent/main.js');
}

/** The release's own Node: beside the packages that the release links to. Throws where there is none. */
export function nodeFile(prefix: string, version: string): string {
  const packages = realpathSync(join(releaseFolder(prefix, version), 'node_modules'));
  return join(dirname(packages), 'bin', 'node');
}

/** Releases that can be started, the one unpacked last first. */
export function wholeReleases(prefix: string): readonly string[] {
  const folder = releasesFolder(prefix);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter(isVersion)
    .map((version) => ({ version, sinceMs: completeSinceMs(prefix, version) }))
    .filter(({ sinceMs }) => sinceMs !== undefined)
    .toSorted((a, b) => (b.sinceMs ?? 0) - (a.sinceMs ?? 0))
    .map(({ version }) => version);
}

function completeSinceMs(prefix: string, version: string): number | undefined {
  const runtime = runtimeOf(prefix, version);
  // Without its runtime a release is of no use.
  if (runtime === undefined || !existsSync(join(runtime, COMPLETE_MARK))) return undefined;
  const mark = join(releaseFolder(prefix, version), COMPLETE_MARK);
  return statSync(mark, { throwIfNoEntry: false })?.mtimeMs;
}

/** Removes a release, and the runtimes that no release needs any more. */
export function removeRelease(prefix: string, version: string): void {
  const folder = releaseFolder(prefix, version);
  // First, so that half of a release never looks like a whole one.
  rmSync(join(folder, COMPLETE_MARK), { force: true });
  rmSync(folder, { recursive: true, force: true });
  rmSync(compileCache(prefix, version), { recursive: true, force: true });
  for (const runtime of unusedRuntimes(prefix)) {
    rmSync(join(runtime, COMPLETE_MARK));
    rmSync(runtime, { recursive: true, force: true });
  }
}

/** The folders of whole runtimes that no release needs. */
export function unusedRuntimes(prefix: string): readonly string[] {
  const used = new Set(readdirSync(releasesFolder(prefix)).map((one) => runtimeOf(prefix, one)));
  return readdirSync(runtimesFolder(prefix))
    .map((name) => join(runtimesFolder(prefix), name))
    .filter((folder) => existsSync(join(folder, COMPLETE_MARK)))
    .filter((folder) => !used.has(realpathSync(folder)));
}

/** Also of a release that is being unpacked. */
function runtimeOf(prefix: string, release: string): string | undefined {
  const link = join(releasesFolder(prefix), release, 'node_modules');
  return existsSync(link) ? dirname(realpathSync(link)) : undefined;
}

/** Makes the folder that compiled sources are kept in. */
export function makeCompileCache(prefix: string, version: string): string {
  const folder = compileCache(prefix, version);
  mkdirSync(folder, { recursive: true });
  return folder;
}
