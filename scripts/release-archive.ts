/** An archive whose bytes depend on the files alone: sorted names, no owners, no times of their own. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { create } from 'tar';

export interface BuiltArchive {
  readonly file: string;
  readonly lengthBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Midnight of a day that every file system can store. */
const FILE_TIME = new Date('2000-01-01T00:00:00.000Z');
const GZIP_LEVEL = 6;

/** Packs everything below a folder. */
export async function writeArchive(folder: string, file: string): Promise<BuiltArchive> {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  await create(
    { cwd: folder, file, portable: true, mtime: FILE_TIME, gzip: { level: GZIP_LEVEL } },
    filesBelow(folder),
  );
  const bytes = readFileSync(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, lengthBytes: bytes.length, sha256 };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .toSorted();
}
