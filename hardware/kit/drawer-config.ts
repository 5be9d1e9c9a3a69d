import { z } from 'zod';
import { freeName } from './device-name.ts';
import type { DrawerPolicy } from './device-peripheral.ts';

const NAME_MAX_CHARACTERS = 64;
const LEFT_OPEN_SECONDS = 60;
const LEFT_OPEN_MAX_SECONDS = 3_600;

/** Of every drawer, whatever it is opened by. */
export const drawerShape = {
  device: freeName(z.string().min(1).max(NAME_MAX_CHARACTERS)),
  openOnSettledSale: z.boolean().default(false),
  leftOpenSeconds: z.int().min(5).max(LEFT_OPEN_MAX_SECONDS).default(LEFT_OPEN_SECONDS),
};

export function drawerPolicy(config: {
  readonly openOnSettledSale: boolean;
  readonly leftOpenSeconds: number;
}): DrawerPolicy {
  return {
    opensOnSettledSale: config.openOnSettledSale,
    leftOpenMs: config.leftOpenSeconds * 1_000,
  };
}
