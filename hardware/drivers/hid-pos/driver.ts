import { z } from 'zod';
import { freeName } from '../../kit/device-name.ts';
import type { HidPortContext, Port } from '../../kit/device.ts';
import type { HidDriver } from '../../kit/driver.ts';
import { bytesOf, hexSchema } from '../../kit/hex.ts';
import { HidMsr, HidScale, HidScanner } from './devices.ts';

const NAME_MAX_CHARACTERS = 64;
const DESCRIPTOR_MAX_BYTES = 4_096;

const hidPosConfigSchema = z.strictObject({
  device: freeName(z.string().min(1).max(NAME_MAX_CHARACTERS)),
  reads: z.enum(['scale', 'scanner', 'msr']),
  /** As hex, for a system that does not tell the device's own. */
  reportDescriptor: hexSchema(DESCRIPTOR_MAX_BYTES).optional(),
  /** A scale that speaks only when the weight changes. */
  onlyOnChange: z.boolean().default(false),
});

type HidPosConfig = z.infer<typeof hidPosConfigSchema>;

/** Scales, scanners and card readers that keep to HID's point of sale and weighing pages. */
export const hidPos: HidDriver<HidPosConfig> = {
  family: 'hid-pos',
  connection: 'hid',
  configSchema: hidPosConfigSchema,
  isShown: ({ reads }) => reads === 'scale',
  openPort,
};

function openPort(config: HidPosConfig, context: HidPortContext): Port {
  const device = deviceOf(config, context);
  return {
    devices: [],
    peripherals: [device],
    [Symbol.asyncDispose]: () => device[Symbol.asyncDispose](),
  };
}

function deviceOf(config: HidPosConfig, context: HidPortContext): HidScale | HidScanner | HidMsr {
  const { device, reads, reportDescriptor, onlyOnChange } = config;
  const descriptor = reportDescriptor === undefined ? undefined : bytesOf(reportDescriptor);
  const options = { device, descriptor, isOnChange: onlyOnChange };
  switch (reads) {
    case 'scale':
      return new HidScale(options, context);
    case 'scanner':
      return new HidScanner(options, context);
    case 'msr':
      return new HidMsr(options, context);
  }
}
