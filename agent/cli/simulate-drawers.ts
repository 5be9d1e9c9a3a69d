import { z } from 'zod';
import { parseBoardCommand, runBoardCommand, SimLcus } from '../../hardware/drivers/lcus/sim.ts';
import {
  parsePrinterCommand,
  runPrinterCommand,
} from '../../hardware/drivers/escpos-drawer/sim-commands.ts';
import { SimPrinter } from '../../hardware/drivers/escpos-drawer/sim.ts';
import { follower, type SimulatedMachine } from './simulated-machine.ts';

const PULSE_MIN_MS = 50;

const printerSchema = z.strictObject({
  openLevel: z.enum(['high', 'low']).default('low'),
  pin: z.literal([2, 5]).default(2),
  pulseMinMs: z.int().min(0).default(PULSE_MIN_MS),
});

/** A receipt printer with a drawer. */
export const printerMachine: SimulatedMachine = {
  name: 'escpos-drawer',
  summary: 'a receipt printer with a drawer',
  start({ config, line, onEvent }) {
    const sim = new SimPrinter(printerSchema.parse(config ?? {}));
    sim.onEvent(onEvent);
    sim.attach(line);
    return follower(parsePrinterCommand, (command) => runPrinterCommand(sim, line, command));
  },
};

/** A board of serial relays. */
export const lcusMachine: SimulatedMachine = {
  name: 'lcus',
  summary: 'a board of serial relays',
  start({ line, onEvent }) {
    const sim = new SimLcus(onEvent);
    sim.attach(line);
    return follower(parseBoardCommand, (command) => runBoardCommand(sim, line, command));
  },
};
