/** From what the configuration says of a port to a port that can be opened. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { drivers } from '../hardware/drivers.ts';
import type { Clock } from '../hardware/kit/clock.ts';
import type { Port, PortSurroundings } from '../hardware/kit/device.ts';
import type { Driver, WebContext } from '../hardware/kit/driver.ts';
import type { HidBus } from '../hardware/kit/hid-bus.ts';
import { createHidPipe, hidPipeConfigSchema } from '../hardware/kit/hid-pipe.ts';
import { createHidTransport, hidConfigSchema } from '../hardware/kit/hid-transport.ts';
import type { SerialLine } from '../hardware/kit/serial-options.ts';
import { createSerialTransport, serialConfigSchema } from '../hardware/kit/serial-transport.ts';
import { createTcpTransport, tcpConfigSchema } from '../hardware/kit/tcp-transport.ts';
import type { Transport } from '../hardware/kit/transport.ts';
import { webConfigSchema } from '../hardware/kit/web-config.ts';
import { CredentialsError, WebCredentials } from '../hardware/kit/web-credentials.ts';
import { ConfigError } from './config/config-error.ts';
import type { PortConfig } from './config/config.ts';

/** What every port is given, whatever it speaks over. */
export type AroundPort = PortSurroundings & Pick<WebContext, 'tell'>;

export type OpenPort = (around: AroundPort) => Port;
type CreateTransport = (clock: Clock) => Transport;

/** Finds everything that can be wrong with a port's configuration, with nothing open yet. Throws `ConfigError`. */
export async function planPort(config: PortConfig, site: PortSite): Promise<OpenPort> {
  const driver = await driverOf(config);
  const options = parsePart(driver.configSchema, config.options, config);
  checkCurrency(config, site);
  return connected(driver, options, { config, ...site });
}

/** What its devices are said to be of, where a driver must be told, is what the till counts them as. */
function checkCurrency(config: PortConfig, site: PortSite): void {
  const { currency = site.currency } = config;
  const told = toldSchema.safeParse(config.options).data?.currency;
  if (told === undefined || told === currency) return;
  const reason = `its devices are of ${told}, and the port of ${currency}; set the port's currency`;
  throw new ConfigError('invalid', where(config), { reason });
}

const toldSchema = z.looseObject({ currency: z.string() });

/** Where a configuration lies, what its ports may be found on, and the till's own currency. */
export interface PortSite {
  readonly currency: string;
  /** What the paths in the configuration are relative to. */
  readonly folder: string;
  /** Where HID devices are; this computer's own where left out. */
  readonly bus?: HidBus | undefined;
}

interface Wanted extends PortSite {
  readonly config: PortConfig;
}

async function driverOf(config: PortConfig): Promise<Driver> {
  const load = Object.hasOwn(drivers, config.driver) ? drivers[config.driver] : undefined;
  if (load !== undefined) return load();
  const known = Object.keys(drivers).join(', ');
  const reason = `there is no driver ${config.driver}; use ${known}`;
  throw new ConfigError('invalid', where(config), { reason });
}

/** What a driver speaks over decides what `transport` may say. */
function connected(driver: Driver, options: unknown, wanted: Wanted): OpenPort {
  const { config, folder, bus } = wanted;
  switch (driver.connection) {
    case 'bytes': {
      const transportOf = byteTransport(driver.serialLine, wanted);
      return (around) =>
        driver.openPort(options, { ...around, transport: transportOf(around.clock) });
    }
    case 'hid': {
      const hid = parsePart(hidConfigSchema, config.transport, config);
      const transport = createHidTransport(hid, bus);
      return (around) => driver.openPort(options, { ...around, transport });
    }
    case 'https': {
      const web = parsePart(webConfigSchema, config.transport, config);
      const credentials = readCredentials(resolve(folder, web.credentials), config);
      return (around) => driver.openPort(options, { ...around, web, credentials });
    }
  }
}

function readCredentials(path: string, config: PortConfig): WebCredentials {
  try {
    return WebCredentials.read(path);
  } catch (cause) {
    if (!(cause instanceof CredentialsError)) throw cause;
    throw new ConfigError('invalid', where(config), { reason: cause.message });
  }
}

const kindSchema = z.looseObject({ kind: z.enum(['serial', 'tcp', 'hid']) });

/** A stream of bytes is the same over a serial port, the network, or a HID device that carries one. */
export function byteTransport(
  line: SerialLine,
  { config, bus }: Pick<Wanted, 'bus'> & { readonly config: Pick<PortConfig, 'id' | 'transport'> },
): CreateTransport {
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

function parsePart<Value>(
  schema: z.ZodType<Value>,
  part: unknown,
  config: Pick<PortConfig, 'id'>,
): Value {
  const parsed = schema.safeParse(part);
  if (parsed.success) return parsed.data;
  throw new ConfigError('invalid', where(config), { reason: z.prettifyError(parsed.error) });
}

function where({ id }: Pick<PortConfig, 'id'>): string {
  return `port ${id}`;
}
