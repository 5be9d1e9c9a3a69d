/**
 * Passphrases of the vendor's keys: from files, from the environment, or asked for on the terminal.
 * Never from the arguments, which every user of the computer can read.
 */
import { readFileSync } from 'node:fs';
import type { Passphrases } from '../../sync/vendor/key-files.ts';
import { askHidden, hasTerminal } from './ask-hidden.ts';
import { UsageError, type CommandIo } from './command.ts';
import { firstLine } from './typed-text.ts';

/** Opens demo keys where nobody says otherwise: they are no secret. */
const DEMO_PASSPHRASE = 'demo';

export interface PassphraseSources {
  readonly files: readonly string[];
  readonly isDemo: boolean;
}

export function passphrasesOf(sources: PassphraseSources, io: CommandIo): Passphrases {
  const given = givenPassphrases(sources, io.env);
  return {
    toOpen: async (name) => (given.length > 0 ? given : [await ask(`Passphrase of ${name}: `, io)]),
    forNew: async (name) => givenFor(name, given) ?? (await askTwice(name, io)),
  };
}

function givenPassphrases({ files, isDemo }: PassphraseSources, env: CommandIo['env']): string[] {
  const given = files.map((path) => firstLine(readFileSync(path, 'utf8')));
  const fromEnvironment = env['TILLWARDEN_PASSPHRASE'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') given.push(fromEnvironment);
  return given.length === 0 && isDemo ? [DEMO_PASSPHRASE] : given;
}

/** Root keys may have a passphrase each: `root-2` and `release-root-2` take the second, or the last. */
function givenFor(name: string, given: readonly string[]): string | undefined {
  const serial = /^(?:release-)?root-(\d+)$/.exec(name)?.[1];
  return serial === undefined ? given[0] : (given[Number(serial) - 1] ?? given.at(-1));
}

async function askTwice(name: string, io: CommandIo): Promise<string> {
  const passphrase = await ask(`New passphrase for ${name}: `, io);
  if ((await ask('The same again: ', io)) === passphrase) return passphrase;
  throw new UsageError('these were two different passphrases');
}

async function ask(question: string, io: CommandIo): Promise<string> {
  if (hasTerminal(io)) return await askHidden(question, io);
  throw new UsageError('say where the passphrase is: --passphrase-file or TILLWARDEN_PASSPHRASE');
}
