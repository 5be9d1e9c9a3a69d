import { parseSimCommand, runSimCommand } from '../../hardware/drivers/cctalk/sim-commands.ts';
import {
  euroMachine,
  fastTiming,
  simConfigSchema,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { FollowCommand, SimulatedMachine, SimulationOptions } from './simulated-machine.ts';

/** An acceptor and hoppers for euro coins. */
export const cctalkMachine: SimulatedMachine = { name: 'cctalk', start };

function start(options: SimulationOptions): FollowCommand {
  const { config: given, isFast, random, line, onEvent } = options;
  const config = given === undefined ? euroMachine : simConfigSchema.parse(given);
  const machine = createSimMachine({
    clock: systemClock,
    config: isFast ? { ...config, timing: fastTiming } : config,
    random,
  });
  machine.onEvent(onEvent);
  machine.attach(line);
  return async (text) => {
    const parsed = parseSimCommand(text);
    if (parsed.kind === 'bad') {
      const { code, message } = parsed;
      return { answer: { event: 'error', code, message }, isQuit: false };
    }
    const answer = await runSimCommand(machine, line, parsed.command);
    return { answer, isQuit: parsed.command.do === 'quit' };
  };
}
