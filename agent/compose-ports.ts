/** From what the configuration says of a port to a port that can be opened. */
import { z } from 'zod';
import { drivers } from '../hardware/drivers.ts';
import type { Port, PortSurroundings } from '../hardware/kit/device.ts';
import type { Driver } from '../hardware/kit/driver.ts';
import { createSerialTransport, serialConfigSchema } from '../hardware/kit/serial-transport.ts';
import { ConfigError } from './config/config-error.ts';
import type { PortConfig } from './config/config.ts';

type OpenPort = (around: PortSurroundings) => Port;

/** Finds everything that can be wrong with a port's configuration, with nothing open yet. Throws `ConfigError`. */
export async function planPort(config: PortConfig): Promise<OpenPort> {
  const driver = await driverOf(config);
  const options = parsePart(driver.configSchema, config.options, config);
  return connected(driver, options, config);
}

async function driverOf(config: PortConfig): Promise<Driver> {
  const load = Object.hasOwn(drivers, config.driver) ? drivers[config.driver] : undefined;
  if (load !== undefined) return load();
  const known = Object.keys(drivers).join(', ');
  const reason = `there is no driver ${config.driver}; use ${known}`;
  throw new ConfigError('invalid', where(config), { reason });
}

/** What a driver speaks over decides what `transport` may say. */
function connected(driver: Driver, options: unknown, config: PortConfig): OpenPort {
  switch (driver.connection) {
    case 'bytes': {
      const serial = parsePart(serialConfigSchema, config.transport, config);
      const transport = createSerialTransport(serial, driver.serialLine);
      return (around) => driver.openPort(options, { ...around, transport });
    }
  }
}

function parsePart<Value>(schema: z.ZodType<Value>, part: unknown, config: PortConfig): Value {
  const parsed = schema.safeParse(part);
  if (parsed.success) return parsed.data;
  throw new ConfigError('invalid', where(config), { reason: z.prettifyError(parsed.error) });
}

function where({ id }: PortConfig): string {
  return `port ${id}`;
}
