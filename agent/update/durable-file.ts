/** Files that survive a power cut: there is the old one or the new one, never a half. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const FILE_MODE = 0o644;

/** Replaces a file; resolves once it is durable. */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = `${path}.new`;
  await using file = await open(temporary, 'w', FILE_MODE);
  await file.writeFile(content);
  await file.sync();
  await rename(temporary, path);
  await syncEntry(dirname(path));
}

/** Makes a file's content, or a folder's list of names, durable. */
export async function syncEntry(path: string): Promise<void> {
  await using entry = await open(path, 'r');
  await entry.sync();
}

/** The same as `syncEntry`, before it returns. */
export function syncEntryNow(path: string): void {
  const entry = openSync(path, 'r');
  try {
    fsyncSync(entry);
  } finally {
    closeSync(entry);
  }
}
