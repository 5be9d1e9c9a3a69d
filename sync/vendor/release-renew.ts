import { readRepository } from '../trust/tuf/read-repository.ts';
import {
  assertNothingWaits,
  proposeChange,
  type ChangeOutcome,
  type ReleaseVault,
} from './release-change.ts';
import { metadataFiles } from './release-files.ts';
import { readSettings } from './release-settings.ts';
import { signedTerms } from './release-terms.ts';

/**
 * Signs all that lies below the root for its full time again; what it says stays. The root, which
 * takes k of n, is renewed by rotating it. Throws `VendorError`.
 */
export async function renewTargets(vault: ReleaseVault, nowMs: number): Promise<ChangeOutcome> {
  using _lock = vault.files.lock();
  assertNothingWaits(vault.files);
  const settings = readSettings(vault.files);
  const { roles } = readRepository(metadataFiles(vault.files));
  const renewed = roles.map(({ name, version, file: { signed } }) => {
    const days = name === 'targets' ? settings.days.targets : settings.days.delegated;
    const terms = signedTerms(version + 1, { nowMs, days });
    return [name, { signatures: [], signed: { ...signed, ...terms } }] as const;
  });
  const summary = 'sign all releases for their full time again';
  return await proposeChange(vault, { summary, settings, roles: Object.fromEntries(renewed) });
}
