import { parseSimCommand, runSimCommand } from '../../hardware/drivers/cctalk/sim-commands.ts';
import {
  quickened,
  simConfigSchema,
  type SimConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import {
  follower,
  type FollowCommand,
  type SimulatedMachine,
  type SimulationOptions,
} from './simulated-machine.ts';

/** A machine on a ccTalk bus, equipped like this unless a file says otherwise. */
export function cctalkMachine(
  name: string,
  summary: string,
  equipment: SimConfig,
): SimulatedMachine {
  return { name, summary, start: (options) => start(equipment, options) };
}

function start(equipment: SimConfig, options: SimulationOptions): FollowCommand {
  const { config: given, isFast, random, line, onEvent } = options;
  const config = given === undefined ? equipment : simConfigSchema.parse(given);
  const machine = createSimMachine({
    clock: systemClock,
    config: isFast ? quickened(config) : config,
    random,
  });
  machine.onEvent(onEvent);
  machine.attach(line);
  return follower(parseSimCommand, (command) => runSimCommand(machine, line, command));
}
