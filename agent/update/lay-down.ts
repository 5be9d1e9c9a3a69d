/**
 * Lays a verified archive down beside what runs. It is made in a folder that nobody looks into, made
 * durable to the last name, marked, and only then given its own name: what bears it is whole.
 */
import { mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Unpacks it and gives it its name. Rejects with `UpdateError`, or as the disk does. */
export async function layDown(
  prefix: string,
  { archive, ...piece }: Piece & { readonly archive: string },
  onPoint: OnUpdatePoint,
): Promise<void> {
  const home = join(prefix, HOMES[piece.kind]);
  const unfinished = join(home, `.${piece.version}.part`);
  await mkdir(home, { recursive: true });
  await syncEntry(prefix);
  await clearUnfinished(home);
  await mkdir(unfinished);
  onPoint('unpack-begun');
  await unpack({ path: archive, folder: unfinished, reserved: reservedIn(piece) });
  await requireContent(unfinished, piece);
  if (piece.runtime !== undefined) {
    await symlink(
      join('..', '..', HOMES.runtime, piece.runtime, PACKAGES),
      join(unfinished, PACKAGES),
    );
  }
  onPoint('unpacked');
  await syncTree(unfinished);
  onPoint('unpack-durable');
  await writeDurably(join(unfinished, COMPLETE), `${JSON.stringify({ sha256: piece.sha256 })}\n`);
  onPoint('marked-complete');
  const place = placeOf(prefix, piece);
  // Whatever lies there has no mark, so that nothing can run from it.
  await rm(place, { recursive: true, force: true });
  await rename(unfinished, place);
  await syncEntry(home);
  onPoint('laid-down');
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
    await rm(join(home, name), { recursive: true, force: true });
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
async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) await syncEntry(path);
  }
  await syncEntry(folder);
}
