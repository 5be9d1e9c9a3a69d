import { existsSync } from 'node:fs';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { generatePrivateKey } from '../../sync/trust/ed25519.ts';
import { releaseKeyText } from '../../sync/trust/tuf/release-key.ts';
import {
  RELEASE_KEY_ROLES,
  releaseKeyRoleOf,
  type ReleaseKeyRole,
} from '../../sync/vendor/release-keys.ts';
import { rotateKeys } from '../../sync/vendor/release-rotate.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type CommandIo } from './command.ts';
import { ROOTS_MAX, SECRET_FILE_MODE, type ReleaseFlags } from './release-flags.ts';
import { openVault, tellOutcome } from './release-vault.ts';
import { countOf } from './values.ts';

/** Adds, removes and replaces keys of the repository; without any of these the root is renewed. */
export async function rotateRoot(flags: ReleaseFlags, io: CommandIo): Promise<number> {
  const { add: adds = [], remove = [], replace = [], threshold } = flags;
  const add = [...adds.map(roleOf), ...replace.map(roleOfKey)];
  const open = openVault(flags, io);
  const rotation = {
    add,
    remove: [...remove, ...replace],
    threshold: thresholdOf(threshold),
    freshnessKey: hubKey(flags['hub-file'], add),
  };
  const outcome = await rotateKeys(open.vault, rotation, systemClock.wallMs());
  return tellOutcome(outcome, open, io);
}

function thresholdOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : countOf('--threshold', text, { min: 1, max: ROOTS_MAX });
}

/** Written before the root names it: one that only the root knows could sign nothing. */
function hubKey(hubFile: string | undefined, add: readonly ReleaseKeyRole[]) {
  if (hubFile === undefined) return undefined;
  if (add.filter((role) => role === 'freshness').length !== 1) {
    throw new UsageError('--hub-file is for one new freshness key: say --add freshness');
  }
  if (existsSync(hubFile)) {
    throw new UsageError(`${hubFile} is there already; a key is never overwritten`);
  }
  const key = generatePrivateKey();
  replaceFile(hubFile, releaseKeyText(key), SECRET_FILE_MODE);
  return key;
}

function roleOf(text: string): ReleaseKeyRole {
  const role = RELEASE_KEY_ROLES.find((candidate) => candidate === text);
  if (role !== undefined) return role;
  throw new UsageError(`--add takes ${RELEASE_KEY_ROLES.join(', ')}, not ${text}`);
}

function roleOfKey(name: string): ReleaseKeyRole {
  const role = releaseKeyRoleOf(name);
  if (role !== undefined) return role;
  throw new UsageError(`--replace takes the name of a key such as release-root-2, not ${name}`);
}
