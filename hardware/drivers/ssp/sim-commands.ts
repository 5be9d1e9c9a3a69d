import { z } from 'zod';
import type { DeviceLine } from '../../kit/device-line.ts';
import { readSimCommand, usageOf, type ParsedSimCommand } from '../../kit/sim-command-line.ts';
import type { SimTruth } from './sim-truth.ts';
import type { SimMachine } from './sim.ts';

const TIMES_MAX = 1_000_000;
const NOISE_MAX_BYTES = 10_000;
const DELAY_MAX_MS = 60_000;

const times = z.int().min(1).max(TIMES_MAX).default(1);
const code = z.int().min(0).max(255).optional();

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('insert'), valueMinor: z.int().min(1).max(100_000_000) }),
  z.strictObject({ do: z.enum(['silence', 'garble', 'lose-reply', 'repeat']), times, code }),
  z.strictObject({
    do: z.literal('delay'),
    delayMs: z.int().min(0).max(DELAY_MAX_MS),
    times,
    code,
  }),
  z.strictObject({ do: z.literal('noise'), count: z.int().min(1).max(NOISE_MAX_BYTES) }),
  z.strictObject({ do: z.literal('drop'), valueMinor: z.int().min(1).max(100_000_000) }),
  z.strictObject({ do: z.enum(['coin-jam', 'return-lever', 'coin-error']) }),
  z.strictObject({
    do: z.enum(['jam', 'unjam', 'stacker-full', 'stacker-emptied', 'fraud', 'surprise']),
  }),
  z.strictObject({ do: z.enum(['power-cut', 'power-on', 'lose-keys', 'clear', 'quit']) }),
  z.strictObject({ do: z.enum(['unplug', 'plug', 'truth', 'help']) }),
]);

export type SimCommand = z.infer<typeof commandSchema>;

/** The plain words after each command, in order; the last ones may be left out. */
const WORDS: Readonly<Record<SimCommand['do'], readonly string[]>> = {
  insert: ['valueMinor'],
  drop: ['valueMinor'],
  'coin-jam': [],
  'return-lever': [],
  'coin-error': [],
  jam: [],
  unjam: [],
  'stacker-full': [],
  'stacker-emptied': [],
  fraud: [],
  surprise: [],
  'power-cut': [],
  'power-on': [],
  'lose-keys': [],
  silence: ['times', 'code'],
  garble: ['times', 'code'],
  'lose-reply': ['times', 'code'],
  repeat: ['times', 'code'],
  delay: ['delayMs', 'times', 'code'],
  noise: ['count'],
  unplug: [],
  plug: [],
  truth: [],
  clear: [],
  help: [],
  quit: [],
};

/** Reads a line of plain words (`insert 500`) or JSON (`{"do":"insert","valueMinor":500}`). */
export function parseSimCommand(line: string): ParsedSimCommand<SimCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

export type CommandResult =
  | { readonly event: 'done'; readonly do: string }
  | { readonly event: 'error'; readonly code: 'unknown-value'; readonly message: string }
  | { readonly event: 'truth'; readonly units: SimTruth }
  | {
      readonly event: 'help';
      readonly commands: readonly string[];
      readonly devices: readonly string[];
    }
  | { readonly event: 'plugged' | 'unplugged' };

/** Does to the machine what a command says, and tells what came of it. */
export async function runSimCommand(
  machine: SimMachine,
  line: DeviceLine,
  asked: SimCommand,
): Promise<CommandResult> {
  switch (asked.do) {
    case 'truth':
      return { event: 'truth', units: machine.truth() };
    case 'help':
      return { event: 'help', commands: usageOf(WORDS), devices: machine.devices };
    case 'plug':
      await line.plug();
      return { event: 'plugged' };
    case 'unplug':
      await line.unplug();
      return { event: 'unplugged' };
    case 'insert':
      return machine.insert(asked.valueMinor) ? done(asked) : UNKNOWN_VALUE;
    case 'drop':
      return machine.dropToCashbox(asked.valueMinor) ? done(asked) : UNKNOWN_VALUE;
    case 'coin-jam':
    case 'return-lever':
    case 'coin-error':
      machine.troubleCoins(asked.do);
      return done(asked);
    case 'silence':
    case 'garble':
    case 'lose-reply':
    case 'repeat':
    case 'delay': {
      const { do: kind, ...limits } = asked;
      machine.behave({ kind, ...limits });
      return done(asked);
    }
    case 'noise':
      machine.makeNoise(asked.count);
      return done(asked);
    case 'jam':
    case 'unjam':
    case 'stacker-full':
    case 'stacker-emptied':
    case 'fraud':
    case 'surprise':
    case 'power-cut':
    case 'power-on':
    case 'lose-keys':
    case 'clear':
    case 'quit':
      ACTS[asked.do](machine);
      return done(asked);
  }
}

type PlainAct =
  | 'jam'
  | 'unjam'
  | 'stacker-full'
  | 'stacker-emptied'
  | 'fraud'
  | 'surprise'
  | 'power-cut'
  | 'power-on'
  | 'lose-keys'
  | 'clear'
  | 'quit';

const ACTS: Readonly<Record<PlainAct, (machine: SimMachine) => void>> = {
  jam: (machine) => machine.jam(true),
  unjam: (machine) => machine.jam(false),
  'stacker-full': (machine) => machine.fillStacker(true),
  'stacker-emptied': (machine) => machine.fillStacker(false),
  fraud: (machine) => machine.cheat(),
  surprise: (machine) => machine.surprise(),
  'power-cut': (machine) => machine.cutPower(),
  'power-on': (machine) => machine.restorePower(),
  'lose-keys': (machine) => machine.loseKeys(),
  clear: (machine) => machine.clearBehaviours(),
  quit: () => {},
};

const UNKNOWN_VALUE: CommandResult = {
  event: 'error',
  code: 'unknown-value',
  message: 'No unit here knows this value.',
};

function done(asked: SimCommand): CommandResult {
  return { event: 'done', do: asked.do };
}
