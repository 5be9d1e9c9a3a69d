import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { supervise } from '../update/supervisor.ts';
import { createSupervisorEvents } from '../update/supervisor-events.ts';
import { REPLACED_EXIT } from '../update/supervisor-words.ts';
import { UsageError, type Command, type CommandIo } from './command.ts';
import { countOf, required } from './values.ts';

const HEALTH_SECONDS = '120';
const HEALTH_SECONDS_MAX = 3_600;

export const superviseCommand: Command = {
  usage: 'supervise --prefix DIR [--health-seconds N] -- run [--config FILE]',
  summary: 'Run the installed release, and go back to the one before where a new one is no good.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const [own, programArgs] = splitAtDashes(argv);
  const { values } = parseArgs({
    args: [...own],
    options: {
      prefix: { type: 'string' },
      'health-seconds': { type: 'string', default: HEALTH_SECONDS },
    },
  });
  const prefix = resolve(required(values.prefix, '--prefix DIR'));
  if (!existsSync(prefix)) throw new UsageError(`there is no folder ${prefix}`);
  if (programArgs.length === 0) throw new UsageError('say after -- what the program is to do');
  const limits = { min: 1, max: HEALTH_SECONDS_MAX };
  const end = await supervise(
    {
      prefix,
      version: io.version,
      programArgs,
      healthMs: countOf('--health-seconds', values['health-seconds'], limits) * 1_000,
      env: io.env,
      stdout: io.stdout,
      stderr: io.stderr,
      clock: systemClock,
      events: createSupervisorEvents(pino({ level: 'info', base: null }, io.stdout)),
    },
    io.signal,
  );
  return end === 'replaced' ? REPLACED_EXIT : 0;
}

function splitAtDashes(argv: readonly string[]): readonly [readonly string[], readonly string[]] {
  const at = argv.indexOf('--');
  return at < 0 ? [argv, []] : [argv.slice(0, at), argv.slice(at + 1)];
}
