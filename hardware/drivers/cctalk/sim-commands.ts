import { z } from 'zod';
import type { DeviceLine } from '../../kit/device-line.ts';
import { readSimCommand, usageOf, type ParsedSimCommand } from '../../kit/sim-command-line.ts';
import { BILL_HEADER } from './bill-machine.ts';
import { HEADER } from './machine.ts';
import {
  delay,
  garble,
  loseReply,
  silence,
  type Behaviour,
  type BehaviourLimits,
} from './sim-behaviour.ts';
import type { SimTruth } from './sim-truth.ts';
import type { SimMachine } from './sim.ts';

const TIMES_MAX = 1_000_000;
const COUNT_MAX = 10_000;
const DELAY_MAX_MS = 60_000;

const device = z.string().min(1).max(40);
const times = z.int().min(1).max(TIMES_MAX).default(1);
const header = z.int().min(0).max(255).optional();

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('insert'), valueMinor: z.int().min(1).max(100_000_000) }),
  z.strictObject({ do: z.literal('insert-note'), valueMinor: z.int().min(1).max(100_000_000) }),
  z.strictObject({ do: z.enum(['string', 'stacker-out', 'stacker-in']) }),
  z.strictObject({ do: z.enum(['jam', 'unjam', 'empty']), device }),
  z.strictObject({ do: z.literal('fill'), device, count: z.int().min(1).max(COUNT_MAX) }),
  z.strictObject({ do: z.enum(['power-cut', 'power-up']), device: device.optional() }),
  z.strictObject({ do: z.enum(['silence', 'garble', 'lose-reply']), device, times, header }),
  z.strictObject({
    do: z.literal('delay'),
    device,
    delayMs: z.int().min(0).max(DELAY_MAX_MS),
    times,
    header,
  }),
  z.strictObject({ do: z.literal('noise'), count: z.int().min(1).max(COUNT_MAX) }),
  z.strictObject({ do: z.enum(['unplug', 'plug', 'truth', 'help']) }),
  z.strictObject({ do: z.enum(['clear', 'quit']) }),
]);

export type SimCommand = z.infer<typeof commandSchema>;

/** The plain words after each command, in order; the last ones may be left out. */
const WORDS: Readonly<Record<SimCommand['do'], readonly string[]>> = {
  insert: ['valueMinor'],
  'insert-note': ['valueMinor'],
  string: [],
  'stacker-out': [],
  'stacker-in': [],
  jam: ['device'],
  unjam: ['device'],
  empty: ['device'],
  fill: ['device', 'count'],
  'power-cut': ['device'],
  'power-up': ['device'],
  silence: ['device', 'times', 'header'],
  garble: ['device', 'times', 'header'],
  'lose-reply': ['device', 'times', 'header'],
  delay: ['device', 'delayMs', 'times', 'header'],
  noise: ['count'],
  unplug: [],
  plug: [],
  truth: [],
  clear: [],
  help: [],
  quit: [],
};

/** Reads a line of plain words (`insert 200`) or JSON (`{"do":"insert","valueMinor":200}`). */
export function parseSimCommand(line: string): ParsedSimCommand<SimCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

export type CommandResult =
  | { readonly event: 'done'; readonly do: string }
  | { readonly event: 'error'; readonly code: 'unknown-device'; readonly message: string }
  | ({ readonly event: 'truth' } & SimTruth)
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
  command: SimCommand,
): Promise<CommandResult> {
  switch (command.do) {
    case 'truth':
      return { event: 'truth', ...machine.truth() };
    case 'help':
      return { event: 'help', commands: usageOf(WORDS), devices: ['bus', ...machine.devices] };
    case 'plug':
      await line.plug();
      return { event: 'plugged' };
    case 'unplug':
      await line.unplug();
      return { event: 'unplugged' };
    case 'insert':
    case 'insert-note':
    case 'string':
    case 'stacker-out':
    case 'stacker-in':
    case 'jam':
    case 'unjam':
    case 'empty':
    case 'fill':
    case 'power-cut':
    case 'power-up':
    case 'silence':
    case 'garble':
    case 'lose-reply':
    case 'delay':
    case 'noise':
    case 'clear':
    case 'quit':
      return act(machine, command) ? { event: 'done', do: command.do } : UNKNOWN_DEVICE;
  }
}

const UNKNOWN_DEVICE: CommandResult = {
  event: 'error',
  code: 'unknown-device',
  message: 'There is no such device here.',
};

type Act = Exclude<SimCommand, { readonly do: 'truth' | 'help' | 'plug' | 'unplug' }>;

/** False when the device named does not exist. */
function act(machine: SimMachine, command: Act): boolean {
  switch (command.do) {
    case 'insert':
      machine.insertCoin(command.valueMinor);
      return true;
    case 'insert-note':
      return machine.insertNote(command.valueMinor);
    case 'string':
      return machine.tieString();
    case 'stacker-out':
      return machine.takeStacker();
    case 'stacker-in':
      return machine.putStacker();
    case 'jam':
      return machine.jam(command.device);
    case 'unjam':
      return machine.unjam(command.device);
    case 'empty':
      return machine.empty(command.device);
    case 'fill':
      return machine.fill(command.device, command.count);
    case 'power-cut':
      return machine.cutPower(command.device);
    case 'power-up':
      return machine.restorePower(command.device);
    case 'silence':
    case 'garble':
    case 'lose-reply':
    case 'delay':
      return machine.behave(command.device, behaviourOf(command));
    case 'noise':
      machine.makeNoise(command.count);
      return true;
    case 'clear':
      machine.clearBehaviours();
      return true;
    case 'quit':
      return true;
  }
}

type BehaviourCommand = Extract<
  SimCommand,
  { readonly do: 'silence' | 'garble' | 'lose-reply' | 'delay' }
>;

function behaviourOf(command: BehaviourCommand): Behaviour {
  const limits: BehaviourLimits =
    command.header === undefined
      ? { times: command.times }
      : { times: command.times, header: command.header };
  switch (command.do) {
    case 'silence':
      return silence(limits);
    case 'garble':
      return garble(limits);
    case 'delay':
      return delay(command.delayMs, limits);
    case 'lose-reply':
      return loseReply({ header: weightiestHeader(command.device), ...limits });
  }
}

/** A reply worth losing: the host polls all the time, and of its polls none would be missed. */
function weightiestHeader(device: string): number {
  if (device.startsWith('validator')) return BILL_HEADER.routeBill;
  return device.startsWith('hopper') ? HEADER.dispenseHopperCoins : HEADER.readBufferedCredit;
}
