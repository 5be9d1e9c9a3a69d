/** Removes what an update leaves behind that was ordered and never started, before another is brought. */
import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { UpdateOrder } from '../core/update/update-order.ts';
import type { Slots } from '../core/update/slots.ts';
import type { ReleaseLinkName } from '../core/update/supervision.ts';
import { isVersion } from '../core/update/version.ts';
import {
  COMPLETE_MARK,
  compileCache,
  releaseFolder,
  releasesFolder,
  runtimesFolder,
  unusedRuntimes,
} from './installed-tree.ts';
import { linkedVersion } from './release-link.ts';
import { readRecord } from './slots-file.ts';

const LINKS: readonly ReleaseLinkName[] = ['current', 'supervisor', 'supervisor.previous'];

/**
 * Removes all releases but those of the order and those that the supervisor may start, and the runtimes
 * that none of them needs. Nothing where its record cannot be read: then any of them may be needed.
 */
export async function clearReleases(
  prefix: string,
  { application, runtime }: Pick<UpdateOrder, 'application' | 'runtime'>,
): Promise<void> {
  const slots = readRecord(prefix);
  if (slots === undefined || !existsSync(releasesFolder(prefix))) return;
  const kept = [application.version, ...named(slots), ...linked(prefix)];
  for (const version of readdirSync(releasesFolder(prefix)).filter(isVersion)) {
    if (kept.includes(version)) continue;
    await removeFolder(releaseFolder(prefix, version));
    await rm(compileCache(prefix, version), { recursive: true, force: true });
  }
  if (!existsSync(runtimesFolder(prefix))) return;
  for (const folder of unusedRuntimes(prefix)) {
    if (basename(folder) !== runtime.version) await removeFolder(folder);
  }
}

function named(slots: Slots): readonly (string | undefined)[] {
  const { current, previous, trial, lastGood, supervisor, supervisorPrevious } = slots;
  return [current, previous, trial?.from, lastGood, supervisor, supervisorPrevious];
}

/** Between the record and the links power may have failed. */
function linked(prefix: string): readonly (string | undefined)[] {
  return LINKS.map((link) => linkedVersion(prefix, link));
}

/** The mark first, so that half of it never looks like a whole one. */
async function removeFolder(folder: string): Promise<void> {
  await rm(join(folder, COMPLETE_MARK), { force: true });
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
