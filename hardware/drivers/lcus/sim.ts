import { z } from 'zod';
import type { DeviceLine } from '../../kit/device-line.ts';
import {
  readSimCommand,
  usageOf,
  type CommandWords,
  type ParsedSimCommand,
} from '../../kit/sim-command-line.ts';
import { decodeOrder, type RelayOrder } from './frame.ts';

/** A board that switches what it is told to, and answers nothing. */
export class SimLcus {
  readonly #onEvent: (event: object) => void;
  readonly #on = new Set<number>();
  #pending: readonly number[] = [];

  constructor(onEvent: (event: object) => void) {
    this.#onEvent = onEvent;
  }

  attach(line: DeviceLine): void {
    line.listen((bytes) => {
      for (const byte of bytes) this.#take(byte);
    });
  }

  /** The relays that are on. */
  truth(): readonly number[] {
    return [...this.#on].toSorted((a, b) => a - b);
  }

  #take(byte: number): void {
    this.#pending = [...this.#pending, byte];
    const decoded = decodeOrder(Uint8Array.from(this.#pending));
    if (decoded.kind === 'need-more') return;
    this.#pending = decoded.kind === 'bad' ? this.#pending.slice(1) : [];
    if (decoded.kind === 'frame') this.#switch(decoded.frame);
  }

  #switch({ relay, isOn }: RelayOrder): void {
    if (isOn) this.#on.add(relay);
    else this.#on.delete(relay);
    this.#onEvent({ event: 'switched', relay, isOn });
  }
}

const WORDS: CommandWords = { truth: [], unplug: [], plug: [], help: [], quit: [] };
const commandSchema = z.strictObject({ do: z.enum(['truth', 'unplug', 'plug', 'help', 'quit']) });
type BoardCommand = z.infer<typeof commandSchema>;

export function parseBoardCommand(line: string): ParsedSimCommand<BoardCommand> {
  return readSimCommand(line, commandSchema, WORDS);
}

/** Carries out what a person does to the simulated board. */
export async function runBoardCommand(
  sim: SimLcus,
  line: DeviceLine,
  command: BoardCommand,
): Promise<object> {
  switch (command.do) {
    case 'truth':
      return { event: 'truth', on: sim.truth() };
    case 'unplug':
      await line.unplug();
      break;
    case 'plug':
      await line.plug();
      break;
    case 'help':
      return { event: 'help', commands: usageOf(WORDS) };
    case 'quit':
      break;
  }
  return { event: 'done', do: command.do };
}
