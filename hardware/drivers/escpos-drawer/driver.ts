import type { Port, PortContext } from '../../kit/device.ts';
import { drawerPolicy } from '../../kit/drawer-config.ts';
import { openDrawerPort } from '../../kit/drawer-port.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import { eightNoneOne } from '../../kit/serial-transport.ts';
import { escposDrawerConfigSchema, type EscposDrawerConfig } from './config.ts';
import { DrawerPrinter } from './machine.ts';

/** A drawer on the drawer connector of a receipt printer that speaks ESC/POS. */
export const escposDrawer: ByteDriver<EscposDrawerConfig> = {
  family: 'escpos-drawer',
  connection: 'bytes',
  serialLine: eightNoneOne,
  configSchema: escposDrawerConfigSchema,
  openPort,
};

function openPort(config: EscposDrawerConfig, context: PortContext): Port {
  const { device, openLevel } = config;
  return openDrawerPort({
    device,
    hasStatus: openLevel !== 'none',
    policy: drawerPolicy(config),
    protocol: new DrawerPrinter(config, context),
    around: context,
  });
}
