/** `tillwarden hub vault`: the key file of what the hub seals, on its own computer. */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { databasePath } from '../../sync/hub/hub-office.ts';
import { openHubDatabase } from '../../sync/hub/store/hub-database.ts';
import { keyringText, readKeyring, withNewKey } from '../../sync/hub/vault/keyring.ts';
import { rotateVault } from '../../sync/hub/vault/rotate.ts';
import { replaceFile } from '../config/replace-file.ts';
import { UsageError, type CommandIo } from './command.ts';
import { hubFolder, type HubAction } from './hub-action.ts';
import { required } from './values.ts';

const FILE_MODE = 0o600;

export const vaultAction: HubAction = {
  usage: `hub vault init --vault-key FILE                 make the key that the hub seals access data with
  hub vault rotate --data FOLDER --vault-key FILE   seal everything anew under another key`,
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { data: { type: 'string' }, 'vault-key': { type: 'string' } },
  });
  const path = required(values['vault-key'], 'where the key lies: --vault-key FILE');
  const [action, ...more] = positionals;
  if (more.length === 0 && action === 'init') return init(path, io);
  if (more.length === 0 && action === 'rotate') return rotate(path, hubFolder(values.data), io);
  throw new UsageError('say hub vault init or rotate');
}

function init(path: string, { stdout }: CommandIo): number {
  // What was sealed with it would be lost.
  if (existsSync(path)) throw new UsageError(`${path} is there: a key is never overwritten`);
  replaceFile(path, keyringText(withNewKey([])), FILE_MODE);
  stdout.write(`${path} is made. Keep a copy where the hub’s backups do not lie: without it, what is
sealed stays sealed for ever. Start the hub with --vault-key ${path}\n`);
  return 0;
}

/** A hub beside it reads the file at each use: it may go on running. */
async function rotate(path: string, folder: string, { stdout }: CommandIo): Promise<number> {
  const keyring = withNewKey(readKeyring(path));
  replaceFile(path, keyringText(keyring), FILE_MODE);
  const database = await openHubDatabase(databasePath(folder));
  try {
    const doer = { name: 'console', address: 'console' };
    const atMs = systemClock.wallMs();
    const count = await rotateVault({ database, atMs, keyring, doer });
    replaceFile(path, keyringText([keyring[0]]), FILE_MODE);
    stdout.write(`${count} sealed anew. The old key opens nothing here any more.\n`);
    return 0;
  } finally {
    await database.destroy();
  }
}
