/** The supervisor's record on the disk. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recoveredSlots, type Slots } from '../core/update/slots.ts';
import { isVersion } from '../core/update/version.ts';
import { replaceFile } from '../config/replace-file.ts';
import { slotsFile, wholeReleases } from './installed-tree.ts';
import { linkedVersion } from './release-link.ts';
import { rollbackCauseSchema } from './rollback-cause.ts';
import { SupervisorError } from './supervisor-error.ts';

const FILE_MODE = 0o644;

const versionSchema = z.string().refine(isVersion);

/** Not strict: a newer supervisor may have written more, and this one may have to take over again. */
const slotsSchema = z.object({
  current: versionSchema,
  previous: versionSchema.optional(),
  trial: z.object({ from: versionSchema, starts: z.int().min(0) }).optional(),
  lastGood: versionSchema,
  supervisor: versionSchema,
  supervisorPrevious: versionSchema.optional(),
  rollbacks: z.array(
    z.object({
      version: versionSchema,
      to: versionSchema,
      cause: rollbackCauseSchema,
      evidence: z.string(),
    }),
  ),
});

export interface HeldSlots {
  readonly slots: Slots;
  /** False: made up from the links, as the file was of no use. */
  readonly isRead: boolean;
}

/** The record, or what the tree shows in its place. Throws `SupervisorError` `nothing-installed`. */
export function readSlots(prefix: string): HeldSlots {
  const record = readRecord(prefix);
  if (record !== undefined) return { slots: record, isRead: true };
  const slots = recoveredSlots({
    current: linkedVersion(prefix, 'current'),
    supervisor: linkedVersion(prefix, 'supervisor'),
    releases: wholeReleases(prefix),
  });
  if (slots !== undefined) return { slots, isRead: false };
  throw new SupervisorError('nothing-installed', `there is no release to run in ${prefix}`);
}

/** What the file says; undefined where it is of no use. */
export function readRecord(prefix: string): Slots | undefined {
  return slotsSchema.safeParse(readJson(slotsFile(prefix))).data;
}

/** Durable on return. */
export function writeSlots(prefix: string, slots: Slots): void {
  replaceFile(slotsFile(prefix), `${JSON.stringify(slots, undefined, 2)}\n`, FILE_MODE);
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
