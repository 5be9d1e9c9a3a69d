import { z } from 'zod';
import type { HidPortContext, Port } from '../../kit/device.ts';
import { drawerPolicy, drawerShape } from '../../kit/drawer-config.ts';
import { openDrawerPort } from '../../kit/drawer-port.ts';
import type { HidDriver } from '../../kit/driver.ts';
import { MODELS } from './frame.ts';
import { ReportDrawer } from './machine.ts';

const DRAWER_MAX = 7;
const MAKERS = MODELS.map(({ maker }) => maker);

const hidDrawerConfigSchema = z
  .strictObject({
    ...drawerShape,
    maker: z.string().refine((maker) => MAKERS.includes(maker), `one of ${MAKERS.join(', ')}`),
    /** As its switches are set; the last digit of the product id. */
    drawer: z.int().min(0).max(DRAWER_MAX),
  })
  .transform(({ maker, ...rest }, context) => {
    const model = MODELS.find((one) => one.maker === maker);
    if (model !== undefined) return { ...rest, model };
    context.addIssue('no such maker');
    return z.NEVER;
  });

type HidDrawerConfig = z.output<typeof hidDrawerConfigSchema>;

/** USB drawers that are HID devices of their own. */
export const hidDrawer: HidDriver<HidDrawerConfig> = {
  family: 'hid-drawer',
  connection: 'hid',
  configSchema: hidDrawerConfigSchema,
  isShown: () => true,
  openPort,
};

function openPort(config: HidDrawerConfig, context: HidPortContext): Port {
  const { device, model, drawer } = config;
  return openDrawerPort({
    device,
    hasStatus: true,
    policy: drawerPolicy(config),
    protocol: new ReportDrawer({ device, model, drawer }, context),
    around: context,
  });
}
