/** A vendor's release repository in a temporary folder, its keys in memory: made in milliseconds. */
import { createHash, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Release, ReleaseFile } from '../../agent/core/update/release.ts';
import { generatePrivateKey, publicKeyOf } from '../../sync/trust/ed25519.ts';
import { readRepository, type Repository } from '../../sync/trust/tuf/read-repository.ts';
import {
  freshnessVersion,
  signSnapshot,
  signTimestamp,
} from '../../sync/trust/tuf/sign-freshness.ts';
import { storedPath } from '../../sync/trust/tuf/target-paths.ts';
import { tufKeyId } from '../../sync/trust/tuf/tuf-key.ts';
import { addTargets, releaseEntryOf, runtimeEntryOf } from '../../sync/vendor/release-add.ts';
import type { ReleaseVault } from '../../sync/vendor/release-change.ts';
import { metadataFiles, type RepositoryFiles } from '../../sync/vendor/release-files.ts';
import { initRelease } from '../../sync/vendor/release-init.ts';
import { nextReleaseKeyName, type ReleaseKeyring } from '../../sync/vendor/release-keys.ts';
import { publication, type Publication } from '../../sync/vendor/release-publish.ts';
import { momentText } from '../../sync/vendor/release-terms.ts';
import { TEST_PLATFORM } from './test-release.ts';

/** A release as a test wants it; the rest is that of a fix for everybody. */
export interface WantedRelease extends Partial<Release> {
  readonly version: string;
  /** The archive; absent: a short text of its own, which is none. */
  readonly bytes?: Uint8Array;
}

export interface WantedRuntime {
  readonly name: string;
  readonly bytes?: Uint8Array;
}

export interface WantedRepository {
  readonly releases?: readonly WantedRelease[];
  /** Of `platform`; by default the one that releases name when they name none. */
  readonly runtimes?: readonly WantedRuntime[];
  readonly platform?: string;
  /** When all of it is signed; by default now. */
  readonly nowMs?: number;
  readonly roots?: number;
  readonly threshold?: number;
}

export interface TestRepository extends Disposable {
  /** As `release publish` leaves it for a hub, and with `freshen` as a server serves it. */
  readonly folder: string;
  /** For `releaseRoot` of a trust file. */
  readonly releaseRoot: Record<string, unknown>;
  /** Signs snapshot and timestamp for the network, as the hub does. */
  readonly hubKey: KeyObject;
  readonly vault: ReleaseVault;
  /** When all of it was signed. */
  readonly nowMs: number;
  /** The newest metadata that is signed. */
  readonly read: () => Repository;
  /** Adds, signs and publishes; `freshen` says so to clients. */
  readonly add: (...releases: readonly WantedRelease[]) => Promise<void>;
  /** Writes what the vault holds by now into `folder`. */
  readonly publish: () => Promise<void>;
  /** Snapshot and timestamp into `folder`, good for so many days (7). */
  readonly freshen: (terms?: { readonly nowMs?: number; readonly days?: number }) => void;
  /** A medium in a folder of its own, with all targets. */
  readonly medium: (terms?: { readonly nowMs?: number; readonly days?: number }) => Promise<string>;
  /** An application's file by version, as metadata and directors name it. */
  readonly application: (version: string) => ReleaseFile & { readonly version: string };
  /** A runtime's file by name. */
  readonly runtime: (name: string) => ReleaseFile & { readonly version: string };
}

/** The runtime that releases need when they name none. */
export const TEST_RUNTIME = 'node-24';

const DAY_MS = 86_400_000;
const FRESH_DAYS = 7;
const MEDIUM_DAYS = 180;
const DAYS = { root: 1_095, targets: 730, delegated: 365 };

