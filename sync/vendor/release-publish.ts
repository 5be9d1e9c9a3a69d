/** What is copied where a hub, a plain server or a medium serves it from. */
import type { KeyObject } from 'node:crypto';
import type { ReleaseFile } from '../../agent/core/update/release.ts';
import { MEDIUM_USB } from '../trust/tuf/metadata.ts';
import { readRepository, type Repository } from '../trust/tuf/read-repository.ts';
import { freshnessVersion, signSnapshot, signTimestamp } from '../trust/tuf/sign-freshness.ts';
import { storedPath } from '../trust/tuf/target-paths.ts';
import { assertNothingWaits, type ReleaseVault } from './release-change.ts';
import { METADATA, metadataFiles, type RepositoryFiles } from './release-files.ts';
import { momentText } from './release-terms.ts';
import { readSettings } from './release-settings.ts';
import { VendorError } from './vendor-error.ts';

export type PublishFor =
  /** Snapshot and timestamp are the hub's. */
  | { readonly kind: 'hub' }
  /** A server that asks nobody who they are. */
  | { readonly kind: 'static'; readonly days: number }
  /** With the versions named, or with all, and their runtimes. */
  | { readonly kind: 'usb'; readonly days: number; readonly versions: readonly string[] };

export interface Publication {
  /** Below the folder, in the order in which they must arrive. */
  readonly metadata: readonly { readonly path: string; readonly text: string }[];
  /** Below `targets/`, before all metadata. */
  readonly targets: readonly string[];
  /** Until when what was signed here is good. */
  readonly expires?: string | undefined;
}

/** Signs what this kind of publication needs. Throws `VendorError`. */
export async function publication(
  vault: ReleaseVault,
  wanted: PublishFor,
  nowMs: number,
): Promise<Publication> {
  assertNothingWaits(vault.files);
  readSettings(vault.files);
  const repository = readRepository(metadataFiles(vault.files));
  const metadata = metadataOf(repository, vault.files);
  const targets = targetsFor(wanted, repository).map(storedPath);
  if (wanted.kind === 'hub') return { metadata, targets };
  const expires = momentText(nowMs + wanted.days * DAY_MS);
  assertOutlives(repository, expires);
  const key = await freshnessKeyFor(wanted.kind, repository, vault);
  const fresh = freshFiles(repository, { version: freshnessVersion(nowMs), expires, key }, wanted);
  return { metadata: [...metadata, ...fresh], targets, expires };
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** Every root from the first, and of the roles the newest: what names another comes after it. */
function metadataOf({ root, roles }: Repository, files: RepositoryFiles): Publication['metadata'] {
  const [top, ...delegated] = roles;
  const roots = Array.from({ length: root.signed.version }, (_, index) => `${index + 1}.root.json`);
  const names = [...delegated, ...(top === undefined ? [] : [top])].map(
    ({ name, version }) => `${version}.${name}.json`,
  );
  return [...names, ...roots].map((name) => {
    const path = `${METADATA}/${name}`;
    return { path, text: files.read(path) ?? '' };
  });
}

function targetsFor(wanted: PublishFor, repository: Repository): readonly ReleaseFile[] {
  const { releases, runtimes } = repository;
  if (wanted.kind !== 'usb' || wanted.versions.length === 0) return [...runtimes, ...releases];
  for (const version of wanted.versions) {
    if (releases.some(({ release }) => release.version === version)) continue;
    throw new VendorError('not-found', `There is no release ${version} in the repository.`);
  }
  const chosen = releases.filter(({ release }) => wanted.versions.includes(release.version));
  const needed = runtimes.filter(({ runtime: { runtime, platform } }) =>
    chosen.some(({ release }) => release.runtime === runtime && release.platform === platform),
  );
  return [...needed, ...chosen];
}

/** What says that all is fresh must not be good for longer than what it speaks of. */
function assertOutlives({ root, roles }: Repository, expires: string): void {
  const parts = [{ name: 'root', file: root }, ...roles];
  const first = parts.toSorted((a, b) =>
    a.file.signed.expires < b.file.signed.expires ? -1 : 1,
  )[0];
  if (first === undefined || first.file.signed.expires >= expires) return;
  throw new VendorError(
    'invalid-request',
    `${first.name} is signed until ${first.file.signed.expires} only, and this would be good until ` +
      `${expires}. Nothing was written. Sign it anew first (tillwarden release sign --renew), or ` +
      `say fewer --days.`,
  );
}

/** The roles of snapshot and timestamp have the same keys; those of the folder are told by name. */
async function freshnessKeyFor(
  kind: 'static' | 'usb',
  { root }: Repository,
  { keyring, files }: ReleaseVault,
): Promise<KeyObject> {
  const role = kind === 'usb' ? 'medium' : 'freshness';
  const { keyNames } = readSettings(files);
  const keyId = root.signed.roles.timestamp.keyids.find(
    (id) => keyNames[id]?.startsWith(`release-${role}-`) === true && keyring.names().has(id),
  );
  if (keyId !== undefined) return await keyring.open(keyId);
  throw new VendorError(
    'not-found',
    `There is no ${role} key in this folder that the root knows, so nothing was written. Make one: ` +
      `tillwarden release rotate-root --add ${role}`,
  );
}

function freshFiles(
  { roles }: Repository,
  terms: Parameters<typeof signSnapshot>[1],
  { kind }: PublishFor,
): Publication['metadata'] {
  const marked = kind === 'usb' ? { ...terms, medium: MEDIUM_USB } : terms;
  const snapshot = signSnapshot(roles, marked);
  const timestamp = signTimestamp(snapshot, marked);
  return [snapshot, timestamp].map(({ name, text }) => ({ path: `${METADATA}/${name}`, text }));
}
