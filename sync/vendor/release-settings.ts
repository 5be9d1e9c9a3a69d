/** What a release repository needs to know besides its signed metadata; none of it is believed by a till. */
import { z } from 'zod';
import { textSchema } from '../trust/fields.ts';
import { parseJson } from '../trust/parse-json.ts';
import { releaseSchema } from '../trust/release-schema.ts';
import type { RepositoryFiles } from './release-files.ts';
import { VendorError } from './vendor-error.ts';

const SETTINGS_FILE = 'release.json';
const DAYS_MAX = 3_650;

const daysSchema = z.int().min(1).max(DAYS_MAX);

export const settingsSchema = z.strictObject({
  format: z.literal('tillwarden-release-repository-v1'),
  vendor: textSchema,
  isDemo: z.boolean(),
  /** How long what is signed today stays good. */
  days: z.strictObject({ root: daysSchema, targets: daysSchema, delegated: daysSchema }),
  /** How people call the keys. */
  keyNames: z.record(z.string(), z.string()),
  /**
   * Releases that were withdrawn. Tills may still run them: their versions stay taken, and their
   * security floors count.
   */
  yanked: z.array(
    z.strictObject({
      path: z.string(),
      lengthBytes: z.int().min(1),
      sha256: z.string(),
      release: releaseSchema,
    }),
  ),
});

export type ReleaseSettings = z.infer<typeof settingsSchema>;

export function isRepository(files: RepositoryFiles): boolean {
  return files.read(SETTINGS_FILE) !== undefined;
}

/** Throws `VendorError` where the folder is no repository, or its file is damaged. */
export function readSettings(files: RepositoryFiles): ReleaseSettings {
  const text = files.read(SETTINGS_FILE);
  if (text === undefined) {
    throw new VendorError(
      'not-found',
      'there is no release repository in this folder: tillwarden release init',
    );
  }
  const parsed = settingsSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new VendorError('invalid-file', `${SETTINGS_FILE}: ${z.prettifyError(parsed.error)}`);
}

export function writeSettings(files: RepositoryFiles, settings: ReleaseSettings): void {
  files.replace(SETTINGS_FILE, `${JSON.stringify(settings, null, 2)}\n`);
}
