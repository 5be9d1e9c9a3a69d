import { existsSync } from 'node:fs';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { generatePrivateKey } from '../../sync/trust/ed25519.ts';
import { releaseKeyText } from '../../sync/trust/tuf/release-key.ts';
import { initRelease } from '../../sync/vendor/release-init.ts';
import { folderKeyring } from '../../sync/vendor/release-keys.ts';
import { readVendorFile } from '../../sync/vendor/vendor-file.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type CommandIo } from './command.ts';
import { passphrasesOf } from './passphrases.ts';
import { openReleaseFolder } from './release-folder.ts';
import { ROOTS_MAX, SECRET_FILE_MODE, type ReleaseFlags } from './release-flags.ts';
import { existingKeys, tellOutcome } from './release-vault.ts';
import { countOf, required } from './values.ts';

const DAYS = { min: 1, max: 3_650 };

/** Makes a release repository for the vendor of a key folder. */
export async function initRepository(flags: ReleaseFlags, io: CommandIo): Promise<number> {
  const folder = required(flags.repository, '--repository FOLDER');
  const keyFiles = existingKeys(flags);
  const { vendor, isDemo, releaseRoot } = readVendorFile(keyFiles);
  if (releaseRoot !== undefined) {
    throw new UsageError(
      `${vendor} has a release repository, and tills trust its keys; a second one would be refused`,
    );
  }
  const hubFile = flags['hub-file'];
  if (hubFile !== undefined && existsSync(hubFile)) {
    throw new UsageError(`${hubFile} is there already; a key is never overwritten`);
  }
  const freshnessKey = hubFile === undefined ? undefined : generatePrivateKey();
  const passphrases = passphrasesOf({ files: flags['passphrase-file'] ?? [], isDemo }, io);
  const vault = {
    files: openReleaseFolder(folder),
    keyring: folderKeyring(keyFiles, { passphrases, isDemo }),
  };
  const wanted = { vendor, isDemo, ...rolesOf(flags), freshnessKey };
  if (hubFile !== undefined && freshnessKey !== undefined) {
    replaceFile(hubFile, releaseKeyText(freshnessKey), SECRET_FILE_MODE);
  }
  const outcome = await initRelease(vault, wanted, systemClock.wallMs());
  tellOutcome(outcome, { vault, folder, keyFiles, isDemo }, io);
  tellNext(flags, io);
  return 0;
}

function rolesOf(flags: ReleaseFlags) {
  const roots = countOf('--roots', flags.roots, { min: 1, max: ROOTS_MAX });
  const threshold = countOf('--threshold', flags.threshold ?? flags.roots, { min: 1, max: roots });
  return {
    roots,
    threshold,
    days: {
      root: countOf('--root-days', flags['root-days'], DAYS),
      targets: countOf('--targets-days', flags['targets-days'], DAYS),
      delegated: countOf('--release-days', flags['release-days'], DAYS),
    },
  };
}

function tellNext({ keys, 'hub-file': hubFile }: ReleaseFlags, { stdout }: CommandIo): void {
  if (hubFile !== undefined) {
    stdout.write(
      `The hub's key for snapshot and timestamp is in ${hubFile}, unencrypted, for the hub alone.\n`,
    );
  }
  stdout.write(
    `Keep copies of the keys in ${keys} offline, and take the release-root keys apart.\n` +
      `Tills take updates with the next trust file: tillwarden keys trust-file --folder ${keys} ` +
      `--out trust.json\n`,
  );
}
