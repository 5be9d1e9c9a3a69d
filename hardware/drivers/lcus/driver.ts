import { z } from 'zod';
import type { Port, PortContext } from '../../kit/device.ts';
import { drawerPolicy, drawerShape } from '../../kit/drawer-config.ts';
import { openDrawerPort } from '../../kit/drawer-port.ts';
import type { ByteDriver } from '../../kit/driver.ts';
import { eightNoneOne } from '../../kit/serial-transport.ts';
import { RELAY_MAX } from './frame.ts';
import { createRelay } from './machine.ts';

const PULSE_MS = 200;
/** A drawer's magnet is made for pulses; a second is already long. */
const PULSE_MAX_MS = 1_000;

const lcusConfigSchema = z.strictObject({
  ...drawerShape,
  relay: z.int().min(1).max(RELAY_MAX).default(1),
  pulseMs: z.int().min(20).max(PULSE_MAX_MS).default(PULSE_MS),
});

export type LcusConfig = z.infer<typeof lcusConfigSchema>;

/** LCUS: serial relay boards, 9600 baud 8N1; a relay opens a drawer. */
export const lcus: ByteDriver<LcusConfig> = {
  family: 'lcus',
  connection: 'bytes',
  serialLine: eightNoneOne,
  configSchema: lcusConfigSchema,
  openPort,
};

function openPort(config: LcusConfig, context: PortContext): Port {
  const protocol = createRelay(config, context);
  const { device } = config;
  return openDrawerPort({
    device,
    hasStatus: false,
    policy: drawerPolicy(config),
    protocol,
    around: context,
  });
}
