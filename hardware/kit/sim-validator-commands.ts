import { z } from 'zod';
import type { DeviceLine } from './device-line.ts';
import { readSimCommand, usageOf, type ParsedSimCommand } from './sim-command-line.ts';
import type { SimNoteTruth } from './sim-notes.ts';
import type { SimValidator } from './sim-validator.ts';

const TIMES_MAX = 1_000_000;
const COUNT_MAX = 10_000;

const times = z.int().min(1).max(TIMES_MAX).default(1);
const command = z.int().min(0).max(255).optional();

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('insert'), valueMinor: z.int().min(1).max(100_000_000) }),
  z.strictObject({ do: z.literal('reject'), reason: z.int().min(0).max(255) }),
  z.strictObject({ do: z.literal('stacker'), state: z.enum(['present', 'full', 'removed']) }),
  z.strictObject({ do: z.enum(['silence', 'garble', 'lose-reply']), times, command }),
  z.strictObject({ do: z.literal('noise'), count: z.int().min(1).max(COUNT_MAX) }),
  z.strictObject({
    do: z.enum(['cheat', 'jam', 'unjam', 'power-cut', 'power-up', 'clear', 'quit']),
  }),
  z.strictObject({ do: z.enum(['unplug', 'plug', 'truth', 'help']) }),
]);

export type SimValidatorCommand = z.infer<typeof commandSchema>;

/** The plain words after each command, in order; the last ones may be left out. */
const WORDS: Readonly<Record<SimValidatorCommand['do'], readonly string[]>> = {
  insert: ['valueMinor'],
  reject: ['reason'],
  stacker: ['state'],
  cheat: [],
  jam: [],
  unjam: [],
  'power-cut': [],
  'power-up': [],
  silence: ['times', 'command'],
  garble: ['times', 'command'],
  'lose-reply': ['times', 'command'],
  noise: ['count'],
  clear: [],
  unplug: [],
  plug: [],
  truth: [],
  help: [],
  quit: [],
};

/** Reads a line of plain words (`insert 500`) or JSON (`{"do":"insert","valueMinor":500}`). */
export function parseValidatorCommand(line: string): ParsedSimCommand<SimValidatorCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

export type ValidatorCommandResult =
  | { readonly event: 'done'; readonly do: string }
  | ({ readonly event: 'truth' } & SimNoteTruth)
  | { readonly event: 'help'; readonly commands: readonly string[] }
  | { readonly event: 'plugged' | 'unplugged' };

/** Does to the validator what a command says, and tells what came of it. */
export async function runValidatorCommand(
  sim: SimValidator,
  line: DeviceLine,
  command: SimValidatorCommand,
): Promise<ValidatorCommandResult> {
  switch (command.do) {
    case 'truth':
      return { event: 'truth', ...sim.truth() };
    case 'help':
      return { event: 'help', commands: usageOf(WORDS) };
    case 'plug':
      await line.plug();
      return { event: 'plugged' };
    case 'unplug':
      await line.unplug();
      return { event: 'unplugged' };
    case 'silence':
    case 'garble':
    case 'lose-reply':
      sim.spoil({ name: command.do, times: command.times, command: command.command });
      return { event: 'done', do: command.do };
    case 'insert':
    case 'reject':
    case 'stacker':
    case 'noise':
    case 'cheat':
    case 'jam':
    case 'unjam':
    case 'power-cut':
    case 'power-up':
    case 'clear':
    case 'quit':
      act(sim, command);
      return { event: 'done', do: command.do };
  }
}

type Act = Exclude<
  SimValidatorCommand,
  { readonly do: 'truth' | 'help' | 'plug' | 'unplug' | 'silence' | 'garble' | 'lose-reply' }
>;

function act(sim: SimValidator, command: Act): void {
  switch (command.do) {
    case 'insert':
      return sim.insertNote(command.valueMinor);
    case 'reject':
      return sim.rejectNext(command.reason);
    case 'stacker':
      return sim.setStacker(command.state);
    case 'noise':
      return sim.makeNoise(command.count);
    case 'cheat':
      return sim.cheat();
    case 'jam':
      return sim.jam();
    case 'unjam':
      return sim.unjam();
    case 'power-cut':
      return sim.cutPower();
    case 'power-up':
      return sim.restorePower();
    case 'clear':
      return sim.clearSpoils();
    case 'quit':
      return undefined;
  }
}
