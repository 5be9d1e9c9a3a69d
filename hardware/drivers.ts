import { cctalk } from './drivers/cctalk/driver.ts';
import { ssp } from './drivers/ssp/driver.ts';
import type { Driver } from './kit/driver.ts';

/** Every family the till can drive. */
export const drivers: readonly Driver[] = [cctalk, ssp];
