import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { Stranded } from '../core/update/stranded-release.ts';
import { yankRelease } from '../../sync/vendor/release-yank.ts';
import type { CommandIo } from './command.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { openVault, tellOutcome } from './release-vault.ts';

/** Withdraws a release, and says whom that leaves with nothing. */
export async function yank(version: string, flags: ReleaseFlags, io: CommandIo): Promise<number> {
  const open = openVault(flags, io);
  const { channel, platform } = flags;
  const wanted = { version, channel, platform };
  const { outcome, stranded } = await yankRelease(open.vault, wanted, systemClock.wallMs());
  const code = tellOutcome(outcome, open, io);
  io.stdout.write(
    `Tills that run ${version} go on with it until they are told to install another. Its file stays ` +
      `where it was published; no till can verify it any more.\n`,
  );
  for (const one of stranded) io.stdout.write(strandedText(one));
  return code;
}

function strandedText({ release, securityFloor, backdatedTo }: Stranded): string {
  return (
    `There is nothing to install now for tills that may run ${release.version} and nothing after ` +
    `it: the security floor is ${securityFloor}. Add a release at or above it soon, with ` +
    `--backdated-to ${backdatedTo} or before and a --floor not above ${release.version}.\n`
  );
}
