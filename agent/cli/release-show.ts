/** What a repository offers, and who signs it. */
import { readRepository, type ReleaseEntry } from '../../sync/trust/tuf/read-repository.ts';
import { pendingSummary } from '../../sync/vendor/release-change.ts';
import { metadataFiles } from '../../sync/vendor/release-files.ts';
import { readSettings } from '../../sync/vendor/release-settings.ts';
import { compareVersions } from '../core/update/version.ts';
import { UsageError, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { openRepository } from './release-vault.ts';
import { tableText } from './table.ts';

/** Every release, those that were withdrawn too. */
export function listReleases(flags: ReleaseFlags, { stdout }: CommandIo): number {
  const { files } = openRepository(flags);
  const { yanked, isDemo } = readSettings(files);
  const { releases, runtimes } = readRepository(metadataFiles(files));
  if (flags.json) {
    stdout.write(`${JSON.stringify({ isDemo, releases: sorted(releases), runtimes, yanked })}\n`);
    return 0;
  }
  const heading = ['version', 'channel', 'platform', 'class', 'released', 'runtime', 'bytes', ''];
  const rows = [
    ...sorted(releases).map((entry) => rowOf(entry, '')),
    ...sorted(yanked).map((entry) => rowOf(entry, 'withdrawn')),
  ];
  stdout.write(demoBanner(isDemo));
  stdout.write(
    rows.length === 0 ? 'No release yet: tillwarden release add\n' : tableText([heading, ...rows]),
  );
  return 0;
}

/** One version, or without one the keys, how long all is good, and what waits. */
export function showRelease(
  version: string | undefined,
  flags: ReleaseFlags,
  io: CommandIo,
): number {
  return version === undefined ? showRepository(flags, io) : showVersion(version, flags, io);
}

function showVersion(version: string, flags: ReleaseFlags, { stdout }: CommandIo): number {
  const { files } = openRepository(flags);
  const { yanked, isDemo } = readSettings(files);
  const { releases } = readRepository(metadataFiles(files));
  const isIt = ({ release }: ReleaseEntry) => release.version === version;
  const found = [
    ...releases.filter(isIt).map((entry) => ({ ...entry, isWithdrawn: false })),
    ...yanked.filter(isIt).map((entry) => ({ ...entry, isWithdrawn: true })),
  ];
  if (found.length === 0) throw new UsageError(`there is no release ${version}`);
  if (flags.json) {
    stdout.write(`${JSON.stringify({ isDemo, releases: found })}\n`);
    return 0;
  }
  stdout.write(demoBanner(isDemo));
  for (const { path, lengthBytes, sha256, isWithdrawn, release } of found) {
    const facts = Object.entries({ ...release, bytes: lengthBytes, sha256 });
    stdout.write(`${path}${isWithdrawn ? ', withdrawn' : ''}\n`);
    stdout.write(tableText(facts.map(([name, value]) => [`  ${name}`, String(value)])));
  }
  return 0;
}

function showRepository(flags: ReleaseFlags, { stdout }: CommandIo): number {
  const { files } = openRepository(flags);
  const view = repositoryView(files);
  if (flags.json) {
    stdout.write(`${JSON.stringify(view)}\n`);
    return 0;
  }
  const { vendor, isDemo, keys, files: signed, waiting } = view;
  stdout.write(`${demoBanner(isDemo)}Releases of ${vendor}\n\n`);
  const keyRows = keys.map(({ role, threshold, names }) => [
    role,
    `${threshold} of ${names.length}`,
    names.join(', '),
  ]);
  stdout.write(tableText([['signs', 'must', 'keys'], ...keyRows]));
  const fileRows = signed.map(({ name, version, expires, targets }) => [
    name,
    String(version),
    expires,
    targets === undefined ? '' : String(targets),
  ]);
  stdout.write(`\n${tableText([['file', 'version', 'good until', 'targets'], ...fileRows])}`);
  if (waiting !== undefined) stdout.write(`\nWaiting for signatures: ${waiting}\n`);
  return 0;
}

function repositoryView(files: ReturnType<typeof openRepository>['files']) {
  const { vendor, isDemo, keyNames } = readSettings(files);
  const { root, roles } = readRepository(metadataFiles(files));
  const { signed } = root;
  const delegated = Object.keys(roles[0]?.file.signed.delegations?.keys ?? {});
  const signers = [
    { role: 'root', ...signed.roles.root },
    { role: 'targets', ...signed.roles.targets },
    { role: 'releases', threshold: 1, keyids: delegated },
    { role: 'snapshot and timestamp', ...signed.roles.timestamp },
  ];
  const keys = signers.map(({ role, threshold, keyids }) => {
    return { role, threshold, names: keyids.map((id) => keyNames[id] ?? id) };
  });
  const described = [
    { name: 'root', version: signed.version, expires: signed.expires, targets: undefined },
    ...roles.map(({ name, version, file }) => ({
      name,
      version,
      expires: file.signed.expires,
      targets: Object.keys(file.signed.targets).length,
    })),
  ];
  const waiting = pendingSummary(files);
  return { vendor, isDemo, keys, files: described, waiting };
}

function sorted(entries: readonly ReleaseEntry[]): readonly ReleaseEntry[] {
  return entries.toSorted(
    (a, b) => compareVersions(b.release.version, a.release.version) || (a.path < b.path ? -1 : 1),
  );
}

function rowOf({ release, lengthBytes }: ReleaseEntry, note: string): readonly string[] {
  const { version, channel, platform, releasedAt, runtime } = release;
  const day = releasedAt.slice(0, 'YYYY-MM-DD'.length);
  return [version, channel, platform, release.class, day, runtime, String(lengthBytes), note];
}
