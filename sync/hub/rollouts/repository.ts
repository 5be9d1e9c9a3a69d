/**
 * The vendor's release repository as the hub serves it. What is signed offline comes from the folder
 * as it is; snapshot and timestamp, which say that it is still the latest, the hub signs itself and
 * renews long before they expire. The hub believes the folder no more than a till would.
 */
import type { KeyObject } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRepository, type Repository } from '../../trust/tuf/read-repository.ts';
import { signSnapshot, signTimestamp, type FreshFile } from '../../trust/tuf/sign-freshness.ts';
import { storedPath } from '../../trust/tuf/target-paths.ts';
import { HubError } from '../hub-error.ts';
import type { ReleaseShelf, ShelvedRelease } from './shelf.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** A till that hears nothing newer for so long takes nothing more from whoever answers it. */
export const TIMESTAMP_LIFE_MS = 7 * DAY_MS;
/** Far before that: a hub that was down over a long weekend is no reason to stop. */
const TIMESTAMP_RENEWED_MS = 12 * HOUR_MS;
/** Snapshots that are still served: one may have been named to a till a moment ago. */
const SNAPSHOTS_KEPT = 3;
const METADATA_MAX_BYTES = 4 * 1_024 * 1_024;

interface RepositoryFolder {
  /** As `release publish` leaves it: `metadata/` and `targets/`. */
  readonly folder: string;
  /** The first root, of the trust file: nothing is believed that does not follow from it. */
  readonly trustedRoot: unknown;
}

export interface RepositoryPlace extends RepositoryFolder {
  /** Signs snapshot and timestamp. */
  readonly key: KeyObject;
  /** Takes their next version, above all that were ever signed. */
  readonly nextVersion: (nowMs: number) => Promise<number>;
}

/** A file of the repository where it lies. */
export interface TargetFile {
  /** As metadata and directors name it. */
  readonly path: string;
  readonly place: string;
  readonly lengthBytes: number;
  readonly sha256: string;
}

interface Signed {
  readonly timestamp: FreshFile;
  readonly snapshot: FreshFile;
  readonly atMs: number;
  /** Of which state of the folder. */
  readonly state: string;
}

export class ReleaseRepository implements ReleaseShelf {
  readonly #place: RepositoryPlace;
  #releases: readonly ShelvedRelease[] = [];
  #targets: ReadonlyMap<string, TargetFile> = new Map();
  #signed: Signed | undefined;
  #snapshots: readonly FreshFile[] = [];

  private constructor(place: RepositoryPlace) {
    this.#place = place;
  }

  /** Reads the folder and signs that it is the latest. Throws `HubError` `releases-unreadable`. */
  static async open(place: RepositoryPlace, nowMs: number): Promise<ReleaseRepository> {
    const repository = new ReleaseRepository(place);
    await repository.refresh(nowMs);
    return repository;
  }

  releases(): readonly ShelvedRelease[] {
    return this.#releases;
  }

  /**
   * Takes in what was published since, and renews what would expire. Throws `HubError`, and serves
   * what it had: half of a publication is no reason to serve nothing.
   */
  async refresh(nowMs: number): Promise<void> {
    const { key, nextVersion } = this.#place;
    const read = readFolder(this.#place);
    const state = stateOf(read);
    const before = this.#signed;
    const isSame = before?.state === state;
    // A clock that was set back has signed ahead of itself: that is not renewed every minute.
    const isFresh = before !== undefined && Math.abs(nowMs - before.atMs) < TIMESTAMP_RENEWED_MS;
    if (isSame && isFresh) return;
    const version = await nextVersion(nowMs);
    const terms = { version, expires: momentText(nowMs + TIMESTAMP_LIFE_MS), key };
    const snapshot = signSnapshot(read.roles, terms);
    this.#signed = { snapshot, timestamp: signTimestamp(snapshot, terms), atMs: nowMs, state };
    this.#snapshots = [snapshot, ...this.#snapshots].slice(0, SNAPSHOTS_KEPT);
    this.#releases = releasesOf(read);
    this.#targets = this.#targetsOf(read);
  }

  /** A file of `metadata/`, by its name; undefined: there is none. */
  metadata(name: string): string | undefined {
    if (name === 'timestamp.json') return this.#signed?.timestamp.text;
    const [, role] = METADATA_NAME.exec(name) ?? [];
    if (role === undefined || role === 'timestamp') return undefined;
    if (role === 'snapshot') return this.#snapshots.find((file) => file.name === name)?.text;
    return readMetadata(this.#place.folder, name);
  }

  /** A file of `targets/`, by the path it is served under. */
  target(stored: string): TargetFile | undefined {
    return this.#targets.get(stored);
  }

  #targetsOf({ releases, runtimes }: Repository): ReadonlyMap<string, TargetFile> {
    return new Map(
      [...releases, ...runtimes].map(({ path, lengthBytes, sha256 }) => {
        const stored = storedPath({ path, sha256 });
        const place = join(this.#place.folder, 'targets', stored);
        return [stored, { path, place, lengthBytes, sha256 }];
      }),
    );
  }
}

/** What is published in a folder, for who does not serve it. Throws `HubError` `releases-unreadable`. */
export function readShelf(place: RepositoryFolder): ReleaseShelf {
  const releases = releasesOf(readFolder(place));
  return { releases: () => releases };
}

function readFolder({ folder, trustedRoot }: RepositoryFolder): Repository {
  if (trustedRoot === undefined) {
    throw new HubError('releases-unreadable', 'the trust file names no root of releases');
  }
  try {
    const names = (): readonly string[] => readdirSync(join(folder, 'metadata'));
    const read = (name: string): string | undefined => readMetadata(folder, name);
    return readRepository({ read, names }, trustedRoot);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HubError('releases-unreadable', `the releases in ${folder}: ${why}`, { cause });
  }
}

function readMetadata(folder: string, name: string): string | undefined {
  if (!METADATA_NAME.test(name)) return undefined;
  const place = join(folder, 'metadata', name);
  const size = statSync(place, { throwIfNoEntry: false })?.size;
  if (size === undefined || size > METADATA_MAX_BYTES) return undefined;
  return readFileSync(place, 'utf8');
}

/** With consistent snapshots every file but the timestamp has its version before its name. */
const METADATA_NAME = /^\d{1,15}\.([A-Za-z0-9][A-Za-z0-9._-]{0,120})\.json$/;

function stateOf({ root, roles }: Repository): string {
  const all = roles.map(({ name, version, sha256 }) => `${name} ${version} ${sha256}`);
  return [`root ${root.signed.version}`, ...all].join('\n');
}

/** One whose runtime is not there cannot be installed, and is not offered. */
function releasesOf({ releases, runtimes }: Repository): readonly ShelvedRelease[] {
  return releases.flatMap(({ release, ...file }): readonly ShelvedRelease[] => {
    const needed = runtimes.find(
      ({ runtime }) => runtime.runtime === release.runtime && runtime.platform === release.platform,
    );
    if (needed === undefined) return [];
    const { runtime, ...runtimeFile } = needed;
    return [
      {
        ...release,
        application: { ...file, version: release.version },
        runtimeFile: { ...runtimeFile, version: runtime.runtime },
      },
    ];
  });
}

/** TUF writes moments without fractions. */
function momentText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, -'.000Z'.length)}Z`;
}
