import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { openPseudoTerminal } from '../../hardware/kit/pseudo-terminal.ts';
import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import { seededRandom } from '../../hardware/kit/seeded-random.ts';
import { openTcpLine } from '../../hardware/kit/tcp-line.ts';
import { aborted } from './aborted.ts';
import type {
  FollowCommand,
  SimulatedMachine,
  SimulatedWebMachine,
  SimulationOptions,
} from './simulated-machine.ts';
import { simulatedMachines, simulatedWebMachines } from './simulated-machines.ts';

export interface SimulateIo {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

const MACHINES = simulatedMachines.map(({ name }) => name).join('|');
const WEB_MACHINES = simulatedWebMachines.map(({ name }) => name).join('|');

const NAME_COLUMNS = 18;

const USAGE = `tillwarden simulate ${MACHINES} --tty PATH|--tcp PORT [--config FILE] [--fast] [--seed N] [--until-eof]
tillwarden simulate ${WEB_MACHINES} --port N [--config FILE] [--fast] [--until-eof]
  A simulated machine behind a pseudo-terminal that is linked at PATH, behind a network port of
  this computer, any that is free for 0, or behind an HTTPS server on such a port. Commands come one a line
  on the standard input (try "help"), events go one JSON object a line to the standard output.
  --fast       quicker mechanics
  --seed N     what noise and garbling are made of
  --until-eof  end when the standard input ends, not only by "quit" or a signal
${[...simulatedMachines, ...simulatedWebMachines].map(listed).join('')}`;

function listed({ name, summary }: Pick<SimulatedMachine, 'name' | 'summary'>): string {
  return `  ${name.padEnd(NAME_COLUMNS)} ${summary}\n`;
}

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

/** A machine, and where it is to be reached. */
type Wanted =
  | { readonly kind: 'line'; readonly machine: SimulatedMachine; readonly place: Place }
  | { readonly kind: 'web'; readonly machine: SimulatedWebMachine; readonly port: number };

interface Options {
  readonly wanted: Wanted;
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
        port: { type: 'string' },
        config: { type: 'string' },
        fast: { type: 'boolean', default: false },
        seed: { type: 'string', default: '1' },
        'until-eof': { type: 'boolean', default: false },
      },
    });
    const { config, fast } = values;
    const seed = Number(values.seed);
    const [name, ...others] = positionals;
    const wanted = wantedOf(name, values);
    if (wanted === undefined || others.length > 0 || !Number.isSafeInteger(seed)) return undefined;
    return {
      wanted,
      seed,
      configFile: config,
      isFast: fast,
      isUntilEof: values['until-eof'],
    };
  } catch {
    return undefined;
  }
}

interface Places {
  readonly tty?: string;
  readonly tcp?: string;
  readonly port?: string;
}

function wantedOf(name: string | undefined, places: Places): Wanted | undefined {
  const machine = simulatedMachines.find((one) => one.name === name);
  const place = placeOf(places);
  if (machine !== undefined) {
    const isLine = place !== undefined && places.port === undefined;
    return isLine ? { kind: 'line', machine, place } : undefined;
  }
  const served = simulatedWebMachines.find((one) => one.name === name);
  const port = portOf(places.port);
  const isElsewhere = places.tty !== undefined || places.tcp !== undefined;
  if (served === undefined || port === undefined || isElsewhere) return undefined;
  return { kind: 'web', machine: served, port };
}

function placeOf({ tty, tcp }: Places): Place | undefined {
  if ((tty === undefined) === (tcp === undefined)) return undefined;
  if (tty !== undefined) return { kind: 'tty', path: tty };
  const port = portOf(tcp);
  return port === undefined ? undefined : { kind: 'tcp', port };
}

function portOf(text: string | undefined): number | undefined {
  const port = Number(text);
  return Number.isInteger(port) && port >= 0 && port <= PORT_MAX ? port : undefined;
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
  const { wanted, configFile, isFast, seed } = options;
  const config = configFile === undefined ? undefined : await readJson(configFile);
  const random = seededRandom(seed);
  const onEvent = (event: object): void => tell(io, event);
  await using stack = new AsyncDisposableStack();
  const { follow, found } = await begin(wanted, { config, isFast, random, onEvent }, stack);
  tell(io, { event: 'ready', ...found });
  const hasQuit = await followCommands(follow, io);
  if (!hasQuit && !options.isUntilEof) await aborted(io.signal);
  tell(io, { event: 'ended' });
}

interface Begun {
  readonly follow: FollowCommand;
  readonly found: object;
}

async function begin(
  wanted: Wanted,
  options: Omit<SimulationOptions, 'line'>,
  stack: AsyncDisposableStack,
): Promise<Begun> {
  switch (wanted.kind) {
    case 'web': {
      const { follow, address } = stack.use(await wanted.machine.serve(options, wanted.port));
      return { follow, found: address };
    }
    case 'line': {
      const { line, found } = stack.use(await openPlace(wanted.place));
      return { follow: wanted.machine.start({ ...options, line }), found };
    }
  }
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
