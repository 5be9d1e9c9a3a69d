import { parseSimCommand, runSimCommand } from '../../hardware/drivers/cctalk/sim-commands.ts';
import {
  quickened,
  simConfigSchema,
  type SimConfig,
} from '../../hardware/drivers/cctalk/sim-config.ts';
import { createSimMachine } from '../../hardware/drivers/cctalk/sim.ts';
import { systemClock } from '../../hardware/kit/system-clock.ts';
import type { FollowCommand, SimulatedMachine, SimulationOptions } from './simulated-machine.ts';

/** A machine on a ccTalk bus, equipped like this unless a file says otherwise. */
export function cctalkMachine(name: string, equipment: SimConfig): SimulatedMachine {
  return { name, start: (options) => start(equipment, options) };
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
