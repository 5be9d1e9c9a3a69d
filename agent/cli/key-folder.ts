/** The vendor's key folder on disk: readable by its owner alone, and written by one at a time. */
import { closeSync, mkdirSync, openSync, readFileSync, readdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyFiles } from '../../sync/vendor/key-files.ts';
import { VendorError } from '../../sync/vendor/vendor-error.ts';
import { replaceFile } from '../config/replace-file.ts';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const LOCK_FILE = 'lock';

/** The files of a folder, which is made where it is missing. */
export function openKeyFolder(folder: string): KeyFiles {
  mkdirSync(folder, { recursive: true, mode: FOLDER_MODE });
  return {
    read: (name) => readIfThere(join(folder, name)),
    replace: (name, text) => replaceFile(join(folder, name), text, FILE_MODE),
    names: () => readdirSync(folder),
    lock: () => lockFolder(join(folder, LOCK_FILE)),
  };
}

/** The text of a file; undefined where there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) return undefined;
    throw cause;
  }
}

/** Makes the file that says somebody is at work here. Throws `VendorError` `busy` where it is there. */
export function lockFolder(path: string): Disposable {
  try {
    closeSync(openSync(path, 'wx', FILE_MODE));
    return { [Symbol.dispose]: () => unlinkSync(path) };
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    const cure = `If none is, one was interrupted: remove ${path}`;
    throw new VendorError('busy', `Another command is at work in this folder. ${cure}`, { cause });
  }
}

function hasCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}
