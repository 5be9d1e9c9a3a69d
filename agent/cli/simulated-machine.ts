import type { DeviceLine } from '../../hardware/kit/device-line.ts';
import type { ParsedSimCommand } from '../../hardware/kit/sim-command-line.ts';

export interface SimulationOptions {
  /** What the configuration file holds; undefined without one. */
  readonly config: unknown;
  /** Quicker mechanics, for whoever does not want to wait. */
  readonly isFast: boolean;
  /** Gives a number in [0, 1); what noise and garbling are made of. */
  readonly random: () => number;
  readonly line: DeviceLine;
  /** Told of whatever happens to the cash. */
  readonly onEvent: (event: object) => void;
}

export interface CommandAnswer {
  readonly answer: object;
  readonly isQuit: boolean;
}

/** Takes one line of a person's commands. */
export type FollowCommand = (text: string) => Promise<CommandAnswer>;

/** A machine made of software, by the name it has on the command line. */
export interface SimulatedMachine {
  readonly name: string;
  /** What stands there, in a few words for the usage. */
  readonly summary: string;
  /** Puts the machine on the line. Throws for a configuration that is none of this machine. */
  start(options: SimulationOptions): FollowCommand;
}

/** A machine on the network, by the name it has on the command line. */
export interface SimulatedWebMachine {
  readonly name: string;
  readonly summary: string;
  /** Serves it on a loopback port; 0 takes a free one. Throws for a configuration that is none of it. */
  serve(options: Omit<SimulationOptions, 'line'>, port: number): Promise<ServedMachine>;
}

export interface ServedMachine extends AsyncDisposable {
  readonly follow: FollowCommand;
  /** What a till has to know of it. */
  readonly address: object;
}

/** Follows one line after another: what is no command is answered, what is one is carried out. */
export function follower<Command extends { readonly do: string }>(
  parse: (text: string) => ParsedSimCommand<Command>,
  run: (command: Command) => Promise<object>,
): FollowCommand {
  return async (text) => {
    const parsed = parse(text);
    if (parsed.kind === 'bad') {
      const { code, message, commands } = parsed;
      return { answer: { event: 'error', code, message, commands }, isQuit: false };
    }
    return { answer: await run(parsed.command), isQuit: parsed.command.do === 'quit' };
  };
}
