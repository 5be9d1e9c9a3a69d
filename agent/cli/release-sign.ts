import { systemClock } from '../../hardware/kit/system-clock.ts';
import { dropPending, signPending } from '../../sync/vendor/release-change.ts';
import { renewTargets } from '../../sync/vendor/release-renew.ts';
import { UsageError, type CommandIo } from './command.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { openRepository, openVault, tellOutcome } from './release-vault.ts';

/** Signs what waits, with the keys that whoever calls it has; or renews, or drops it. */
export async function signRelease(flags: ReleaseFlags, io: CommandIo): Promise<number> {
  if (flags.drop && flags.renew) throw new UsageError('say --drop or --renew, not both');
  if (flags.drop) return drop(flags, io);
  const open = openVault(flags, io);
  const outcome = flags.renew
    ? await renewTargets(open.vault, systemClock.wallMs())
    : await signPending(open.vault);
  return tellOutcome(outcome, open, io);
}

function drop(flags: ReleaseFlags, { stdout }: CommandIo): number {
  const { files } = openRepository(flags);
  const isThere = dropPending(files);
  stdout.write(
    isThere
      ? 'Dropped what waited for signatures. What is signed and published is as it was.\n'
      : 'Nothing waits for signatures, so nothing is dropped.\n',
  );
  return 0;
}
