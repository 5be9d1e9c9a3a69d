import { strandedRelease, type Stranded } from '../../agent/core/update/stranded-release.ts';
import { readRepository, type ReleaseEntry } from '../trust/tuf/read-repository.ts';
import {
  assertNothingWaits,
  proposeChange,
  type ChangeOutcome,
  type ReleaseVault,
} from './release-change.ts';
import { metadataFiles } from './release-files.ts';
import { lineOf } from './release-rules.ts';
import { readSettings } from './release-settings.ts';
import { changedRoles } from './release-targets.ts';
import { VendorError } from './vendor-error.ts';

export interface Yank {
  readonly version: string;
  /** Absent: of every channel, of every platform. */
  readonly channel?: string | undefined;
  readonly platform?: string | undefined;
}

export interface YankOutcome {
  readonly outcome: ChangeOutcome;
  /** Whom it leaves with nothing: it is not refused, since what is yanked may do harm. */
  readonly stranded: readonly Stranded[];
}

/**
 * Takes a release out of the signed metadata: no client can verify it any more. Its version stays
 * taken, and tills that run it go on. Throws `VendorError` `not-found`.
 */
export async function yankRelease(
  vault: ReleaseVault,
  yank: Yank,
  nowMs: number,
): Promise<YankOutcome> {
  using _lock = vault.files.lock();
  assertNothingWaits(vault.files);
  const settings = readSettings(vault.files);
  const repository = readRepository(metadataFiles(vault.files));
  const yanked = repository.releases.filter((entry) => isMeant(entry, yank));
  if (yanked.length === 0) {
    throw new VendorError(
      'not-found',
      `There is no release ${yank.version} like that, so nothing was changed. See: tillwarden release list`,
    );
  }
  const releases = repository.releases.filter((entry) => !yanked.includes(entry));
  const after = { ...settings, yanked: [...settings.yanked, ...yanked] };
  const roles = changedRoles([...releases, ...repository.runtimes], {
    repository,
    settings,
    nowMs,
  });
  const summary = `withdraw ${yanked.map(({ path }) => path).join(', ')}`;
  const outcome = await proposeChange(vault, { summary, settings: after, roles });
  const content = { releases, yanked: after.yanked };
  const stranded = yanked.map(({ release }) => strandedRelease(lineOf(release, content)));
  return { outcome, stranded: stranded.filter((found) => found !== undefined) };
}

function isMeant({ release }: ReleaseEntry, { version, channel, platform }: Yank): boolean {
  return (
    release.version === version &&
    (channel ?? release.channel) === release.channel &&
    (platform ?? release.platform) === release.platform
  );
}
