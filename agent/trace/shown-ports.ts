import type { FrameCodec } from '../../hardware/kit/codec.ts';
import type { Driver } from '../../hardware/kit/driver.ts';
import type { Config, PortConfig } from '../config/config.ts';

/** The ports that may be watched: whose frames a codec can read, or whose driver shows its reports. */
export async function shownPorts(ports: Config['ports']): Promise<ReadonlySet<string>> {
  const { codecs } = await import('../../hardware/codecs.ts');
  const { drivers } = await import('../../hardware/drivers.ts');
  const shown = new Set<string>();
  for (const port of ports) {
    const driver = Object.hasOwn(drivers, port.driver) ? await drivers[port.driver]?.() : undefined;
    if (driver !== undefined && isShown(port, driver, codecs)) shown.add(port.id);
  }
  return shown;
}

function isShown(
  { driver: family, options }: PortConfig,
  driver: Driver,
  codecs: readonly FrameCodec[],
): boolean {
  switch (driver.connection) {
    case 'bytes':
      return codecs.some(({ protocol }) => protocol === family);
    case 'hid': {
      const parsed = driver.configSchema.safeParse(options);
      return parsed.success && driver.isShown(parsed.data);
    }
    case 'https':
      return false;
  }
}
