import { existsSync } from 'node:fs';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { storedPath } from '../../sync/trust/tuf/target-paths.ts';
import {
  addTargets,
  assertMayAdd,
  releaseEntryOf,
  runtimeEntryOf,
  type NewTargets,
} from '../../sync/vendor/release-add.ts';
import { readSettings } from '../../sync/vendor/release-settings.ts';
import { RELEASE_CLASSES, type Release } from '../core/update/release.ts';
import { isVersion } from '../core/update/version.ts';
import { assertApplication, assertRuntime } from './archive-content.ts';
import { UsageError, type CommandIo } from './command.ts';
import { isoInstantMs } from './iso-time.ts';
import { archiveFacts, storeTarget } from './release-folder.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { openRepository, openVault, tellOutcome } from './release-vault.ts';
import { dayOf, required } from './values.ts';

/** Adds an application's archive and signs that. */
export async function addRelease(
  archive: string,
  flags: ReleaseFlags,
  io: CommandIo,
): Promise<number> {
  const release = releaseOf(flags, systemClock.wallMs());
  assertThere(archive);
  const { vendor, isDemo } = readSettings(openRepository(flags).files);
  await assertApplication(archive, { version: release.version, vendor, isDemo });
  const releases = [releaseEntryOf(release, archiveFacts(archive))];
  return await add({ archive, added: { releases, runtimes: [] } }, flags, io);
}

/** Adds the archive of a runtime, which releases may name from then on, and signs that. */
export async function addRuntime(
  archive: string,
  flags: ReleaseFlags,
  io: CommandIo,
): Promise<number> {
  const runtime = {
    runtime: required(flags.runtime, '--runtime NAME'),
    platform: required(flags.platform, '--platform PLATFORM, such as linux-x64'),
  };
  assertThere(archive);
  await assertRuntime(archive);
  const runtimes = [runtimeEntryOf(runtime, archiveFacts(archive))];
  return await add({ archive, added: { releases: [], runtimes } }, flags, io);
}

function assertThere(archive: string): void {
  if (!existsSync(archive)) throw new UsageError(`there is no file ${archive}`);
}

/** The file first: signed metadata never names one that is not there. */
async function add(
  { archive, added }: { readonly archive: string; readonly added: NewTargets },
  flags: ReleaseFlags,
  io: CommandIo,
): Promise<number> {
  const open = openVault(flags, io);
  const nowMs = systemClock.wallMs();
  assertMayAdd(open.vault, added, nowMs);
  for (const entry of [...added.releases, ...added.runtimes]) {
    storeTarget(open.folder, archive, storedPath(entry));
  }
  return tellOutcome(await addTargets(open.vault, added, nowMs), open, io);
}

function releaseOf(flags: ReleaseFlags, nowMs: number): Release {
  const [version, ...others] = flags.version ?? [];
  if (others.length > 0) throw new UsageError('say one --version');
  const dates = {
    releasedAt: instantOf('--released-at', flags['released-at']) ?? instantText(nowMs),
    securityBackdatedTo: instantOf('--backdated-to', flags['backdated-to']),
    inForceOn: flags['in-force-on'] && dayOf('--in-force-on', flags['in-force-on']),
  };
  return {
    version: versionOf('--version', version),
    channel: required(flags.channel, '--channel CHANNEL, such as stable'),
    platform: required(flags.platform, '--platform PLATFORM, such as linux-x64'),
    class: classOf(flags.class),
    floor: versionOf('--floor', flags.floor),
    securityFloor: versionOf('--security-floor', flags['security-floor']),
    runtime: required(flags.runtime, '--runtime NAME'),
    releasedAt: dates.releasedAt,
    ...(dates.securityBackdatedTo && { securityBackdatedTo: dates.securityBackdatedTo }),
    ...(dates.inForceOn && { inForceOn: dates.inForceOn }),
  };
}

function versionOf(flag: string, text: string | undefined): string {
  const version = required(text, `${flag} VERSION`);
  if (isVersion(version)) return version;
  throw new UsageError(`${flag} takes three numbers such as 1.4.12, not ${version}`);
}

function classOf(text: string | undefined): Release['class'] {
  const found = RELEASE_CLASSES.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  throw new UsageError(`say what it is: --class ${RELEASE_CLASSES.join('|')}`);
}

/** A day means its first moment in UTC. */
function instantOf(flag: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const atMs = isoInstantMs(text, 'UTC');
  if (atMs !== undefined) return instantText(atMs);
  throw new UsageError(`${flag} takes a day such as 2026-11-22, or a moment with Z, not ${text}`);
}

function instantText(atMs: number): string {
  return new Date(atMs).toISOString();
}
