import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { euroMachineDriverConfig } from '../../hardware/drivers/cctalk/sim-config.ts';
import { ConfigError } from '../config/config-error.ts';
import { configSchema } from '../config/config.ts';
import { replaceFile } from '../config/replace-file.ts';
import { configPath, UsageError, type Command, type CommandIo } from './command.ts';

/** Readable by all: nothing in it is a secret. */
const CONFIG_FILE_MODE = 0o644;

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
  const path = resolve(configPath(values.config, io.env));
  if (existsSync(path))
    throw new ConfigError('exists', path, { reason: 'it is there already; edit it' });
  // The serial numbers are the simulated hoppers': a real machine has its own.
  const dispensers = euroMachineDriverConfig.dispensers?.map(({ device, address, valueMinor }) => ({
    device,
    address,
    valueMinor,
  }));
  const config = configSchema.safeParse({
    till: values.till,
    currency: 'EUR',
    api: { port: Number(values.port) },
    ports: [
      {
        id: 'coins',
        driver: 'cctalk',
        transport: { kind: 'serial', path: values.tty, baudRate: 9_600 },
        options: { port: 'coins', ...euroMachineDriverConfig, dispensers },
      },
    ],
  });
  if (!config.success) throw new UsageError(z.prettifyError(config.error));
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, `${JSON.stringify(config.data, null, 2)}\n`, CONFIG_FILE_MODE);
  const flag = values.config === undefined ? '' : ` --config ${path}`;
  io.stdout.write(
    `${path} is written. Next: tillwarden client add NAME${flag}, then tillwarden run${flag}\n`,
  );
  return 0;
}
