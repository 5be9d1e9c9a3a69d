/** What a person can do to a simulated CashDro, one command a line. */
import { z } from 'zod';
import {
  readSimCommand,
  usageOf,
  type CommandWords,
  type ParsedSimCommand,
} from '../../kit/sim-command-line.ts';
import type { SimCashdroServer } from './sim-server.ts';
import type { SimCashdro } from './sim.ts';

const value = z.int().min(1).max(100_000_000);
const TIMES_MAX = 1_000;
const DELAY_MAX_MS = 60_000;

const commandSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('insert'), valueMinor: value }),
  z.strictObject({ do: z.literal('choose'), valueMinor: value }),
  z.strictObject({ do: z.literal('pull-cassette') }),
  z.strictObject({ do: z.literal('alerts'), count: z.int().min(0).max(TIMES_MAX) }),
  z.strictObject({ do: z.literal('cancel') }),
  z.strictObject({ do: z.literal('occupy') }),
  z.strictObject({ do: z.literal('free') }),
  z.strictObject({ do: z.literal('jam') }),
  z.strictObject({ do: z.literal('unjam') }),
  z.strictObject({ do: z.literal('empty'), valueMinor: value }),
  z.strictObject({ do: z.literal('power-cut') }),
  z.strictObject({ do: z.literal('power-on') }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug') }),
  z.strictObject({ do: z.literal('slow'), delayMs: z.int().min(0).max(DELAY_MAX_MS) }),
  z.strictObject({
    do: z.literal('lose-answers'),
    operation: z.string(),
    times: z.int().min(1).max(TIMES_MAX).default(1),
  }),
  z.strictObject({ do: z.literal('password'), text: z.coerce.string() }),
  z.strictObject({ do: z.literal('certificate') }),
  z.strictObject({ do: z.literal('forget') }),
  z.strictObject({ do: z.literal('truth') }),
  z.strictObject({ do: z.literal('help') }),
  z.strictObject({ do: z.literal('quit') }),
]);

export type SimCashdroCommand = z.infer<typeof commandSchema>;

const WORDS: CommandWords = {
  insert: ['valueMinor'],
  choose: ['valueMinor'],
  'pull-cassette': [],
  alerts: ['count'],
  cancel: [],
  occupy: [],
  free: [],
  jam: [],
  unjam: [],
  empty: ['valueMinor'],
  'power-cut': [],
  'power-on': [],
  unplug: [],
  plug: [],
  slow: ['delayMs'],
  'lose-answers': ['operation', 'times'],
  password: ['text'],
  certificate: [],
  forget: [],
  truth: [],
  help: [],
  quit: [],
};

export function parseSimCommand(line: string): ParsedSimCommand<SimCashdroCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

/** Carries a command out and gives what there is to say of it. */
export async function runSimCommand(
  machine: SimCashdro,
  server: SimCashdroServer,
  command: SimCashdroCommand,
): Promise<object> {
  const done = { event: 'done', do: command.do };
  switch (command.do) {
    case 'insert':
      return { ...done, outcome: machine.insert(command.valueMinor) };
    case 'choose':
      return { ...done, isDone: machine.choose(command.valueMinor) };
    case 'pull-cassette':
      return { ...done, isDone: machine.pullCassette() };
    case 'alerts':
      machine.alerts = command.count;
      return done;
    case 'cancel': {
      const running = machine.executing();
      return { ...done, isDone: running !== undefined && machine.finish(running, true) };
    }
    case 'free': {
      const running = machine.executing();
      return { ...done, isDone: running !== undefined && machine.finish(running, false) };
    }
    case 'occupy':
      return { ...done, operationId: machine.occupy().operationId };
    case 'truth':
      return { event: 'truth', ...machine.truth(), requests: server.requests };
    case 'help':
      return { event: 'help', commands: usageOf(WORDS) };
    case 'quit':
      return done;
    case 'jam':
    case 'unjam':
    case 'forget':
      machine[command.do]();
      return done;
    case 'empty':
      machine.empty(command.valueMinor);
      return done;
    default:
      return { ...done, ...(await disturb(machine, server, command)) };
  }
}

type Disturbance = Extract<
  SimCashdroCommand,
  {
    do:
      | 'power-cut'
      | 'power-on'
      | 'unplug'
      | 'plug'
      | 'slow'
      | 'lose-answers'
      | 'password'
      | 'certificate';
  }
>;

async function disturb(
  machine: SimCashdro,
  server: SimCashdroServer,
  command: Disturbance,
): Promise<object> {
  switch (command.do) {
    case 'power-cut':
      machine.cutPower();
      await server.unplug();
      return {};
    case 'power-on':
      machine.restorePower();
      await server.plug();
      return {};
    case 'unplug':
    case 'plug':
      await server[command.do]();
      return {};
    case 'slow':
      server.delayMs = command.delayMs;
      return {};
    case 'lose-answers':
      server.loseAnswers(command.operation, command.times);
      return {};
    case 'password':
      server.password = command.text;
      return {};
    case 'certificate':
      await server.changeCertificate();
      return { pins: server.pins };
  }
}
