/**
 * The `tillwarden` program: reads argv and the environment, runs one subcommand, and ends when that
 * has let go of everything. Nothing else of the agent reads `process`.
 */
import { readFileSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { UsageError, type Command, type CommandIo } from './cli/command.ts';

/** Each is loaded only when it is asked for: a till that starts should not wait for the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./cli/run.ts')).runCommand,
  init: async () => (await import('./cli/init.ts')).initCommand,
  client: async () => (await import('./cli/client.ts')).clientCommand,
  operator: async () => (await import('./cli/operator.ts')).operatorCommand,
  cash: async () => (await import('./cli/cash.ts')).cashCommand,
  journal: async () => (await import('./cli/journal.ts')).journalCommand,
  keys: async () => (await import('./cli/keys.ts')).keysCommand,
  release: async () => (await import('./cli/release.ts')).releaseCommand,
  licence: async () => (await import('./cli/licence.ts')).licenceCommand,
  hub: async () => (await import('./cli/hub.ts')).hubCommand,
  enrol: async () => (await import('./cli/enrol.ts')).enrolCommand,
  update: async () => (await import('./cli/update.ts')).updateCommand,
  devices: async () => (await import('./cli/devices.ts')).devicesCommand,
  decide: async () => (await import('./cli/decide.ts')).decideCommand,
  plan: async () => (await import('./cli/plan.ts')).planCommand,
  hours: async () => (await import('./cli/hours.ts')).hoursCommand,
  term: async () => (await import('./cli/term.ts')).termCommand,
  ledger: async () => (await import('./cli/ledger.ts')).ledgerCommand,
  simulate: async () => ({
    usage:
      'simulate MACHINE --tty PATH|--tcp PORT [--config FILE] [--fast] [--seed N] [--until-eof]',
    summary:
      'A simulated machine on a pseudo-terminal or a network port, for whoever has none at hand.',
    run: (await import('./cli/simulate.ts')).runSimulate,
  }),
};

const EXIT_USAGE = 2;

enableCompileCache();
const root = resolve(import.meta.dirname, '..');
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());
process.exitCode = await main(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: stop.signal,
  root,
  version: versionOf(root),
});

async function main([name = 'help', ...argv]: readonly string[], io: CommandIo): Promise<number> {
  if (name === 'help' || name === '--help') return help(io);
  if (name === 'version' || name === '--version') {
    io.stdout.write(`${io.version}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    io.stderr.write(`There is no command ${name}. See: tillwarden help\n`);
    return EXIT_USAGE;
  }
  const command = await load();
  try {
    return await command.run(argv, io);
  } catch (cause) {
    return failed(command, cause, io);
  }
}

async function help({ stdout, version }: CommandIo): Promise<number> {
  stdout.write(`Tillwarden ${version}\n\n`);
  for (const load of Object.values(COMMANDS)) {
    const { usage, summary } = await load();
    stdout.write(`  tillwarden ${usage}\n      ${summary}\n`);
  }
  return 0;
}

/** What went wrong, in one sentence where it is something the caller can put right. */
function failed({ usage }: Command, cause: unknown, { stderr }: CommandIo): number {
  if (cause instanceof UsageError || isBadFlag(cause)) {
    stderr.write(`${cause.message}\nUsage: tillwarden ${usage}\n`);
    return EXIT_USAGE;
  }
  const isOurs = cause instanceof Error && 'code' in cause;
  stderr.write(isOurs ? `${cause.message}\n` : `${String(cause)}\n${stackOf(cause)}\n`);
  return 1;
}

function isBadFlag(cause: unknown): cause is Error {
  return (
    cause instanceof Error && 'code' in cause && String(cause.code).startsWith('ERR_PARSE_ARGS')
  );
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? '') : '';
}

function versionOf(folder: string): string {
  const content: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const isKnown = typeof content === 'object' && content !== null && 'version' in content;
  return isKnown ? String(content.version) : 'unknown';
}
