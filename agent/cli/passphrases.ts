/**
 * Passphrases of the vendor's keys: from files, from the environment, or asked for on the terminal.
 * Never from the arguments, which every user of the computer can read.
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Passphrases } from '../../sync/vendor/key-files.ts';
import { UsageError, type CommandIo } from './command.ts';

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

function firstLine(text: string): string {
  return text.split(/\r?\n/, 1)[0] ?? '';
}

/** Several root keys may have a passphrase each: `root-2` takes the second, or the last there is. */
function givenFor(name: string, given: readonly string[]): string | undefined {
  const serial = /^root-(\d+)$/.exec(name)?.[1];
  return serial === undefined ? given[0] : (given[Number(serial) - 1] ?? given.at(-1));
}

async function askTwice(name: string, io: CommandIo): Promise<string> {
  const passphrase = await ask(`New passphrase for ${name}: `, io);
  if ((await ask('The same again: ', io)) === passphrase) return passphrase;
  throw new UsageError('these were two different passphrases');
}

async function ask(question: string, { stdin, stderr, signal }: CommandIo): Promise<string> {
  if (!('isTTY' in stdin && stdin.isTTY === true)) {
    throw new UsageError('say where the passphrase is: --passphrase-file or TILLWARDEN_PASSPHRASE');
  }
  stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await terminal.question('', { signal });
  } finally {
    terminal.close();
    stderr.write('\n');
  }
}