export async function createReleaseRepository(
  wanted: WantedRepository = {},
): Promise<TestRepository> {
  const { nowMs = Date.now(), platform = TEST_PLATFORM } = wanted;
  const temporary = mkdtempSync(join(tmpdir(), 'tillwarden-release-'));
  const folder = join(temporary, 'published');
  const vault: ReleaseVault = { files: memoryRepository(), keyring: memoryKeyring() };
  const hubKey = generatePrivateKey();
  const { roots = 1, threshold = roots } = wanted;
  const named = { vendor: 'Test Vendor', isDemo: true, roots, threshold };
  await initRelease(vault, { ...named, days: DAYS, freshnessKey: hubKey }, nowMs);
  const bytesOf = new Map<string, Uint8Array>();
  let last = 0;
  const read = () => readRepository(metadataFiles(vault.files));
  const publish = async () => {
    writePublication(folder, await publication(vault, { kind: 'hub' }, nowMs), bytesOf);
  };
  const put = async (releases: readonly WantedRelease[], runtimes: readonly WantedRuntime[]) => {
    const entries = {
      releases: releases.map((release) => {
        const { bytes = Buffer.from(`application ${release.version}`), ...differs } = release;
        return stored(
          releaseEntryOf(releaseOf(differs, { platform, nowMs }), factsOf(bytes)),
          bytes,
        );
      }),
      runtimes: runtimes.map(({ name, bytes = Buffer.from(`runtime ${name}`) }) =>
        stored(runtimeEntryOf({ runtime: name, platform }, factsOf(bytes)), bytes),
      ),
    };
    await addTargets(vault, entries, nowMs);
    await publish();
  };
  const stored = <Entry extends ReleaseFile>(entry: Entry, bytes: Uint8Array): Entry => {
    bytesOf.set(storedPath(entry), bytes);
    return entry;
  };
  await put(wanted.releases ?? [], wanted.runtimes ?? [{ name: TEST_RUNTIME }]);
  return {
    folder,
    releaseRoot: JSON.parse(vault.files.read('metadata/1.root.json') ?? ''),
    hubKey,
    vault,
    nowMs,
    read,
    publish,
    add: async (...releases) => await put(releases, []),
    freshen: (terms = {}) => {
      last = freshen(folder, read(), { nowMs, key: hubKey, last, ...terms });
    },
    medium: async (terms = {}) => {
      const { days = MEDIUM_DAYS, nowMs: atMs = nowMs } = terms;
      const medium = mkdtempSync(join(temporary, 'medium-'));
      const kind = { kind: 'usb', days, versions: [] } as const;
      writePublication(medium, await publication(vault, kind, atMs), bytesOf);
      return medium;
    },
    application: (version) => {
      const found = read().releases.find(({ release }) => release.version === version);
      if (found === undefined) throw new TypeError(`there is no release ${version}`);
      return { ...fileOf(found), version };
    },
    runtime: (name) => {
      const found = read().runtimes.find(({ runtime }) => runtime.runtime === name);
      if (found === undefined) throw new TypeError(`there is no runtime ${name}`);
      return { ...fileOf(found), version: name };
    },
    [Symbol.dispose]: () => rmSync(temporary, { recursive: true, force: true }),
  };
}

/** Keys that lie nowhere. Those taken out answer as kept elsewhere. */
export function memoryKeyring(): ReleaseKeyring & { readonly forget: (name: string) => void } {
  const keys = new Map<string, { readonly name: string; readonly key: KeyObject }>();
  return {
    names: () => new Map([...keys].map(([id, { name }]) => [id, name])),
    open: async (keyId) => {
      const found = keys.get(keyId);
      if (found === undefined) throw new TypeError(`there is no key ${keyId}`);
      return found.key;
    },
    make: async (role, taken) => {
      const name = nextReleaseKeyName(role, [
        ...taken,
        ...[...keys.values()].map((key) => key.name),
      ]);
      const made = { name, key: generatePrivateKey() };
      keys.set(tufKeyId(publicKeyOf(made.key)), made);
      return made;
    },
    forget: (name) => {
      for (const [id, made] of keys) if (made.name === name) keys.delete(id);
    },
  };
}

/** A repository that lies nowhere. */
export function memoryRepository(): RepositoryFiles & { readonly content: Map<string, string> } {
  const content = new Map<string, string>();
  return {
    content,
    read: (path) => content.get(path),
    replace: (path, text) => void content.set(path, text),
    remove: (path) => void content.delete(path),
    names: (folder) =>
      [...content.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    lock: () => ({ [Symbol.dispose]: () => undefined }),
  };
}

function releaseOf(
  differs: Omit<WantedRelease, 'bytes'>,
  { platform, nowMs }: { readonly platform: string; readonly nowMs: number },
): Release {
  return {
    channel: 'stable',
    platform,
    releasedAt: new Date(nowMs).toISOString(),
    class: 'fix',
    floor: '0.0.0',
    securityFloor: '0.0.0',
    runtime: TEST_RUNTIME,
    ...differs,
  };
}

function factsOf(bytes: Uint8Array): Omit<ReleaseFile, 'path'> {
  return { lengthBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function fileOf({ path, lengthBytes, sha256 }: ReleaseFile): ReleaseFile {
  return { path, lengthBytes, sha256 };
}

function writePublication(
  folder: string,
  { metadata, targets }: Publication,
  bytesOf: ReadonlyMap<string, Uint8Array>,
): void {
  for (const path of targets) write(join(folder, 'targets', path), bytesOf.get(path) ?? '');
  for (const { path, text } of metadata) write(join(folder, path), text);
}

function freshen(
  folder: string,
  { roles }: Repository,
  terms: {
    readonly nowMs: number;
    readonly days?: number;
    readonly key: KeyObject;
    readonly last: number;
  },
): number {
  const { nowMs, days = FRESH_DAYS, key, last } = terms;
  const signed = {
    version: freshnessVersion(nowMs, last),
    expires: momentText(nowMs + days * DAY_MS),
    key,
  };
  const snapshot = signSnapshot(roles, signed);
  for (const { name, text } of [snapshot, signTimestamp(snapshot, signed)]) {
    write(join(folder, 'metadata', name), text);
  }
  return signed.version;
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
