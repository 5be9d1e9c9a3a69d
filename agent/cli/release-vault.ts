/** The repository and the keys a command works with, as its flags name them. */
import { existsSync } from 'node:fs';
import { readRepository } from '../../sync/trust/tuf/read-repository.ts';
import type { KeyFiles } from '../../sync/vendor/key-files.ts';
import type { ChangeOutcome, ReleaseVault } from '../../sync/vendor/release-change.ts';
import { metadataFiles } from '../../sync/vendor/release-files.ts';
import { folderKeyring } from '../../sync/vendor/release-keys.ts';
import { readSettings } from '../../sync/vendor/release-settings.ts';
import { isKeyFolder, readVendorFile, writeVendorFile } from '../../sync/vendor/vendor-file.ts';
import { UsageError, type CommandIo } from './command.ts';
import { demoBanner } from './demo-banner.ts';
import { openKeyFolder } from './key-folder.ts';
import { passphrasesOf } from './passphrases.ts';
import { openReleaseFolder } from './release-folder.ts';
import { required } from './values.ts';

export interface VaultFlags {
  readonly repository?: string | undefined;
  readonly keys?: string | undefined;
  readonly 'passphrase-file'?: readonly string[] | undefined;
}

export interface OpenVault {
  readonly vault: ReleaseVault;
  /** The folder of the repository. */
  readonly folder: string;
  readonly keyFiles: KeyFiles;
  readonly isDemo: boolean;
}

/** A repository that is there, and the keys of a folder. Throws `UsageError`. */
export function openVault(flags: VaultFlags, io: CommandIo): OpenVault {
  const { folder, files } = openRepository(flags);
  const keyFiles = existingKeys(flags);
  const { isDemo } = readSettings(files);
  const passphrases = passphrasesOf({ files: flags['passphrase-file'] ?? [], isDemo }, io);
  const keyring = folderKeyring(keyFiles, { passphrases, isDemo });
  return { vault: { files, keyring }, folder, keyFiles, isDemo };
}

/** A repository that is there. Throws `UsageError`. */
export function openRepository({ repository }: Pick<VaultFlags, 'repository'>): {
  readonly folder: string;
  readonly files: ReleaseVault['files'];
} {
  const folder = required(repository, '--repository FOLDER');
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  return { folder, files: openReleaseFolder(folder) };
}

/** A folder of `tillwarden keys`, or one that a person who signs has for their own key. */
export function existingKeys({ keys }: Pick<VaultFlags, 'keys'>): KeyFiles {
  const folder = required(keys, '--keys FOLDER');
  if (!existsSync(folder)) throw new UsageError(`there is no folder ${folder}`);
  return openKeyFolder(folder);
}

/** Says what became of a change; when a root is in force, the vendor's next trust file has it. */
export function tellOutcome(
  outcome: ChangeOutcome,
  open: OpenVault,
  { stdout }: CommandIo,
): number {
  stdout.write(demoBanner(open.isDemo));
  switch (outcome.kind) {
    case 'in-force':
      noteRoot(open);
      stdout.write(
        `Signed: ${outcome.summary}.\n` +
          `Nothing is published by that. Next: tillwarden release publish FOLDER\n`,
      );
      return 0;
    case 'waiting':
      stdout.write(
        `Waiting for signatures: ${outcome.summary}.\n${outcome.missing
          .map(
            ({ name, have, need, keys }) =>
              `  ${name} has ${have} of ${need}; these can sign: ${keys.join(', ')}\n`,
          )
          .join('')}` +
          `What is published is as it was. Bring the repository to whoever has such a key: ` +
          `tillwarden release sign\n`,
      );
      return 0;
  }
}

/** Trust files carry the newest root, so that a new till does not believe keys that were replaced. */
function noteRoot({ vault, keyFiles }: OpenVault): void {
  if (!isKeyFolder(keyFiles)) return;
  using _lock = keyFiles.lock();
  const { root } = readRepository(metadataFiles(vault.files));
  const { signed, signatures } = root;
  writeVendorFile(keyFiles, { ...readVendorFile(keyFiles), releaseRoot: { signatures, signed } });
}
