import { parseSimCommand, runSimCommand } from '../../hardware/drivers/ssp/sim-commands.ts';
import {
  fastTiming,
  simConfigSchema,
  type SimConfigInput,
} from '../../hardware/drivers/ssp/sim-config.ts';
import { SimMachine } from '../../hardware/drivers/ssp/sim.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import {
  follower,
  type FollowCommand,
  type SimulatedMachine,
  type SimulationOptions,
} from './simulated-machine.ts';

/** A machine that speaks SSP, made of these units unless a file says others. */
export function sspMachine(name: string, summary: string, units: SimConfigInput): SimulatedMachine {
  return { name, summary, start: (options) => start(units, options) };
}

function start(units: SimConfigInput, options: SimulationOptions): FollowCommand {
  const { config: given, isFast, random, line, onEvent } = options;
  const config = simConfigSchema.parse(given ?? units);
  const machine = new SimMachine({
    clock: systemClock,
    config: isFast ? { ...config, timing: fastTiming } : config,
    random,
  });
  machine.onEvent(onEvent);
  machine.attach(line);
  return follower(parseSimCommand, (command) => runSimCommand(machine, line, command));
}
