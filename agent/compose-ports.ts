/** From what the configuration says of a port to a port that can be opened. */
import { z } from 'zod';
import { drivers } from '../hardware/drivers.ts';
import type { Clock } from '../hardware/kit/clock.ts';
import type { Port, PortSurroundings } from '../hardware/kit/device.ts';
import type { Driver } from '../hardware/kit/driver.ts';
import type { HidBus } from '../hardware/kit/hid-bus.ts';
import { createHidPipe, hidPipeConfigSchema } from '../hardware/kit/hid-pipe.ts';
import { createHidTransport, hidConfigSchema } from '../hardware/kit/hid-transport.ts';
import {
  createSerialTransport,
  serialConfigSchema,
  type SerialLine,
} from '../hardware/kit/serial-transport.ts';
import { createTcpTransport, tcpConfigSchema } from '../hardware/kit/tcp-transport.ts';
import type { Transport } from '../hardware/kit/transport.ts';
import { ConfigError } from './config/config-error.ts';
import type { PortConfig } from './config/config.ts';

type OpenPort = (around: PortSurroundings) => Port;
type CreateTransport = (clock: Clock) => Transport;

/** Finds everything that can be wrong with a port's configuration, with nothing open yet. Throws `ConfigError`. */
export async function planPort(config: PortConfig, bus?: HidBus): Promise<OpenPort> {
  const driver = await driverOf(config);
  const options = parsePart(driver.configSchema, config.options, config);
  return connected(driver, options, { config, bus });
}

interface Wanted {
  readonly config: PortConfig;
  /** Where HID devices are; this computer's own where left out. */
  readonly bus: HidBus | undefined;
}

async function driverOf(config: PortConfig): Promise<Driver> {
  const load = Object.hasOwn(drivers, config.driver) ? drivers[config.driver] : undefined;
  if (load !== undefined) return load();
  const known = Object.keys(drivers).join(', ');
  const reason = `there is no driver ${config.driver}; use ${known}`;
  throw new ConfigError('invalid', where(config), { reason });
}

/** What a driver speaks over decides what `transport` may say. */
function connected(driver: Driver, options: unknown, { config, bus }: Wanted): OpenPort {
  switch (driver.connection) {
    case 'bytes': {
      const transportOf = byteTransport(driver.serialLine, { config, bus });
      return (around) =>
        driver.openPort(options, { ...around, transport: transportOf(around.clock) });
    }
    case 'hid': {
      const hid = parsePart(hidConfigSchema, config.transport, config);
      const transport = createHidTransport(hid, bus);
      return (around) => driver.openPort(options, { ...around, transport });
    }
  }
}

const kindSchema = z.looseObject({ kind: z.enum(['serial', 'tcp', 'hid']) });

/** A stream of bytes is the same over a serial port, the network, or a HID device that carries one. */
function byteTransport(line: SerialLine, { config, bus }: Wanted): CreateTransport {
  const { kind } = parsePart(kindSchema, config.transport, config);
  switch (kind) {
    case 'serial': {
      const transport = createSerialTransport(
        parsePart(serialConfigSchema, config.transport, config),
        line,
      );
      return () => transport;
    }
    case 'tcp': {
      const tcp = parsePart(tcpConfigSchema, config.transport, config);
      return (clock) => createTcpTransport(tcp, clock);
    }
    case 'hid': {
      const pipe = parsePart(hidPipeConfigSchema, config.transport, config);
      const { reports: _, ...identity } = pipe;
      return () => createHidPipe(pipe, createHidTransport(identity, bus));
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
