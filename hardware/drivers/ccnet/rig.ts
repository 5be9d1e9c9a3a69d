import { BillRig, type BillRigFacts } from '../../kit/bill-rig.ts';
import { ccnetConfigSchema, type CcnetConfigInput } from './config.ts';
import { ccnet } from './driver.ts';
import { createSimCcnet } from './sim.ts';

/** The port configuration that fits the simulated validator. */
export const simCcnetDriverConfig: CcnetConfigInput = { device: 'validator', currency: 'EUR' };

/** The driver and its simulated validator on one clock, for tests. */
export function createCcnetRig(facts: BillRigFacts, changes: object = {}): BillRig {
  const config = ccnetConfigSchema.parse({ ...simCcnetDriverConfig, ...changes });
  return new BillRig({
    ...facts,
    openPort: (context) => ccnet.openPort(config, context),
    createSim: createSimCcnet,
  });
}
