import { systemClock } from '../../hardware/kit/system-clock.ts';
import { NO_KEYS } from '../../sync/vendor/release-keys.ts';
import { publication, type PublishFor } from '../../sync/vendor/release-publish.ts';
import { readSettings } from '../../sync/vendor/release-settings.ts';
import { UsageError, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { publishInto } from './release-folder.ts';
import type { ReleaseFlags } from './release-flags.ts';
import { openRepository, openVault, type OpenVault } from './release-vault.ts';
import { countOf } from './values.ts';

/** What the design of updates gives a medium; a plain server should say sooner that it is alive. */
const USB_DAYS = '180';
const STATIC_DAYS = '7';
const DAYS = { min: 1, max: 3_650 };

/** Copies what is signed to where it is served from; a till sees only what is whole. */
export async function publishRelease(
  to: string,
  flags: ReleaseFlags,
  io: CommandIo,
): Promise<number> {
  const wanted = wantedOf(flags);
  const { vault, folder, isDemo } =
    wanted.kind === 'hub' ? withoutKeys(flags) : openVault(flags, io);
  const published = await publication(vault, wanted, systemClock.wallMs());
  const copied = publishInto(to, published, folder);
  io.stdout.write(
    `${demoBanner(isDemo)}${to} has ${published.targets.length} files; ${copied} of them are new.\n` +
      `${noteOn(wanted, published.expires)}\n`,
  );
  return 0;
}

/** A hub signs what is fresh itself: no key of the vendor's is asked for. */
function withoutKeys(flags: ReleaseFlags): Pick<OpenVault, 'vault' | 'folder' | 'isDemo'> {
  const { folder, files } = openRepository(flags);
  return { folder, vault: { files, keyring: NO_KEYS }, isDemo: readSettings(files).isDemo };
}

function wantedOf({ usb, static: isStatic, days, version }: ReleaseFlags): PublishFor {
  if (usb && isStatic) throw new UsageError('say --usb or --static, not both');
  if (usb) {
    const versions = version ?? [];
    return { kind: 'usb', days: countOf('--days', days ?? USB_DAYS, DAYS), versions };
  }
  if (version !== undefined) throw new UsageError('--version is for a medium: say --usb too');
  if (isStatic) return { kind: 'static', days: countOf('--days', days ?? STATIC_DAYS, DAYS) };
  if (days !== undefined)
    throw new UsageError('--days is for --usb or --static; a hub has its own');
  return { kind: 'hub' };
}

function noteOn({ kind }: PublishFor, expires: string | undefined): string {
  switch (kind) {
    case 'hub':
      return 'A hub that serves this folder signs its snapshot and timestamp itself.';
    case 'usb':
      return `Tills take it from a medium until ${expires}, and never from a network.`;
    case 'static':
      return (
        `Good until ${expires}; publish again before. A plain server gives every release to whoever ` +
        `asks: use one only where no plan makes updates depend on maintenance.`
      );
  }
}
