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
import { VendorError } from '../../sync/vendor/vendor-error.ts';
import { replaceFile } from '../config/replace-file.ts';
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

/** Length and hash of an archive, which may be larger than memory. */
export function archiveFacts(path: string): ArchiveFacts {
  return { lengthBytes: statSync(path).size, sha256: sha256Of(path) };
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
  const missing = targets.filter((stored) => !isCopied(stored, { to, repository }));
  for (const stored of missing) {
    const from = join(repository, TARGETS, stored);
    if (!existsSync(from)) throw notStored(stored);
    copyWhole(from, join(to, TARGETS, stored));
  }
  for (const { path, text } of metadata) {
    if (readIfThere(join(to, path)) !== text) writeInto(join(to, path), text);
  }
  return missing.length;
}

/** A file that was published stays there, be it gone from the repository to save room. */
function isCopied(
  stored: string,
  at: { readonly to: string; readonly repository: string },
): boolean {
  const sizes = [at.to, at.repository]
    .map((folder) => join(folder, TARGETS, stored))
    .map((path) => (existsSync(path) ? statSync(path).size : undefined));
  const [there, ours] = sizes;
  return there !== undefined && (ours === undefined || ours === there);
}

function notStored(stored: string): VendorError {
  return new VendorError(
    'not-found',
    `${stored} is signed, and its file is not in the repository. Nothing that names it was ` +
      `written, so what is served is as it was. Put a copy back and publish again.`,
  );
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
