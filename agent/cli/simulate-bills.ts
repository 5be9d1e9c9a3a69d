import { fastNoteTiming, realNoteTiming } from '../../hardware/kit/sim-notes.ts';
import {
  parseValidatorCommand,
  runValidatorCommand,
} from '../../hardware/kit/sim-validator-commands.ts';
import type { SimValidator, SimValidatorOptions } from '../../hardware/kit/sim-validator.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import {
  follower,
  type FollowCommand,
  type SimulatedMachine,
  type SimulationOptions,
} from './simulated-machine.ts';

type CreateValidator = (options: SimValidatorOptions) => SimValidator;

/** A bill validator of this family; it has no configuration of its own. */
export function billMachine(
  name: string,
  summary: string,
  create: CreateValidator,
): SimulatedMachine {
  return { name, summary, start: (options) => start(create, options) };
}

function start(create: CreateValidator, options: SimulationOptions): FollowCommand {
  const { isFast, random, line, onEvent } = options;
  const timing = isFast ? fastNoteTiming : realNoteTiming;
  const sim = create({ clock: systemClock, random, timing });
  sim.onEvent(onEvent);
  sim.attach(line);
  return follower(parseValidatorCommand, (command) => runValidatorCommand(sim, line, command));
}
