import { systemClock } from '../../hardware/kit/system-clock.ts';
import { checkRepository } from '../../sync/vendor/release-check.ts';
import { readSettings } from '../../sync/vendor/release-settings.ts';
import type { CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { isStoredWhole } from './release-folder.ts';
import { openRepository } from './release-vault.ts';
import { countOf } from './values.ts';

const WITHIN_DAYS = '60';
const DAYS = { min: 0, max: 3_650 };

/** Exit code 1 where something is wrong; 0 where something only will be. */
export function checkRelease(flags: ReleaseFlags, { stdout }: CommandIo): number {
  const { folder, files } = openRepository(flags);
  const { isDemo } = readSettings(files);
  const findings = checkRepository(files, {
    nowMs: systemClock.wallMs(),
    withinDays: countOf('--days', flags.days ?? WITHIN_DAYS, DAYS),
    hasFile: (file) => isStoredWhole(folder, file),
  });
  const errors = findings.filter(({ kind }) => kind === 'error').length;
  const code = errors === 0 ? 0 : 1;
  if (flags.json) {
    stdout.write(`${JSON.stringify({ isDemo, findings })}\n`);
    return code;
  }
  stdout.write(demoBanner(isDemo));
  for (const { kind, text } of findings) stdout.write(`${kind}: ${text}\n`);
  if (findings.length === 0) stdout.write('All is signed, whole, and good for long enough.\n');
  return code;
}
