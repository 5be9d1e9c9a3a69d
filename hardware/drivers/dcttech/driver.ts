import { z } from 'zod';
import type { HidPortContext, Port } from '../../kit/device.ts';
import { drawerPolicy, drawerShape } from '../../kit/drawer-config.ts';
import { openDrawerPort } from '../../kit/drawer-port.ts';
import type { HidDriver } from '../../kit/driver.ts';
import { RELAY_MAX } from './frame.ts';
import { createRelay } from './machine.ts';

const PULSE_MS = 200;
/** A drawer's magnet is made for pulses; a second is already long. */
const PULSE_MAX_MS = 1_000;

const dcttechConfigSchema = z.strictObject({
  ...drawerShape,
  relay: z.int().min(1).max(RELAY_MAX).default(1),
  pulseMs: z.int().min(20).max(PULSE_MAX_MS).default(PULSE_MS),
  /** Of the board; its USB serial number is empty, so two boards are told apart by this alone. */
  boardSerial: z
    .string()
    .regex(/^[\x20-\x7e]{5}$/, 'five characters')
    .optional(),
});

export type DcttechConfig = z.infer<typeof dcttechConfigSchema>;

/** USB relay boards with the product string `USBRelay<n>`; a relay opens a drawer. */
export const dcttech: HidDriver<DcttechConfig> = {
  family: 'dcttech',
  connection: 'hid',
  configSchema: dcttechConfigSchema,
  isShown: () => true,
  openPort,
};

function openPort(config: DcttechConfig, context: HidPortContext): Port {
  const { device } = config;
  return openDrawerPort({
    device,
    hasStatus: false,
    policy: drawerPolicy(config),
    protocol: createRelay(config, context),
    around: context,
  });
}
