import { existsSync, realpathSync } from 'node:fs';
import { platform } from 'node:os';
import { drivers } from '../../hardware/drivers.ts';
import { resolveSerialPath, serialConfigSchema } from '../../hardware/kit/serial-transport.ts';
import { readConfig, type Config, type PortConfig } from '../config/config.ts';
import { tracePlace } from '../trace/trace-place.ts';

export interface WatchedPort {
  /** The port as the configuration calls it. */
  readonly id: string;
  /** Where its agent lets itself be watched. */
  readonly place: string;
}

export interface WatchedHidPort extends WatchedPort {
  readonly family: string;
}

/**
 * A port of an installed till by its name, where it speaks in HID reports; undefined where there is
 * none. Throws `ConfigError` for a configuration that cannot be read.
 */
export async function hidPort(configFile: string, id: string): Promise<WatchedHidPort | undefined> {
  const config: Config = readConfig(configFile);
  const family = config.ports.find((port) => port.id === id)?.driver ?? '';
  const driver = Object.hasOwn(drivers, family) ? await drivers[family]?.() : undefined;
  if (driver?.connection !== 'hid') return undefined;
  return { id, family, place: tracePlace(config, platform() === 'win32') };
}

/**
 * The port of an installed till that is on this tty; undefined when there is no such till here.
 * Throws `ConfigError` for a configuration that is there and cannot be read.
 */
export async function portOnTty(configFile: string, tty: string): Promise<WatchedPort | undefined> {
  if (!existsSync(configFile)) return undefined;
  const config: Config = readConfig(configFile);
  const place = tracePlace(config, platform() === 'win32');
  for (const port of config.ports) {
    if (await isOn(port, tty)) return { id: port.id, place };
  }
  return undefined;
}

async function isOn({ transport }: PortConfig, tty: string): Promise<boolean> {
  const serial = serialConfigSchema.safeParse(transport);
  if (!serial.success) return false;
  const path = await resolveSerialPath(serial.data).catch(() => undefined);
  return path !== undefined && real(path) === real(tty);
}

/** Links below `/dev/serial` lead to the same port under another name. */
function real(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}
