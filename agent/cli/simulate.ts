import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { openTcpLine } from '../../hardware/kit/tcp-line.ts';
import { aborted } from './aborted.ts';
import type { FollowCommand, SimulatedMachine } from './simulated-machine.ts';
import { simulatedMachines } from './simulated-machines.ts';

export interface SimulateIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

const MACHINES = simulatedMachines.map(({ name }) => name).join('|');

const USAGE = `tillwarden simulate ${MACHINES} --tty PATH|--tcp PORT [--config FILE] [--fast] [--seed N] [--until-eof]
  A simulated machine behind a pseudo-terminal that is linked at PATH, or behind a network port of
  this computer, any that is free for 0. Commands come one a line
  on the standard input (try "help"), events go one JSON object a line to the standard output.
  --fast       quicker mechanics
  --seed N     what noise and garbling are made of
  --until-eof  end when the standard input ends, not only by "quit" or a signal
`;

const EXIT_USAGE = 2;
const LINE_MAX_CHARACTERS = 4_096;
const PORT_MAX = 65_535;

/** Runs a simulated machine until it is told to quit or the signal fires; gives the exit code. */
export async function runSimulate(argv: readonly string[], io: SimulateIo): Promise<number> {
  const options = parseOptions(argv);
  if (options === undefined) {
    io.stderr.write(USAGE);
    return EXIT_USAGE;
  }
  try {
    await simulate(options, io);
    return 0;
  } catch (error) {
    tell(io, { event: 'error', code: 'cannot-simulate', message: String(error) });
    return 1;
  }
}

type Place =
  | { readonly kind: 'tty'; readonly path: string }
  | { readonly kind: 'tcp'; readonly port: number };

interface Options {
  readonly machine: SimulatedMachine;
  /** Where the machine is to be reached. */
  readonly place: Place;
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
        tcp: { type: 'string' },
        config: { type: 'string' },
        fast: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        'until-eof': { type: 'boolean', default: false },
      },
    });
    const { config, fast } = values;
    const place = placeOf(values);
    const seed = Number(values.seed);
    const [name, ...others] = positionals;
    const machine = simulatedMachines.find((one) => one.name === name);
    if (machine === undefined || others.length > 0) return undefined;
    if (place === undefined || !Number.isSafeInteger(seed)) return undefined;
    return {
      machine,
      place,
      seed,
      configFile: config,
      isFast: fast,
      isUntilEof: values['until-eof'],
    };
  } catch {
    return undefined;
  }
}

function placeOf({
  tty,
  tcp,
}: {
  readonly tty?: string;
  readonly tcp?: string;
}): Place | undefined {
  if ((tty === undefined) === (tcp === undefined)) return undefined;
  if (tty !== undefined) return { kind: 'tty', path: tty };
  const port = Number(tcp);
  const isPort = Number.isInteger(port) && port >= 0 && port <= PORT_MAX;
  return isPort ? { kind: 'tcp', port } : undefined;
}

interface OpenPlace extends AsyncDisposable {
  readonly line: DeviceLine;
  /** For whoever wants to connect. */
  readonly found: object;
}

async function openPlace(place: Place): Promise<OpenPlace> {
  switch (place.kind) {
    case 'tty': {
      const line = await openPseudoTerminal(place.path);
      const found = { tty: place.path };
      return { line, found, [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]() };
    }
    case 'tcp': {
      const line = await openTcpLine(place.port);
      const found = { port: line.port };
      return { line, found, [Symbol.asyncDispose]: () => line[Symbol.asyncDispose]() };
    }
  }
}

async function simulate(options: Options, io: SimulateIo): Promise<void> {
  const { machine, configFile, isFast, place, seed } = options;
  const config = configFile === undefined ? undefined : await readJson(configFile);
  await using opened = await openPlace(place);
  const { line, found } = opened;
  const random = seededRandom(seed);
  const onEvent = (event: object): void => tell(io, event);
  const follow = machine.start({ config, isFast, random, line, onEvent });
  tell(io, { event: 'ready', ...found });
  const hasQuit = await followCommands(follow, io);
  if (!hasQuit && !options.isUntilEof) await aborted(io.signal);
  tell(io, { event: 'ended' });
}

async function readJson(path: string): Promise<unknown> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  return value;
}

/** True when told to quit, false when the input ended by itself. */
async function followCommands(follow: FollowCommand, io: SimulateIo): Promise<boolean> {
  const lines = createInterface({ input: io.stdin, crlfDelay: Infinity });
  const stop = (): void => lines.close();
  io.signal.addEventListener('abort', stop, { once: true });
  io.stdout.once('error', stop);
  try {
    for await (const text of lines) {
      if (text.trim() !== '') {
        const { answer, isQuit } = await follow(text.slice(0, LINE_MAX_CHARACTERS));
        tell(io, answer);
        if (isQuit) return true;
      }
      if (io.signal.aborted) return true;
    }
    return io.signal.aborted;
  } finally {
    io.signal.removeEventListener('abort', stop);
    lines.close();
  }
}

function tell(io: SimulateIo, event: object): void {
  io.stdout.write(`${JSON.stringify(event)}\n`);
}
