import type { Release, ReleaseFile } from '../../agent/core/update/release.ts';
import { releaseSchema, runtimeSchema } from '../trust/release-schema.ts';
import {
  readRepository,
  type ReleaseEntry,
  type RuntimeEntry,
} from '../trust/tuf/read-repository.ts';
import { applicationPath, runtimePath } from '../trust/tuf/target-paths.ts';
import {
  assertNothingWaits,
  proposeChange,
  type ChangeOutcome,
  type ReleaseVault,
} from './release-change.ts';
import { metadataFiles } from './release-files.ts';
import { releaseRefusal, runtimeFileRefusal } from './release-rules.ts';
import { ROLE_TARGETS_MAX } from './release-roles.ts';
import { readSettings } from './release-settings.ts';
import { changedRoles } from './release-targets.ts';
import { VendorError } from './vendor-error.ts';

/** What an archive weighs and hashes to. */
export type ArchiveFacts = Omit<ReleaseFile, 'path'>;

export function releaseEntryOf(release: Release, archive: ArchiveFacts): ReleaseEntry {
  return { path: applicationPath(release), ...archive, release };
}

export function runtimeEntryOf(
  runtime: RuntimeEntry['runtime'],
  archive: ArchiveFacts,
): RuntimeEntry {
  return { path: runtimePath(runtime), ...archive, runtime };
}

export interface NewTargets {
  readonly releases: readonly ReleaseEntry[];
  readonly runtimes: readonly RuntimeEntry[];
}

/**
 * Puts releases and runtimes into the signed metadata; their files are the caller's to store, before
 * this. Throws `VendorError` `invalid-request` with the reason where tills could not take one.
 */
export async function addTargets(
  vault: ReleaseVault,
  added: NewTargets,
  nowMs: number,
): Promise<ChangeOutcome> {
  using _lock = vault.files.lock();
  assertNothingWaits(vault.files);
  const settings = readSettings(vault.files);
  const repository = readRepository(metadataFiles(vault.files));
  const runtimes = withRuntimes(repository.runtimes, added.runtimes);
  const releases = [...repository.releases];
  for (const entry of added.releases) {
    const content = { releases, runtimes, yanked: settings.yanked };
    refuse(entry.path, releaseProblem(entry, content, nowMs));
    releases.push(entry);
  }
  const facts = { repository, settings, nowMs };
  const roles = changedRoles([...releases, ...runtimes], facts);
  const paths = [...added.runtimes, ...added.releases].map(({ path }) => path);
  return await proposeChange(vault, { summary: `add ${paths.join(', ')}`, settings, roles });
}

/** Asks the rules before the file is stored, so that nothing is left behind. Throws `VendorError`. */
export function assertMayAdd({ files }: ReleaseVault, added: NewTargets, nowMs: number): void {
  assertNothingWaits(files);
  const { yanked } = readSettings(files);
  const { releases, runtimes } = readRepository(metadataFiles(files));
  const content = { releases, runtimes: withRuntimes(runtimes, added.runtimes), yanked };
  for (const entry of added.releases) {
    refuse(entry.path, releaseProblem(entry, content, nowMs));
  }
}

function withRuntimes(
  runtimes: readonly RuntimeEntry[],
  added: readonly RuntimeEntry[],
): readonly RuntimeEntry[] {
  const all = [...runtimes];
  for (const entry of added) {
    const content = { releases: [], runtimes: all, yanked: [] };
    refuse(entry.path, wrongRuntime(entry) ?? runtimeFileRefusal(entry, content));
    if (all.every(({ path }) => path !== entry.path)) all.push(entry);
    const { platform } = entry.runtime;
    const ofPlatform = all.filter(({ runtime }) => runtime.platform === platform).length;
    if (ofPlatform <= ROLE_TARGETS_MAX) continue;
    refuse(entry.path, `There are ${ROLE_TARGETS_MAX} runtimes for ${platform} already.`);
  }
  return all;
}

function releaseProblem(...[entry, content, nowMs]: Parameters<typeof releaseRefusal>) {
  return releaseRefusal(entry, content, nowMs) ?? wrongRelease(entry);
}

function wrongRelease({ release }: ReleaseEntry): string | undefined {
  return releaseSchema.safeParse(release).error?.issues.map(issueText).join('; ');
}

function wrongRuntime({ runtime }: RuntimeEntry): string | undefined {
  return runtimeSchema.safeParse(runtime).error?.issues.map(issueText).join('; ');
}

function issueText({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.map(String).join('.')}: ${message}`;
}

function refuse(path: string, why: string | undefined): void {
  if (why === undefined) return;
  throw new VendorError('invalid-request', `${path} is not added, and nothing has changed. ${why}`);
}
