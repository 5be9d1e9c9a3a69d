import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createSimCcnet } from '../../hardware/drivers/ccnet/sim.ts';
import { createSimEbds } from '../../hardware/drivers/ebds/sim.ts';
import { createSimId003 } from '../../hardware/drivers/id003/sim.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { fastNoteTiming, realNoteTiming } from '../../hardware/kit/sim-notes.ts';
import {
  parseValidatorCommand,
  runValidatorCommand,
} from '../../hardware/kit/sim-validator-commands.ts';
import type { SimValidator, SimValidatorOptions } from '../../hardware/kit/sim-validator.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import { aborted } from './aborted.ts';

export interface SimulateBillsIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

const FAMILIES: Readonly<Record<string, (options: SimValidatorOptions) => SimValidator>> = {
  ccnet: createSimCcnet,
  id003: createSimId003,
  ebds: createSimEbds,
};

const USAGE = `tillwarden simulate ${Object.keys(FAMILIES).join('|')} --tty PATH [--fast] [--seed N] [--until-eof]
  A simulated bill validator behind a pseudo-terminal that is linked at PATH. Commands come one a line
  on the standard input (try "help"), events go one JSON object a line to the standard output.
  --fast       quicker mechanics
  --seed N     what noise and garbling are made of
  --until-eof  end when the standard input ends, not only by "quit" or a signal
`;

const EXIT_USAGE = 2;
const LINE_MAX_CHARACTERS = 4_096;

/** Whether the first word after `simulate` names a bill validator. */
export function isBillFamily(family: string | undefined): boolean {
  return family !== undefined && Object.hasOwn(FAMILIES, family);
}

/** Runs a simulated bill validator until it is told to quit or the signal fires; gives the exit code. */
export async function runSimulateBills(
  argv: readonly string[],
  io: SimulateBillsIo,
): Promise<number> {
  const options = parseOptions(argv);
  if (options === undefined) {
    io.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  try {
    await using line = await openPseudoTerminal(options.tty);
    await simulate(options, line, io);
    return 0;
  } catch (error) {
    tell(io, { event: 'error', code: 'cannot-simulate', message: String(error) });
    return 1;
  }
}

interface Options {
  readonly create: (options: SimValidatorOptions) => SimValidator;
  readonly tty: string;
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
        fast: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        'until-eof': { type: 'boolean', default: false },
      },
    });
    const create = FAMILIES[positionals[0] ?? ''];
    const seed = Number(values.seed);
    const isSound = positionals.length === 1 && Number.isSafeInteger(seed);
    if (create === undefined || values.tty === undefined || !isSound) return undefined;
    const { tty, fast } = values;
    return { create, tty, seed, isFast: fast, isUntilEof: values['until-eof'] };
  } catch {
    return undefined;
  }
}

async function simulate(options: Options, line: DeviceLine, io: SimulateBillsIo): Promise<void> {
  const { create, seed, isFast, isUntilEof, tty } = options;
  const timing = isFast ? fastNoteTiming : realNoteTiming;
  const sim = create({ clock: systemClock, random: seededRandom(seed), timing });
  sim.onEvent((event) => tell(io, event));
  sim.attach(line);
  tell(io, { event: 'ready', tty });
  const hasQuit = await followCommands(sim, line, io);
  if (!hasQuit && !isUntilEof) await aborted(io.signal);
  tell(io, { event: 'ended' });
}

/** True when told to quit, false when the input ended by itself. */
async function followCommands(
  sim: SimValidator,
  line: DeviceLine,
  io: SimulateBillsIo,
): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity });
  const stop = (): void => lines.close();
  io.signal.addEventListener('abort', stop, { once: true });
  io.stdout.once('error', stop);
  try {
    for await (const text of lines) {
      if (text.trim() !== '' && (await follow(sim, line, { text, io }))) return true;
      if (io.signal.aborted) return true;
    }
    return io.signal.aborted;
  } finally {
    io.signal.removeEventListener('abort', stop);
    lines.close();
  }
}

async function follow(
  sim: SimValidator,
  line: DeviceLine,
  { text, io }: { readonly text: string; readonly io: SimulateBillsIo },
): Promise<boolean> {
  const parsed = parseValidatorCommand(text.slice(0, LINE_MAX_CHARACTERS));
  if (parsed.kind === 'bad') {
    tell(io, { event: 'error', code: parsed.code, message: parsed.message });
    return false;
  }
  tell(io, await runValidatorCommand(sim, line, parsed.command));
  return parsed.command.do === 'quit';
}

function tell(io: SimulateBillsIo, event: object): void {
  io.stdout.write(`${JSON.stringify(event)}\n`);
}
