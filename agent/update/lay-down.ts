/**
 * Lays a verified archive down beside what runs. It is made in a folder that nobody looks into, made
 * durable to the last name, marked, and only then given its own name: what bears it is whole.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, renameSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../sync/trust/parse-json.ts';
import { syncEntry, writeDurably } from './durable-file.ts';
import { unpack } from './unpack.ts';
import { isSystemError, UpdateError } from './update-error.ts';
import type { OnUpdatePoint } from './update-point.ts';

/** The mark of a whole folder; it names the archive it came from. */
const COMPLETE = '.complete';
const PACKAGES = 'node_modules';
const HOMES = { application: 'releases', runtime: 'runtimes' } as const;
const UNFINISHED = /^\..+\.part$/;

export interface Piece {
  readonly kind: 'application' | 'runtime';
  readonly version: string;
  /** Of the archive. */
  readonly sha256: string;
  /** Of an application: the runtime that it runs with. */
  readonly runtime?: string | undefined;
}

/** Whether it is there already. Throws `UpdateError` where another archive has taken its name. */
export async function isLaidDown(prefix: string, piece: Piece): Promise<boolean> {
  const mark = await readMark(join(placeOf(prefix, piece), COMPLETE));
  if (mark === undefined) return false;
  const { data } = markSchema.safeParse(parseJson(mark));
  // A tree that was not installed from an archive has a mark without one.
  if (data === undefined || data.sha256 === piece.sha256) return true;
  throw new UpdateError('not-agreed', `another ${piece.kind} ${piece.version} is installed`);
}

const markSchema = z.object({ sha256: z.string() });

export interface WholeArchive extends Piece {
  readonly archive: string;
  /** Breaks it off before it has its name. */
  readonly signal?: AbortSignal | undefined;
}

/** Unpacks it and gives it its name. Rejects with `UpdateError`, or as the disk does. */
export async function layDown(
  prefix: string,
  piece: WholeArchive,
  onPoint: OnUpdatePoint,
): Promise<void> {
  const home = join(prefix, HOMES[piece.kind]);
  await mkdir(home, { recursive: true });
  await syncEntry(prefix);
  await clearUnfinished(home);
  await using folder = await openUnfinished(home, piece);
  await makeWhole(folder.path, piece, onPoint);
  piece.signal?.throwIfAborted();
  await takeName(prefix, folder.path, piece);
  await syncEntry(home);
  onPoint('laid-down');
}

/** Those that this program is filling: only what nobody fills any more is cleared away. */
const filling = new Set<string>();

interface Unfinished extends AsyncDisposable {
  readonly path: string;
}

/** A folder that no other order, not even one for the same version, ever has a hand in. */
async function openUnfinished(home: string, { version }: Piece): Promise<Unfinished> {
  const path = unfinishedIn(home, version);
  filling.add(path);
  const close = async (): Promise<void> => {
    await remove(path);
    filling.delete(path);
  };
  try {
    await mkdir(path);
  } catch (cause) {
    filling.delete(path);
    throw cause;
  }
  return { path, [Symbol.asyncDispose]: close };
}

function unfinishedIn(home: string, version: string): string {
  return join(home, `.${version}.${randomUUID()}.part`);
}

async function makeWhole(
  folder: string,
  { archive, signal, ...piece }: WholeArchive,
  onPoint: OnUpdatePoint,
): Promise<void> {
  onPoint('unpack-begun');
  await unpack({ path: archive, folder, reserved: reservedIn(piece), signal });
  await requireContent(folder, piece);
  if (piece.runtime !== undefined) {
    await symlink(join('..', '..', HOMES.runtime, piece.runtime, PACKAGES), join(folder, PACKAGES));
  }
  onPoint('unpacked');
  await syncTree(folder, signal);
  onPoint('unpack-durable');
  await writeDurably(join(folder, COMPLETE), `${JSON.stringify({ sha256: piece.sha256 })}\n`);
  onPoint('marked-complete');
}

/** A whole folder keeps its name: something may run from it. */
async function takeName(prefix: string, folder: string, piece: Piece): Promise<void> {
  if (await isLaidDown(prefix, piece)) return;
  const place = placeOf(prefix, piece);
  const aside = unfinishedIn(dirname(place), piece.version);
  // At once, so that nothing else of this program comes between the look and the deed.
  if (existsSync(join(place, COMPLETE))) return;
  if (existsSync(place)) renameSync(place, aside);
  renameSync(folder, place);
  await remove(aside);
}

/** What cannot be removed now is cleared away before the next one is laid down. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
}

function placeOf(prefix: string, { kind, version }: Piece): string {
  return join(prefix, HOMES[kind], version);
}

function reservedIn({ kind }: Piece): readonly string[] {
  return kind === 'application' ? [COMPLETE, PACKAGES] : [COMPLETE];
}

async function readMark(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isSystemError(cause) && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}

async function clearUnfinished(home: string): Promise<void> {
  const names = await readdir(home);
  for (const name of names.filter((one) => UNFINISHED.test(one))) {
    const path = join(home, name);
    if (!filling.has(path)) await rm(path, { recursive: true, force: true });
  }
}

/** An archive of something else must not get as far as being started. */
async function requireContent(folder: string, piece: Piece): Promise<void> {
  if (piece.kind === 'runtime') {
    await requireEntry(folder, 'bin/node');
    await requireEntry(folder, PACKAGES);
    return;
  }
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '');
  const { data } = packageSchema.safeParse(parseJson(text));
  if (data?.version === piece.version) return;
  throw new UpdateError('bad-archive', `it holds version ${data?.version}, not ${piece.version}`);
}

const packageSchema = z.object({ version: z.string() });

async function requireEntry(folder: string, name: string): Promise<void> {
  const found = await stat(join(folder, name)).catch(() => undefined);
  if (found === undefined) throw new UpdateError('bad-archive', `it holds no ${name}`);
}

/** Folders after what is in them. */
async function syncTree(folder: string, signal: AbortSignal | undefined): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    signal?.throwIfAborted();
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path, signal);
    else if (entry.isFile()) await syncEntry(path);
  }
  await syncEntry(folder);
}
