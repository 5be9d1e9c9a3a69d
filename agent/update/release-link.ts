/**
 * The links that say which release runs: symbolic links, replaced as a whole. The one place that
 * knows how; a system without such links needs another file like this one.
 */
import { readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReleaseLinkName } from '../core/update/supervision.ts';
import { syncEntryNow } from './durable-file.ts';

/** Durable on return; a power cut leaves the old link or the new one. */
export function pointLink(prefix: string, link: ReleaseLinkName, version: string): void {
  if (linkedVersion(prefix, link) === version) return;
  const temporary = join(prefix, `.${link}.new`);
  rmSync(temporary, { force: true });
  // Relative, so that the whole tree can be moved.
  symlinkSync(join('releases', version), temporary);
  syncEntryNow(prefix);
  renameSync(temporary, join(prefix, link));
  syncEntryNow(prefix);
}

/** Undefined: there is no such link. */
export function linkedVersion(prefix: string, link: ReleaseLinkName): string | undefined {
  try {
    return basename(readlinkSync(join(prefix, link)));
  } catch {
    return undefined;
  }
}
