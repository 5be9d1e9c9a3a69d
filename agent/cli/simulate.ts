import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { parseSimCommand, runSimCommand } from '../../hardware/drivers/cctalk/sim-commands.ts';
import {
  euroMachine,
  fastTiming,
  simConfigSchema,
  type SimConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine, type SimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { aborted } from './aborted.ts';
import { isBillFamily, runSimulateBills } from './simulate-bills.ts';

export interface SimulateIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

const USAGE = `tillwarden simulate cctalk --tty PATH [--config FILE] [--fast] [--seed N] [--until-eof]
  A simulated cash machine behind a pseudo-terminal that is linked at PATH. Commands come one a line
  on the standard input (try "help"), events go one JSON object a line to the standard output.
  --fast       quicker mechanics
  --seed N     what noise and garbling are made of
  --until-eof  end when the standard input ends, not only by "quit" or a signal
`;

const EXIT_USAGE = 2;
const LINE_MAX_CHARACTERS = 4_096;

/** Runs a simulated machine until it is told to quit or the signal fires; gives the exit code. */
export async function runSimulate(argv: readonly string[], io: SimulateIo): Promise<number> {
  if (isBillFamily(argv[0])) return runSimulateBills(argv, io);
  const options = parseOptions(argv);
  if (options === undefined) {
    io.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  try {
    const config = await readConfig(options);
    await using line = await openPseudoTerminal(options.tty);
    await simulate({ options, config, line, io });
    return 0;
  } catch (error) {
    tell(io, { event: 'error', code: 'cannot-simulate', message: String(error) });
    return 1;
  }
}

interface Options {
  readonly tty: string;
  readonly configFile: string | undefined;
  readonly isFast: boolean;
  readonly isUntilEof: boolean;
  readonly seed: number;
}

function parseOptions(argv: readonly string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        tty: { type: 'string' },
        config: { type: 'string' },
        fast: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        'until-eof': { type: 'boolean', default: false },
      },
    });
    const { tty, config, fast } = values;
    const seed = Number(values.seed);
    const isFamilyKnown = positionals.length === 1 && positionals[0] === 'cctalk';
    if (!isFamilyKnown || tty === undefined || !Number.isSafeInteger(seed)) return undefined;
    return { tty, seed, configFile: config, isFast: fast, isUntilEof: values['until-eof'] };
  } catch {
    return undefined;
  }
}

async function readConfig({ configFile, isFast }: Options): Promise<SimConfig> {
  const config =
    configFile === undefined
      ? euroMachine
      : simConfigSchema.parse(JSON.parse(await readFile(configFile, 'utf8')));
  return isFast ? { ...config, timing: fastTiming } : config;
}

interface Simulation {
  readonly options: Options;
  readonly config: SimConfig;
  readonly line: DeviceLine;
  readonly io: SimulateIo;
}

async function simulate({ options, config, line, io }: Simulation): Promise<void> {
  const random = seededRandom(options.seed);
  const machine = createSimMachine({ clock: systemClock, config, random });
  machine.onEvent((event) => tell(io, event));
  machine.attach(line);
  tell(io, { event: 'ready', tty: options.tty });
  const hasQuit = await followCommands(machine, line, io);
  if (!hasQuit && !options.isUntilEof) await aborted(io.signal);
  tell(io, { event: 'ended' });
}

/** True when told to quit, false when the input ended by itself. */
async function followCommands(
  machine: SimMachine,
  line: DeviceLine,
  io: SimulateIo,
): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity });
  const stop = (): void => lines.close();
  io.signal.addEventListener('abort', stop, { once: true });
  io.stdout.once('error', stop);
  try {
    for await (const text of lines) {
      if (text.trim() !== '' && (await follow(machine, line, { text, io }))) return true;
      if (io.signal.aborted) return true;
    }
    return io.signal.aborted;
  } finally {
    io.signal.removeEventListener('abort', stop);
    lines.close();
  }
}

async function follow(
  machine: SimMachine,
  line: DeviceLine,
  { text, io }: { readonly text: string; readonly io: SimulateIo },
): Promise<boolean> {
  const parsed = parseSimCommand(text.slice(0, LINE_MAX_CHARACTERS));
  if (parsed.kind === 'bad') {
    tell(io, { event: 'error', code: parsed.code, message: parsed.message });
    return false;
  }
  tell(io, await runSimCommand(machine, line, parsed.command));
  return parsed.command.do === 'quit';
}

function tell(io: SimulateIo, event: object): void {
  io.stdout.write(`${JSON.stringify(event)}\n`);
}
