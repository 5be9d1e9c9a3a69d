/** The vendor's release repository on disk, and the folders it is published to. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { storedPath } from '../../sync/trust/tuf/target-paths.ts';
import type { ArchiveFacts } from '../../sync/vendor/release-add.ts';
import type { RepositoryFiles } from '../../sync/vendor/release-files.ts';
import type { Publication } from '../../sync/vendor/release-publish.ts';
import type { ReleaseFile } from '../core/update/release.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError } from './command.ts';
import { lockFolder, readIfThere } from './key-folder.ts';

const FILE_MODE = 0o644;
const LOCK_FILE = 'lock';
const TARGETS = 'targets';
const CHUNK_BYTES = 1_048_576;

/** The files of a repository; folders are made where they are missing. */
export function openReleaseFolder(folder: string): RepositoryFiles {
  return {
    read: (path) => readIfThere(join(folder, path)),
    replace: (path, text) => writeInto(join(folder, path), text),
    remove: (path) => rmSync(join(folder, path), { force: true }),
    names: (path) => (existsSync(join(folder, path)) ? readdirSync(join(folder, path)) : []),
    lock: () => {
      mkdirSync(folder, { recursive: true });
      return lockFolder(join(folder, LOCK_FILE));
    },
  };
}

/** Length and hash of an archive, which may be larger than memory. Throws `UsageError`. */
export function archiveFacts(path: string): ArchiveFacts {
  if (!existsSync(path)) throw new UsageError(`there is no file ${path}`);
  const lengthBytes = statSync(path).size;
  if (lengthBytes === 0) throw new UsageError(`${path} is empty`);
  return { lengthBytes, sha256: sha256Of(path) };
}

/** Puts an archive where the metadata will name it. */
export function storeTarget(folder: string, archive: string, stored: string): void {
  copyWhole(archive, join(folder, TARGETS, stored));
}

/** Whether the file of a target is there as it was signed. */
export function isStoredWhole(folder: string, file: ReleaseFile): boolean {
  const path = join(folder, TARGETS, storedPath(file));
  if (!existsSync(path) || statSync(path).size !== file.lengthBytes) return false;
  return sha256Of(path) === file.sha256;
}

/** Copies what is new, files before what names them; how many target files that were. */
export function publishInto(
  to: string,
  { targets, metadata }: Publication,
  repository: string,
): number {
  const missing = targets.filter((stored) => !existsSync(join(to, TARGETS, stored)));
  for (const stored of missing) {
    copyWhole(join(repository, TARGETS, stored), join(to, TARGETS, stored));
  }
  for (const { path, text } of metadata) {
    if (readIfThere(join(to, path)) !== text) writeInto(join(to, path), text);
  }
  return missing.length;
}

function sha256Of(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    for (;;) {
      const bytes = readSync(file, chunk);
      if (bytes === 0) return hash.digest('hex');
      hash.update(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}

/** After a power cut there is the whole file under its name, or none. */
function copyWhole(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const temporary = `${to}.new`;
  copyFileSync(from, temporary);
  fsyncPath(temporary);
  renameSync(temporary, to);
  fsyncPath(dirname(to));
}

function fsyncPath(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeInto(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, text, FILE_MODE);
}
