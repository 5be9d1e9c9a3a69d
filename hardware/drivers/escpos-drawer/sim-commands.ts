import { z } from 'zod';
import type { DeviceLine } from '../../kit/device-line.ts';
import {
  readSimCommand,
  usageOf,
  type CommandWords,
  type ParsedSimCommand,
} from '../../kit/sim-command-line.ts';
import type { SimPrinter } from './sim.ts';

const WORDS: CommandWords = {
  open: [],
  close: [],
  stick: ['on'],
  mute: ['on'],
  unplug: [],
  plug: [],
  truth: [],
  help: [],
  quit: [],
};

const switchSchema = z.enum(['yes', 'no']).default('yes');

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['open', 'close', 'unplug', 'plug', 'truth', 'help', 'quit']) }),
  z.strictObject({ do: z.enum(['stick', 'mute']), on: switchSchema }),
]);

type SimPrinterCommand = z.infer<typeof commandSchema>;

export function parsePrinterCommand(line: string): ParsedSimCommand<SimPrinterCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

/** Carries out what a person does to the simulated drawer and its printer. */
export async function runPrinterCommand(
  sim: SimPrinter,
  line: DeviceLine,
  command: SimPrinterCommand,
): Promise<object> {
  switch (command.do) {
    case 'open':
    case 'close':
      sim.move(command.do === 'open');
      break;
    case 'stick':
      sim.isStuck = command.on === 'yes';
      break;
    case 'mute':
      sim.isMute = command.on === 'yes';
      break;
    case 'unplug':
      await line.unplug();
      break;
    case 'plug':
      await line.plug();
      break;
    case 'truth':
      return { event: 'truth', ...sim.truth() };
    case 'help':
      return { event: 'help', commands: usageOf(WORDS) };
    case 'quit':
      break;
  }
  return { event: 'done', do: command.do };
}
