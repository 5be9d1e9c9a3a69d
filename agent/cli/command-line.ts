import { UsageError, type Command, type CommandIo } from './command.ts';

/** Each is loaded only when it is asked for: a till that starts should not wait for the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  run: async () => (await import('./run.ts')).runCommand,
  init: async () => (await import('./init.ts')).initCommand,
  client: async () => (await import('./client.ts')).clientCommand,
  operator: async () => (await import('./operator.ts')).operatorCommand,
  cash: async () => (await import('./cash.ts')).cashCommand,
  journal: async () => (await import('./journal.ts')).journalCommand,
  keys: async () => (await import('./keys.ts')).keysCommand,
  licence: async () => (await import('./licence.ts')).licenceCommand,
  hub: async () => (await import('./hub.ts')).hubCommand,
  enrol: async () => (await import('./enrol.ts')).enrolCommand,
  release: async () => (await import('./release.ts')).releaseCommand,
  supervise: async () => (await import('./supervise.ts')).superviseCommand,
  help: async () => (await import('./help.ts')).helpCommand,
  support: async () => (await import('./support.ts')).supportCommand,
  update: async () => (await import('./update.ts')).updateCommand,
  install: async () => (await import('./install.ts')).installCommand,
  devices: async () => (await import('./devices.ts')).devicesCommand,
  decide: async () => (await import('./decide.ts')).decideCommand,
  plan: async () => (await import('./plan.ts')).planCommand,
  hours: async () => (await import('./hours.ts')).hoursCommand,
  term: async () => (await import('./term.ts')).termCommand,
  ledger: async () => (await import('./ledger.ts')).ledgerCommand,
  simulate: async () => ({
    usage:
      'simulate MACHINE --tty PATH|--tcp PORT [--config FILE] [--fast] [--seed N] [--until-eof]',
    summary:
      'A simulated machine on a pseudo-terminal or a network port, for whoever has none at hand.',
    run: (await import('./simulate.ts')).runSimulate,
  }),
};

const EXIT_USAGE = 2;

/** Runs the subcommand that `argv` names, after `tillwarden`; the exit code, whatever goes wrong. */
export async function runCommandLine(
  [name = '--help', ...argv]: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (name === '--help') return help(io);
  if (name === 'version' || name === '--version') {
    io.stdout.write(`${io.version}\n`);
    return 0;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    io.stderr.write(`There is no command ${name}. See: tillwarden --help\n`);
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
