import { ccnet } from './drivers/ccnet/driver.ts';
import { cctalk } from './drivers/cctalk/driver.ts';
import { ebds } from './drivers/ebds/driver.ts';
import { id003 } from './drivers/id003/driver.ts';
import { ssp } from './drivers/ssp/driver.ts';
import type { Driver } from './kit/driver.ts';

/** Every family the till can drive. */
export const drivers: readonly Driver[] = [cctalk, ssp, ccnet, id003, ebds];
