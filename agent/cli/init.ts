import { parseArgs } from 'node:util';
import { euroMachineDriverConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';
import { writeNewConfig } from './new-config.ts';

export const initCommand: Command = {
  usage: 'init --tty PATH [--till NAME] [--port N] [--config FILE]',
  summary: 'Write the configuration of a till with a ccTalk euro coin machine on a serial port.',
  run,
};

async function run(argv: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      config: { type: 'string' },
      tty: { type: 'string' },
      till: { type: 'string', default: 'till-1' },
      port: { type: 'string', default: '7300' },
    },
  });
  if (values.tty === undefined)
    throw new UsageError('say on which serial port: --tty /dev/ttyUSB0');
  // The serial numbers are the simulated hoppers': a real machine has its own.
  const dispensers = euroMachineDriverConfig.dispensers?.map(({ device, address, valueMinor }) => ({
    device,
    address,
    valueMinor,
  }));
  const path = writeNewConfig(configPath(values.config, io.env), {
    till: values.till,
    currency: 'EUR',
    apiPort: values.port,
    ports: [
      {
        id: 'coins',
        driver: 'cctalk',
        transport: { kind: 'serial', path: values.tty, baudRate: 9_600 },
        options: { port: 'coins', ...euroMachineDriverConfig, dispensers },
      },
    ],
  });
  const flag = values.config === undefined ? '' : ` --config ${path}`;
  io.stdout.write(
    `${path} is written. Next: tillwarden client add NAME${flag}, then tillwarden run${flag}\n`,
  );
  return 0;
}
