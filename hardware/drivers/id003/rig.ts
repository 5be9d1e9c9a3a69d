import { BillRig, type BillRigFacts } from '../../kit/bill-rig.ts';
import { id003ConfigSchema, type Id003ConfigInput } from './config.ts';
import { id003 } from './driver.ts';
import { createSimId003 } from './sim.ts';

/** The port configuration that fits the simulated validator. */
export const simId003DriverConfig: Id003ConfigInput = { device: 'validator', currency: 'EUR' };

/** The driver and its simulated validator on one clock, for tests. */
export function createId003Rig(facts: BillRigFacts, changes: object = {}): BillRig {
  const config = id003ConfigSchema.parse({ ...simId003DriverConfig, ...changes });
  return new BillRig({
    ...facts,
    openPort: (context) => id003.openPort(config, context),
    createSim: createSimId003,
  });
}
