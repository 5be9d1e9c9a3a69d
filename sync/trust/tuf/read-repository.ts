/**
 * A release repository as it lies in a folder: the newest metadata that is signed as it must be,
 * and what it offers. Whether it has expired is for whoever has a clock.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Release, ReleaseFile } from '../../../agent/core/update/release.ts';
import { parseJson } from '../parse-json.ts';
import { releaseSchema, runtimeSchema } from '../release-schema.ts';
import { TrustError } from '../trust-error.ts';
import {
  rootFileSchema,
  targetsFileSchema,
  type RootFile,
  type TargetsFile,
  type TufKeys,
  type TufRole,
} from './metadata.ts';
import { applicationPath, runtimePath } from './target-paths.ts';
import { isSignedFor } from './verify-metadata.ts';

/** The files of a folder `metadata/`, by name such as `3.targets.json`. */
export interface MetadataFiles {
  readonly read: (name: string) => string | undefined;
  readonly names: () => readonly string[];
}

/** A targets role: the top one, `targets`, or one that it delegates to. */
export interface RepositoryRole {
  readonly name: string;
  readonly version: number;
  /** Of its file. */
  readonly lengthBytes: number;
  readonly sha256: string;
  readonly file: TargetsFile;
}

/** An application in the repository. */
export interface ReleaseEntry extends ReleaseFile {
  readonly release: Release;
}

/** Node and the packages an application needs, in the repository. */
export interface RuntimeEntry extends ReleaseFile {
  readonly runtime: z.infer<typeof runtimeSchema>;
}

export interface Repository {
  readonly root: RootFile;
  /** `targets` first. */
  readonly roles: readonly RepositoryRole[];
  readonly releases: readonly ReleaseEntry[];
  readonly runtimes: readonly RuntimeEntry[];
}

/** As many as a client follows in one go (tuf-js). */
const ROOT_ROTATIONS_MAX = 256;

/**
 * Believes the folder's own first root where none is given: only whoever owns the folder may do so.
 * Throws `TrustError` `invalid-file` where a signature or a file is missing.
 */
export function readRepository(files: MetadataFiles, trustedRoot?: unknown): Repository {
  const root = newestRoot(files, trustedRoot);
  const versions = versionsIn(files);
  const { keys, roles } = root.signed;
  const find = (name: string, role: TufRole, trusted: TufKeys) =>
    newestSigned(files, { name, role, keys: trusted, versions: versions.get(name) ?? [] });
  const top = find('targets', roles.targets, keys);
  const delegations = top.file.signed.delegations ?? { keys: {}, roles: [] };
  const delegated = delegations.roles.map((role) => find(role.name, role, delegations.keys));
  const all = [top, ...delegated];
  return {
    root,
    roles: all,
    releases: all.flatMap(({ file }) => targetsOf(file, 'app/').map(releaseEntry)),
    runtimes: all.flatMap(({ file }) => targetsOf(file, 'runtime/').map(runtimeEntry)),
  };
}

function newestRoot(files: MetadataFiles, trustedRoot: unknown): RootFile {
  let root = parseRoot(trustedRoot ?? parseJson(files.read('1.root.json') ?? ''), '1.root.json');
  if (!isSignedFor(root, root.signed.roles.root, root.signed.keys)) {
    throw invalid('the first root is not signed by as many of its own keys as must');
  }
  for (let hops = 0; hops < ROOT_ROTATIONS_MAX; hops += 1) {
    const name = `${root.signed.version + 1}.root.json`;
    const text = files.read(name);
    if (text === undefined) return root;
    const next = parseRoot(parseJson(text), name);
    if (!isNextRoot(root, next)) throw invalid(`${name} is not signed by the root before it`);
    root = next;
  }
  return root;
}

/** Whether a root takes the place of another: signed as both of them demand, and the next of them. */
export function isNextRoot(root: RootFile, next: RootFile): boolean {
  return (
    next.signed.version === root.signed.version + 1 &&
    isSignedFor(next, root.signed.roles.root, root.signed.keys) &&
    isSignedFor(next, next.signed.roles.root, next.signed.keys)
  );
}

function parseRoot(content: unknown, name: string): RootFile {
  const { data } = rootFileSchema.safeParse(content);
  if (data === undefined) throw invalid(`${name} is missing or is not the metadata of a root`);
  return data;
}

/** The versions of each role that are there, newest first. */
function versionsIn(files: MetadataFiles): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const file of files.names()) {
    const [, version, name] = /^(\d{1,15})\.(.+)\.json$/.exec(file) ?? [];
    if (version === undefined || name === undefined) continue;
    found.set(name, [...(found.get(name) ?? []), Number(version)]);
  }
  for (const versions of found.values()) versions.sort((a, b) => b - a);
  return found;
}

/** A newer one that these keys have not signed belongs to a root that is still to come. */
function newestSigned(
  files: MetadataFiles,
  wanted: {
    readonly name: string;
    readonly role: TufRole;
    readonly keys: TufKeys;
    readonly versions: readonly number[];
  },
): RepositoryRole {
  const { name, role, keys } = wanted;
  for (const version of wanted.versions) {
    const text = files.read(`${version}.${name}.json`) ?? '';
    const { data: file } = targetsFileSchema.safeParse(parseJson(text));
    if (file === undefined || file.signed.version !== version) continue;
    if (!isSignedFor(file, role, keys)) continue;
    const bytes = Buffer.from(text);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { name, version, lengthBytes: bytes.length, sha256, file };
  }
  throw invalid(`there is no metadata of ${name} that its keys have signed`);
}

interface Target extends ReleaseFile {
  readonly custom: unknown;
}

function targetsOf({ signed }: TargetsFile, below: string): readonly Target[] {
  return Object.entries(signed.targets)
    .filter(([path]) => path.startsWith(below))
    .map(([path, { length, hashes, custom }]) => {
      return { path, lengthBytes: length, sha256: hashes.sha256, custom };
    });
}

function releaseEntry({ custom, ...file }: Target): ReleaseEntry {
  const { data: release } = releaseSchema.safeParse(custom);
  if (release !== undefined && applicationPath(release) === file.path) return { ...file, release };
  throw invalid(`${file.path} does not say which release it is`);
}

function runtimeEntry({ custom, ...file }: Target): RuntimeEntry {
  const { data: runtime } = runtimeSchema.safeParse(custom);
  if (runtime !== undefined && runtimePath(runtime) === file.path) return { ...file, runtime };
  throw invalid(`${file.path} does not say which runtime it is`);
}

function invalid(what: string): TrustError {
  return new TrustError('invalid-file', `In the release repository: ${what}.`);
}
