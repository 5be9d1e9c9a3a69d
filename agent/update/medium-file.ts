/** A file of a medium somebody has plugged in: only a plain file is ever opened, never a link or a pipe. */
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from './update-error.ts';

const ABSENT: readonly string[] = ['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ENXIO'];

/** Undefined where there is no such file. The caller closes it. */
export async function openMediumFile(
  folder: string,
  path: readonly string[],
): Promise<FileHandle | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    const file = await open(join(folder, ...path), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return undefined;
  } catch (cause) {
    if (isSystemError(cause) && ABSENT.includes(cause.code)) return undefined;
    throw cause;
  }
}
